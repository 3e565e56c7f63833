package dev.coracle.gui.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import dev.coracle.gui.Person;
import dev.coracle.gui.TestHost;
import dev.coracle.gui.addons.Dashboards;
import dev.coracle.gui.problem.Bugs;
import dev.coracle.gui.task.Background;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.FxThread;
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
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** From an object that somebody looks at to its page in the web dashboard. */
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init")
class OpenInDashboardTest {
  private final Person person = new Person();
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
  void enablesTheAddonIfWantedAndLeadsToTheExactPage() {
    open(ObjectKind.DEPLOYMENT, "web");
    person.clickOn("#action-dashboard");
    person.clickOn("#dialog-dashboard", "Enable");

    person.eventually(() ->
        assertThat(browsed)
            .extracting(OpenInDashboardTest::page)
            .containsExactly("/c/dev/deployments/shop/web"));
    assertThat(dashboards.isEnabled("dev")).isTrue();

    open(ObjectKind.SERVICE, "web");
    person.clickOn("#action-dashboard");
    person.eventually(() ->
        assertThat(browsed)
            .extracting(OpenInDashboardTest::page)
            .containsExactly("/c/dev/deployments/shop/web", "/c/dev/services/shop/web"));
  }

  @Test
  void changesNothingIfTheAddonIsNotWanted() {
    open(ObjectKind.DEPLOYMENT, "web");
    person.clickOn("#action-dashboard");
    person.clickOn("#dialog-dashboard", "Cancel");

    person.eventually(() -> assertThat(person.sees("#dialog-dashboard")).isFalse());
    assertThat(dashboards.isEnabled("dev")).isFalse();
    assertThat(browsed).isEmpty();
  }

  /** Where the address of an invitation leads in the dashboard. */
  private static String page(URI invitation) {
    return invitation.getQuery().replaceFirst("^ticket=dev&to=", "");
  }

  private void open(ObjectKind kind, String name) {
    person.interact("#kinds", (ListView<ObjectKind> it) -> it.getSelectionModel().select(kind));
    person.clickOn(name);
    person.eventually(() -> assertThat(person.sees("#action-dashboard")).isTrue());
  }
}
