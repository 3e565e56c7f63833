package dev.coracle.gui.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import dev.coracle.gui.TestHost;
import dev.coracle.gui.addons.Dashboards;
import dev.coracle.gui.problem.Bugs;
import dev.coracle.gui.task.Background;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.workloads.fakes.Eventually;
import dev.coracle.gui.workloads.fakes.FakeApi;
import dev.coracle.gui.workloads.fakes.RecordedObjects;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.application.Application;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** From an object that somebody looks at to its page in the web dashboard. */
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init")
class OpenInDashboardTest {
  private final TestHost host;
  private final FakeApi api = FakeApi.start();
  private final Dashboards dashboards;
  private final List<URI> browsed = new CopyOnWriteArrayList<>();
  private WorkloadsPage page;

  OpenInDashboardTest(@TempDir Path directory) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ENGLISH);
    host = new TestHost(directory);
    host.bed.start("dev");
    host.bed.runDashboardPod();
    dashboards = new Dashboards(host.launcher());
  }

  @Start
  void show(Stage stage) {
    Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
    RecordedObjects.putInto(api);
    var fx = new FxThread();
    var bugs = new Bugs(host.launcher());
    var tasks = new Tasks(fx, bugs::problem);
    var background = new Background(fx, bugs::problem);
    var model =
        new WorkloadsModel(
            "dev", api::connect, new SimpleObjectProperty<>(State.RUNNING), tasks, fx);
    var open = new OpenInDashboard("dev", dashboards, tasks, background, browsed::add);
    page = new WorkloadsPage(model, open, () -> {}, browsed::add, tasks, fx);
    stage.setScene(new Scene((Parent) page.node(), 990, 700));
    stage.show();
    page.onShown();
    model.table().ask(query -> query.in(Optional.of("shop")));
  }

  @Stop
  void stop() {
    page.close();
  }

  @AfterEach
  void close() {
    dashboards.close();
    api.close();
  }

  @Test
  void enablesTheAddonIfWantedAndLeadsToTheExactPage(FxRobot robot) throws InterruptedException {
    open(robot, ObjectKind.DEPLOYMENT, "web");
    robot.clickOn("#action-dashboard");
    awaitOffer(robot);
    robot.clickOn(button(robot, "Enable"));

    Eventually.holds(() ->
        assertThat(browsed)
            .extracting(OpenInDashboardTest::page)
            .containsExactly("/c/dev/deployments/shop/web"));
    assertThat(dashboards.isEnabled("dev")).isTrue();

    open(robot, ObjectKind.SERVICE, "web");
    robot.clickOn("#action-dashboard");
    Eventually.holds(() ->
        assertThat(browsed)
            .extracting(OpenInDashboardTest::page)
            .containsExactly("/c/dev/deployments/shop/web", "/c/dev/services/shop/web"));
  }

  @Test
  void changesNothingIfTheAddonIsNotWanted(FxRobot robot) throws InterruptedException {
    open(robot, ObjectKind.DEPLOYMENT, "web");
    robot.clickOn("#action-dashboard");
    awaitOffer(robot);
    robot.clickOn(button(robot, "Cancel"));

    Eventually.holds(() -> assertThat(robot.lookup("#dialog-dashboard").queryAll()).isEmpty());
    assertThat(dashboards.isEnabled("dev")).isFalse();
    assertThat(browsed).isEmpty();
  }

  /** Where the address of an invitation leads in the dashboard. */
  private static String page(URI invitation) {
    return invitation.getQuery().replaceFirst("^ticket=dev&to=", "");
  }

  private static void awaitOffer(FxRobot robot) throws InterruptedException {
    Eventually.holds(() -> assertThat(robot.lookup("#dialog-dashboard").queryAll()).hasSize(1));
  }

  private static void open(FxRobot robot, ObjectKind kind, String name)
      throws InterruptedException {
    ListView<ObjectKind> kinds = robot.lookup("#kinds").query();
    robot.interact(() -> kinds.getSelectionModel().select(kind));
    Eventually.holds(() -> assertThat(robot.lookup(name).tryQuery()).isPresent());
    robot.clickOn(name);
    Eventually.holds(() -> assertThat(robot.lookup("#action-dashboard").tryQuery()).isPresent());
  }

  private static Button button(FxRobot robot, String text) {
    return robot
        .from(robot.lookup("#dialog-dashboard"))
        .lookup((Button button) -> text.equals(button.getText()))
        .query();
  }
}
