package dev.coracle.gui.workloads;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.errors.Problem;
import dev.coracle.gui.Pictures;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Theme;
import dev.coracle.gui.workloads.fakes.Eventually;
import dev.coracle.gui.workloads.fakes.FakeApi;
import dev.coracle.gui.workloads.fakes.RecordedObjects;
import dev.coracle.gui.workloads.objects.LiveObjects;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import javafx.application.ColorScheme;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** What the page about what runs looks like, beside the width that the window's list takes. */
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init")
class WorkloadsScreenshotsTest {
  private static final String YAML =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
      spec:
        # One for each zone
        replicas: 3
      """;

  private final FakeApi api = FakeApi.start();
  private final SimpleObjectProperty<State> state = new SimpleObjectProperty<>(State.RUNNING);
  private Stage stage;
  private WorkloadsModel model;
  private WorkloadsPage page;

  @Start
  void start(Stage made) {
    RecordedObjects.putInto(api);
    for (var container : new String[] {"web", "proxy"}) {
      api.log("web-6d4cf56db6-x1/" + container, "GET /\nGET /cart\nERROR no such basket\nGET /\n");
    }
    stage = made;
  }

  @AfterEach
  void close(FxRobot robot) {
    robot.interact(page::close);
    api.close();
  }

  @ParameterizedTest
  @CsvSource({"en, LIGHT", "en, DARK", "de, LIGHT", "zh-CN, LIGHT"})
  void everyPartIsWhole(String language, ColorScheme scheme, FxRobot robot) throws Exception {
    Locale.setDefault(Locale.forLanguageTag(language));
    robot.interact(() -> show(scheme));
    var pictures = new Pictures(language, scheme, stage.getOutputScaleX());

    for (var kind : ObjectKind.listed()) {
      choose(robot, kind);
      Eventually.holds(
          () -> assertThat(model.table().state().get()).isInstanceOf(LiveObjects.State.Live.class));
      take(pictures, "kind-" + kind.plural(), robot);
    }
    open(robot, ObjectKind.DEPLOYMENT, "web");
    take(pictures, "workloads", robot);
    open(robot, ObjectKind.POD, "web-6d4cf56db6-x1");
    take(pictures, "pod", robot);
    robot.clickOn("#tab-logs");
    Eventually.holds(
        () -> assertThat(robot.lookup("#log-lines").queryListView().getItems()).hasSize(4));
    take(pictures, "log", robot);
    robot.clickOn("#tab-yaml");
    take(pictures, "yaml", robot);
    open(robot, ObjectKind.SECRET, "web-login");
    take(pictures, "secret", robot);
    robot.clickOn("#create");
    robot.interact(() -> robot.lookup("#apply-yaml").<CodeArea>query().replaceText(YAML));
    robot.clickOn("#apply-check");
    Eventually.holds(
        () -> assertThat(robot.lookup("#apply-outcome .diff-added").queryAll()).isNotEmpty());
    take(pictures, "apply", robot);
    robot.clickOn("#apply-leave");
    robot.clickOn("#filter").write("nothing of the kind");
    Eventually.holds(
        () -> assertThat(robot.lookup("#objects").queryTableView().getItems()).isEmpty());
    take(pictures, "filtered", robot);
    robot.interact(() -> state.set(State.SAVED));
    Eventually.holds(() -> assertThat(model.session().get()).isEmpty());
    take(pictures, "asleep", robot);
    assertThat(pictures.cut()).isEmpty();
  }

  private void show(ColorScheme scheme) {
    Theme.use(scheme);
    var fx = new FxThread();
    var tasks = new Tasks(fx, bug -> new Problem(GuiError.APP_BUG, bug.toString()));
    model = new WorkloadsModel("dev", api::connect, state, tasks, fx);
    page = new WorkloadsPage(model, _ -> {}, () -> {}, _ -> {}, tasks, fx);
    var scene = new Scene((Parent) page.node(), 860, 760);
    scene
        .getStylesheets()
        .add(
            requireNonNull(Messages.class.getResource("/dev/coracle/gui/coracle.css"))
                .toExternalForm());
    stage.setScene(scene);
    stage.show();
    page.onShown();
    model.table().ask(query -> query.in(Optional.of("shop")));
  }

  private void take(Pictures pictures, String name, FxRobot robot) throws IOException {
    pictures.take(name, stage.getScene(), robot);
  }

  private static void choose(FxRobot robot, ObjectKind kind) {
    ListView<ObjectKind> kinds = robot.lookup("#kinds").query();
    robot.interact(() -> kinds.getSelectionModel().select(kind));
  }

  private static void open(FxRobot robot, ObjectKind kind, String name)
      throws InterruptedException {
    choose(robot, kind);
    Eventually.holds(() -> assertThat(robot.lookup(name).tryQuery()).isPresent());
    robot.clickOn(name);
    Eventually.holds(() -> assertThat(title(robot)).endsWith(name));
  }

  /** Empty until there are details. */
  private static String title(FxRobot robot) {
    return robot.lookup("#details-title").<Label>tryQuery().map(Label::getText).orElse("");
  }
}
