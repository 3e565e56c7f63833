package dev.coracle.gui.workloads;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import dev.coracle.errors.Problem;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.fakes.Eventually;
import dev.coracle.gui.workloads.fakes.FakeApi;
import dev.coracle.gui.workloads.fakes.RecordedObjects;
import dev.coracle.gui.workloads.objects.LiveObjects;
import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.gui.workloads.objects.Row;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.application.Application;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** What a person does all day. */
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init")
class WorkloadsFlowTest {
  private static final String WEB = "/apis/apps/v1/namespaces/shop/deployments/web";

  private final FakeApi api = FakeApi.start();
  private final ObjectProperty<State> state = new SimpleObjectProperty<>(State.RUNNING);
  private final List<ObjectId> inDashboard = new ArrayList<>();
  private WorkloadsPage page;
  private WorkloadsModel model;
  private boolean started;

  @Start
  void show(Stage stage) {
    Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
    RecordedObjects.putInto(api);
    api.log("web-6d4cf56db6-x1/web", "GET /\nGET /cart\nERROR no such basket\nGET /\n");
    api.log("web-6d4cf56db6-x1/proxy", "proxied\n");
    var fx = new FxThread();
    var tasks = new Tasks(fx, bug -> new Problem(GuiError.APP_BUG, bug.toString()));
    model = new WorkloadsModel("dev", api::connect, state, tasks, fx);
    page = new WorkloadsPage(model, inDashboard::add, () -> started = true, _ -> {}, tasks, fx);
    var scene = new Scene((Parent) page.node(), 990, 700);
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

  @Stop
  void stop() {
    page.close();
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void findsAPodThatIsInTroubleReadsItsEventsAndGoesToItsOwner(FxRobot robot)
      throws InterruptedException {
    choose(robot, ObjectKind.POD);
    Eventually.holds(() -> assertThat(names(robot)).hasSize(2));

    robot.clickOn("#filter").write("crashloop");
    Eventually.holds(() -> assertThat(names(robot)).containsExactly("web-6d4cf56db6-x2"));
    robot.clickOn("web-6d4cf56db6-x2");

    Eventually.holds(() -> assertThat(robot.lookup("#summary").queryAll()).isNotEmpty());
    Eventually.holds(
        () -> assertThat(texts(robot, "#summary .label")).anyMatch(it -> it.contains("BackOff")));
    Eventually.holds(() -> assertThat(robot.lookup("service/web").tryQuery()).isPresent());
    robot.interact(() -> robot.lookup("service/web").<Hyperlink>query().fire());
    Eventually.holds(() -> assertThat(names(robot)).containsExactly("web"));
    Eventually.holds(() -> assertThat(title(robot)).isEqualTo("Service  web"));
  }

  @Test
  void scalesAndIsToldTheCommand(FxRobot robot) throws InterruptedException {
    open(robot, ObjectKind.DEPLOYMENT, "web");
    robot.clickOn("#action-scale");
    Spinner<Integer> replicas = robot.lookup("#replicas").query();
    robot.interact(() -> replicas.getValueFactory().setValue(4));
    robot.clickOn(button(robot, "#dialog-scale", "Scale…"));

    Eventually.holds(() ->
        assertThat(api.find(WEB).orElseThrow().<Integer>get("spec", "replicas")).isEqualTo(4));
    Eventually.holds(() ->
        assertThat(robot.lookup("#command").queryAs(Label.class).getText())
            .isEqualTo("kubectl --context=dev --namespace=shop scale deployment/web --replicas=4"));
  }

  @Test
  void deletesOnlyWhatIsConfirmed(FxRobot robot) throws InterruptedException {
    open(robot, ObjectKind.DEPLOYMENT, "web");
    robot.clickOn("#action-delete");
    robot.clickOn(button(robot, "#dialog-delete", "Cancel"));
    assertThat(api.find(WEB)).isPresent();

    robot.clickOn("#action-delete");
    robot.clickOn(button(robot, "#dialog-delete", "Delete…"));
    Eventually.holds(() -> assertThat(api.find(WEB)).isEmpty());
    Eventually.holds(() -> assertThat(names(robot)).containsExactly("search"));
  }

  @Test
  void readsSearchesAndChangesTheLogOfAContainer(FxRobot robot) throws InterruptedException {
    open(robot, ObjectKind.POD, "web-6d4cf56db6-x1");
    robot.clickOn("#tab-logs");
    Eventually.holds(
        () -> assertThat(robot.lookup("#log-lines").queryListView().getItems()).hasSize(4));

    robot.clickOn("#log-search").write("error").clickOn("#log-down");
    Eventually.holds(() ->
        assertThat(robot.lookup("#log-found").queryAs(Label.class).getText())
            .isEqualTo("1 of 1 lines"));
    ListView<Long> lines = robot.lookup("#log-lines").query();
    assertThat(lines.getSelectionModel().getSelectedItem()).isEqualTo(2);

    robot.interact(() -> robot.lookup("#container").<ChoiceBox<String>>query().setValue("proxy"));
    Eventually.holds(
        () -> assertThat(robot.lookup("#log-lines").queryListView().getItems()).hasSize(1));
  }

  @Test
  void secretsAreShownOnlyWhenAskedFor(FxRobot robot) throws InterruptedException {
    open(robot, ObjectKind.SECRET, "web-login");
    Eventually.holds(() -> assertThat(texts(robot, "#summary .label")).contains("password"));
    assertThat(texts(robot, "#summary .label")).doesNotContain("hunter2");

    robot.interact(() -> robot.lookup("#reveal").queryButton().fire());
    assertThat(texts(robot, "#summary .label")).contains("hunter2");
    robot.clickOn("#tab-yaml");
    assertThat(robot.lookup("#yaml").queryAs(TextArea.class).getText())
        .contains("password")
        .doesNotContain("aHVudGVyMg");
  }

  @Test
  void createsFromYamlAfterLookingAtTheDifference(FxRobot robot) throws InterruptedException {
    Eventually.holds(() -> assertThat(names(robot)).hasSize(2));
    robot.clickOn("#create");
    CodeArea editor = robot.lookup("#apply-yaml").query();
    robot.interact(() ->
        editor.replaceText(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: cart\nspec:\n  replicas: 2\n"));
    assertThat(robot.lookup("#apply-apply").queryButton().isDisabled()).isTrue();
    robot.clickOn("#apply-check");
    Eventually.holds(() ->
        assertThat(texts(robot, "#apply-outcome .diff-added"))
            .anyMatch(line -> line.contains("replicas: 2")));
    robot.clickOn("#apply-apply");

    Eventually.holds(() -> assertThat(api.find(WEB.replace("web", "cart"))).isPresent());
    robot.clickOn("#apply-leave");
    Eventually.holds(() -> assertThat(names(robot)).contains("cart"));
  }

  @Test
  void othersFieldsAreTakenOverOnlyWithATick(FxRobot robot) throws InterruptedException {
    api.conflict(WEB, Map.of(".spec.replicas", "kubectl"));
    Eventually.holds(() -> assertThat(names(robot)).hasSize(2));
    robot.clickOn("#create");
    CodeArea editor = robot.lookup("#apply-yaml").query();
    robot.interact(() ->
        editor.replaceText(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 9\n"));
    robot.clickOn("#apply-check");
    Eventually.holds(() ->
        assertThat(texts(robot, "#apply-outcome .label"))
            .anyMatch(line -> line.contains(".spec.replicas")));

    robot.clickOn("#apply-force").clickOn("#apply-check");
    Eventually.holds(
        () -> assertThat(robot.lookup("#apply-apply").queryButton().isDisabled()).isFalse());
    robot.clickOn("#apply-apply");
    Eventually.holds(() ->
        assertThat(api.find(WEB).orElseThrow().<Integer>get("spec", "replicas")).isEqualTo(9));
  }

  @Test
  void aClusterThatSleepsIsLeftAsleepAndCanBeStarted(FxRobot robot) throws InterruptedException {
    Eventually.holds(() -> assertThat(names(robot)).hasSize(2));
    robot.interact(() -> state.set(State.SAVED));

    Eventually.holds(() -> assertThat(model.session().get()).isEmpty());
    assertThat(robot.lookup("#create").queryButton().isDisabled()).isTrue();
    assertThat(robot.lookup("#workloads-status").queryAs(Label.class).getText())
        .isEqualTo("Asleep");
    assertThat(names(robot)).hasSize(2);

    robot.clickOn("#filter").write("nothing of the kind");
    robot.interact(() -> state.set(State.RUNNING));
    Eventually.holds(() -> assertThat(names(robot)).isEmpty());
    robot.interact(() -> state.set(State.SAVED));
    robot.clickOn("#hint-action");
    assertThat(started).isTrue();
  }

  @Test
  void leafsThroughAllKinds(FxRobot robot) throws InterruptedException {
    for (var kind : ObjectKind.listed()) {
      choose(robot, kind);
      Eventually.holds(
          () -> assertThat(model.table().state().get()).isInstanceOf(LiveObjects.State.Live.class));
      assertThat(kinds(robot)).allMatch(kind::equals);
    }
  }

  @Test
  void leadsToTheDashboard(FxRobot robot) throws InterruptedException {
    open(robot, ObjectKind.DEPLOYMENT, "web");
    robot.clickOn("#action-dashboard");

    assertThat(inDashboard).containsExactly(new ObjectId(ObjectKind.DEPLOYMENT, "shop", "web"));
  }

  private static void choose(FxRobot robot, ObjectKind kind) {
    ListView<ObjectKind> kinds = robot.lookup("#kinds").query();
    robot.interact(() -> kinds.getSelectionModel().select(kind));
  }

  private static void open(FxRobot robot, ObjectKind kind, String name)
      throws InterruptedException {
    choose(robot, kind);
    Eventually.holds(() -> assertThat(names(robot)).contains(name));
    robot.clickOn(name);
    Eventually.holds(() -> assertThat(title(robot)).isEqualTo(kind.apiName() + "  " + name));
  }

  private static String title(FxRobot robot) {
    return robot.lookup("#details-title").<Label>tryQuery().map(Label::getText).orElse("");
  }

  private static List<String> names(FxRobot robot) {
    TableView<Row> table = robot.lookup("#objects").query();
    var names = new ArrayList<String>();
    robot.interact(() -> table.getItems().forEach(row -> names.add(row.id().name())));
    return names;
  }

  private static List<ObjectKind> kinds(FxRobot robot) {
    TableView<Row> table = robot.lookup("#objects").query();
    var kinds = new ArrayList<ObjectKind>();
    robot.interact(() -> table.getItems().forEach(row -> kinds.add(row.id().kind())));
    return kinds;
  }

  private static List<String> texts(FxRobot robot, String query) {
    return robot.lookup(query).queryAll().stream()
        .map(
            it -> it instanceof TextInputControl input ? input.getText() : ((Labeled) it).getText())
        .filter(text -> text != null)
        .toList();
  }

  private static Button button(FxRobot robot, String dialog, String text) {
    return robot
        .from(robot.lookup(dialog))
        .lookup((Button button) -> text.equals(button.getText()))
        .query();
  }
}
