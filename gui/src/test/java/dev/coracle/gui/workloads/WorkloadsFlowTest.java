package dev.coracle.gui.workloads;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import dev.coracle.errors.Problem;
import dev.coracle.gui.Person;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Messages;
import dev.coracle.gui.workloads.fakes.FakeApi;
import dev.coracle.gui.workloads.fakes.RecordedObjects;
import dev.coracle.gui.workloads.objects.LiveObjects;
import dev.coracle.gui.workloads.objects.ObjectId;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.gui.workloads.objects.Row;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.application.Application;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ListView;
import javafx.scene.control.Spinner;
import javafx.stage.Stage;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** What a person does all day. */
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init")
class WorkloadsFlowTest {
  private static final String WEB = "/apis/apps/v1/namespaces/shop/deployments/web";

  private final Person person = new Person();
  private FakeApi api = FakeApi.start();
  private final ObjectProperty<State> state = new SimpleObjectProperty<>(State.RUNNING);
  private final List<ObjectId> inDashboard = new ArrayList<>();
  private WorkloadsPage page;
  private WorkloadsModel model;
  private boolean started;

  @Start
  void show(Stage stage) {
    Locale.setDefault(Locale.ENGLISH);
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
  void seesThatTheClusterDoesNotAnswerAndThatItIsBack() throws IOException {
    choose(ObjectKind.POD);
    person.eventually(() -> assertThat(names()).hasSize(2));
    int port = api.port();

    api.close();
    person.eventually(() -> assertThat(person.sees("#lost")).isTrue());
    assertThat(names()).hasSize(2);

    api = new FakeApi(port);
    RecordedObjects.putInto(api);
    person.eventually(() -> assertThat(person.sees("#lost")).isFalse());
    person.eventually(() -> assertThat(names()).hasSize(2));
  }

  @Test
  void findsAPodThatIsInTroubleReadsItsEventsAndGoesToItsOwner() {
    choose(ObjectKind.POD);
    person.eventually(() -> assertThat(names()).hasSize(2));

    person.clickOn("#filter").write("crashloop");
    person.eventually(() -> assertThat(names()).containsExactly("web-6d4cf56db6-x2"));
    person.clickOn("web-6d4cf56db6-x2");

    person.eventually(() -> assertThat(person.sees("#summary")).isTrue());
    person.eventually(
        () -> assertThat(person.texts("#summary .label")).anyMatch(it -> it.contains("BackOff")));
    person.eventually(() -> assertThat(person.sees("service/web")).isTrue());
    person.interact("service/web", Hyperlink::fire);
    person.eventually(() -> assertThat(names()).containsExactly("web"));
    person.eventually(() -> assertThat(person.text("#details-title")).isEqualTo("Service  web"));
  }

  @Test
  void scalesAndIsToldTheCommand() {
    open(ObjectKind.DEPLOYMENT, "web");
    person.clickOn("#action-scale");
    person.interact("#replicas", (Spinner<Integer> it) -> it.getValueFactory().setValue(4));
    person.clickOn("#dialog-scale", "Scale…");

    person.eventually(() ->
        assertThat(api.find(WEB).orElseThrow().<Integer>get("spec", "replicas")).isEqualTo(4));
    person.eventually(() ->
        assertThat(person.text("#command"))
            .isEqualTo("kubectl --context=dev --namespace=shop scale deployment/web --replicas=4"));
  }

  @Test
  void deletesOnlyWhatIsConfirmed() {
    open(ObjectKind.DEPLOYMENT, "web");
    person.clickOn("#action-delete");
    person.clickOn("#dialog-delete", "Cancel");
    assertThat(api.find(WEB)).isPresent();

    person.clickOn("#action-delete");
    person.clickOn("#dialog-delete", "Delete…");
    person.eventually(() -> assertThat(api.find(WEB)).isEmpty());
    person.eventually(() -> assertThat(names()).containsExactly("search"));
  }

  @Test
  void readsSearchesAndChangesTheLogOfAContainer() {
    open(ObjectKind.POD, "web-6d4cf56db6-x1");
    person.clickOn("#tab-logs");
    person.eventually(() -> assertThat(person.items("#log-lines")).hasSize(4));

    person.clickOn("#log-search").write("error").clickOn("#log-down");
    person.eventually(() -> assertThat(person.text("#log-found")).isEqualTo("1 of 1 lines"));
    assertThat(person.ask("#log-lines", WorkloadsFlowTest::selected)).isEqualTo(2L);

    person.interact("#container", (ChoiceBox<String> it) -> it.setValue("proxy"));
    person.eventually(() -> assertThat(person.items("#log-lines")).hasSize(1));
  }

  @Test
  void secretsAreShownOnlyWhenAskedFor() {
    open(ObjectKind.SECRET, "web-login");
    person.eventually(() -> assertThat(person.texts("#summary .label")).contains("password"));
    assertThat(person.texts("#summary .label")).doesNotContain("hunter2");

    person.interact("#reveal", Button::fire);
    assertThat(person.texts("#summary .label")).contains("hunter2");
    person.clickOn("#tab-yaml");
    assertThat(person.text("#yaml")).contains("password").doesNotContain("aHVudGVyMg");
  }

  @Test
  void createsFromYamlAfterLookingAtTheDifference() {
    person.eventually(() -> assertThat(names()).hasSize(2));
    person.clickOn("#create");
    writeYaml(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: cart\nspec:\n  replicas: 2\n");
    assertThat(person.<Node, Boolean>ask("#apply-apply", Node::isDisabled)).isTrue();
    person.clickOn("#apply-check");
    person.eventually(() ->
        assertThat(person.texts("#apply-outcome .diff-added"))
            .anyMatch(line -> line.contains("replicas: 2")));
    person.clickOn("#apply-apply");

    person.eventually(() -> assertThat(api.find(WEB.replace("web", "cart"))).isPresent());
    person.clickOn("#apply-leave");
    person.eventually(() -> assertThat(names()).contains("cart"));
  }

  @Test
  void othersFieldsAreTakenOverOnlyWithATick() {
    api.conflict(WEB, Map.of(".spec.replicas", "kubectl"));
    person.eventually(() -> assertThat(names()).hasSize(2));
    person.clickOn("#create");
    writeYaml(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 9\n");
    person.clickOn("#apply-check");
    person.eventually(() ->
        assertThat(person.texts("#apply-outcome .label"))
            .anyMatch(line -> line.contains(".spec.replicas")));

    person.clickOn("#apply-force").clickOn("#apply-check");
    person.clickOn("#apply-apply");
    person.eventually(() ->
        assertThat(api.find(WEB).orElseThrow().<Integer>get("spec", "replicas")).isEqualTo(9));
  }

  @Test
  void aClusterThatSleepsIsLeftAsleepAndCanBeStarted() {
    person.eventually(() -> assertThat(names()).hasSize(2));
    person.interact(() -> state.set(State.SAVED));

    person.eventually(() -> assertThat(model.session().get()).isEmpty());
    assertThat(person.<Node, Boolean>ask("#create", Node::isDisabled)).isTrue();
    assertThat(person.text("#workloads-status")).isEqualTo("Asleep");
    assertThat(names()).hasSize(2);

    person.clickOn("#filter").write("nothing of the kind");
    person.interact(() -> state.set(State.RUNNING));
    person.eventually(() -> assertThat(names()).isEmpty());
    person.interact(() -> state.set(State.SAVED));
    person.clickOn("#hint-action");
    assertThat(started).isTrue();
  }

  @Test
  void leafsThroughAllKinds() {
    for (var kind : ObjectKind.listed()) {
      choose(kind);
      person.eventually(
          () -> assertThat(model.table().state().get()).isInstanceOf(LiveObjects.State.Live.class));
      assertThat(kinds()).allMatch(kind::equals);
    }
  }

  @Test
  void leadsToTheDashboard() {
    open(ObjectKind.DEPLOYMENT, "web");
    person.clickOn("#action-dashboard");

    assertThat(inDashboard).containsExactly(new ObjectId(ObjectKind.DEPLOYMENT, "shop", "web"));
  }

  private void choose(ObjectKind kind) {
    person.interact("#kinds", (ListView<ObjectKind> it) -> it.getSelectionModel().select(kind));
  }

  private void open(ObjectKind kind, String name) {
    choose(kind);
    person.eventually(() -> assertThat(names()).contains(name));
    person.clickOn(name);
    person.eventually(
        () -> assertThat(person.text("#details-title")).isEqualTo(kind.apiName() + "  " + name));
  }

  private void writeYaml(String yaml) {
    person.interact("#apply-yaml", (CodeArea it) -> it.replaceText(yaml));
  }

  private List<String> names() {
    return ids().stream().map(ObjectId::name).toList();
  }

  private List<ObjectKind> kinds() {
    return ids().stream().map(ObjectId::kind).toList();
  }

  private List<ObjectId> ids() {
    return person.items("#objects").stream().map(row -> ((Row) row).id()).toList();
  }

  private static Object selected(ListView<?> list) {
    return list.getSelectionModel().getSelectedItem();
  }
}
