package dev.coracle.gui.workloads;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.errors.Problem;
import dev.coracle.gui.Person;
import dev.coracle.gui.Pictures;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.view.Theme;
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
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  private final Person person = new Person();
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
  void close() {
    Locale.setDefault(Locale.ENGLISH);
    person.interact(page::close);
    api.close();
  }

  @ParameterizedTest
  @CsvSource({"en, LIGHT", "en, DARK", "de, LIGHT", "zh-CN, LIGHT"})
  void everyPartIsWhole(String language, ColorScheme scheme) throws Exception {
    Locale.setDefault(Locale.forLanguageTag(language));
    person.interact(() -> show(scheme));
    var pictures = new Pictures(language, scheme, stage.getOutputScaleX());

    for (var kind : ObjectKind.listed()) {
      choose(kind);
      person.eventually(
          () -> assertThat(model.table().state().get()).isInstanceOf(LiveObjects.State.Live.class));
      take(pictures, "kind-" + kind.plural());
    }
    open(ObjectKind.DEPLOYMENT, "web");
    take(pictures, "workloads");
    open(ObjectKind.POD, "web-6d4cf56db6-x1");
    take(pictures, "pod");
    person.clickOn("#tab-logs");
    person.eventually(() -> assertThat(person.items("#log-lines")).hasSize(4));
    take(pictures, "log");
    person.clickOn("#tab-yaml");
    take(pictures, "yaml");
    open(ObjectKind.SECRET, "web-login");
    take(pictures, "secret");
    person.clickOn("#create");
    person.interact("#apply-yaml", (CodeArea it) -> it.replaceText(YAML));
    person.clickOn("#apply-check");
    person.eventually(() -> assertThat(person.sees("#apply-outcome .diff-added")).isTrue());
    take(pictures, "apply");
    person.clickOn("#apply-leave");
    person.clickOn("#filter").write("nothing of the kind");
    person.eventually(() -> assertThat(person.items("#objects")).isEmpty());
    take(pictures, "filtered");
    person.clickOn("#hint-action");
    person.eventually(() -> assertThat(person.items("#objects")).isNotEmpty());
    api.close();
    person.eventually(() -> assertThat(person.sees("#lost")).isTrue());
    take(pictures, "lost");
    person.interact(() -> state.set(State.SAVED));
    person.eventually(() -> assertThat(model.session().get()).isEmpty());
    take(pictures, "asleep");
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

  private void take(Pictures pictures, String name) throws IOException {
    pictures.take(name, stage.getScene());
  }

  private void choose(ObjectKind kind) {
    person.interact("#kinds", (ListView<ObjectKind> it) -> it.getSelectionModel().select(kind));
  }

  private void open(ObjectKind kind, String name) {
    choose(kind);
    person.clickOn(name);
    person.eventually(() -> assertThat(person.text("#details-title")).endsWith(name));
  }
}
