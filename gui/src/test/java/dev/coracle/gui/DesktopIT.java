package dev.coracle.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.task.TaskState;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Theme;
import dev.coracle.gui.workloads.fakes.Eventually;
import dev.coracle.gui.workloads.objects.ObjectKind;
import dev.coracle.gui.workloads.objects.Row;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.cluster.DeleteCluster.Fate;
import dev.coracle.launcher.store.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.application.ColorScheme;
import javafx.scene.control.ListView;
import javafx.scene.control.Spinner;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** What a person does with a cluster in the whole window, and kubectl sees: with a real one. */
@ExtendWith(ApplicationExtension.class)
class DesktopIT {
  private static final String CLUSTER = "desk";

  /** A node without hardware acceleration on two busy cores is waited for. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Path LIB = Path.of(System.getProperty("coracle.lib", "../build/lib"));

  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: default}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            terminationGracePeriodSeconds: 1
            containers:
            - name: web
              image: coracle.dev/test:1
              imagePullPolicy: Never
              command: [sh, -c, "echo serving; exec sleep 1000000"]
      """;

  private final Person person = new Person(PATIENCE);
  private final Path kubeconfig;
  private final String kubectl;
  private final Launcher launcher;
  private final Desktop desktop;

  DesktopIT(@TempDir Path directory) throws IOException {
    Locale.setDefault(Locale.ENGLISH);
    kubeconfig = directory.resolve("kubeconfig");
    kubectl = kubectlProgram();
    launcher =
        new Launcher(
            Map.of(
                "CORACLE_HOME", directory.resolve("home").toString(),
                "CORACLE_LIB", LIB.toAbsolutePath().normalize().toString(),
                "KUBECONFIG", kubeconfig.toString(),
                "PATH", System.getenv("PATH")));
    new Home(launcher.home()).prepare();
    desktop = new Desktop(launcher, new FxThread());
  }

  @Start
  void start(Stage stage) {
    Theme.use(ColorScheme.LIGHT);
    desktop.show(stage);
  }

  @AfterEach
  void leaveNothing() throws InterruptedException {
    person.interact(desktop::close);
    launcher.deleteCluster().run(CLUSTER, new Fate(true, 0), _ -> {});
  }

  @Test
  void whatIsDoneInTheWindowIsSeenByKubectl() throws Exception {
    person.clickOn("#new-cluster");
    person.clickOn("#name").type(KeyCode.CONTROL, KeyCode.A).write(CLUSTER).clickOn("#create");
    awaitState(State.RUNNING);
    assertThat(kubectl("get", "nodes", "-o", "name")).isEqualTo("node/coracle\n");

    open("workloads");
    person.clickOn("#create");
    person.interact("#apply-yaml", (CodeArea it) -> it.replaceText(WEB));
    person.clickOn("#apply-check");
    person.eventually(() -> assertThat(person.texts("#apply-outcome .diff-added")).isNotEmpty());
    person.clickOn("#apply-apply");
    awaitKubectl("deployment.apps/web", "get", "deployments", "-o", "name");
    person.clickOn("#apply-leave");

    open(ObjectKind.DEPLOYMENT, "web");
    person.clickOn("#action-scale");
    person.interact("#replicas", (Spinner<Integer> it) -> it.getValueFactory().setValue(2));
    person.clickOn("#dialog-scale", "Scale…");
    awaitKubectl("2", "get", "deployment/web", "-o", "jsonpath={.spec.replicas}");
    kubectl("rollout", "status", "deployment/web", "--timeout=5m");

    var pod = kubectl("get", "pods", "-o", "jsonpath={.items[0].metadata.name}");
    open(ObjectKind.POD, pod);
    person.clickOn("#tab-logs");
    person.eventually(() -> assertThat(person.items("#log-lines")).hasSize(1));

    person.clickOn("#tab-terminal").clickOn("#terminal-open");
    person.eventually(() -> assertThat(person.texts("#details .label")).contains("A shell in web"));
    person.write("touch /by-hand").type(KeyCode.ENTER);
    awaitKubectl("by-hand", "exec", pod, "--", "ls");

    open("addons");
    person.clickOn("#addon-dashboard");
    person.eventually(() -> assertThat(person.text("#addon-state-dashboard")).isEqualTo("Enabled"));
    awaitState(State.RUNNING);
    assertThat(kubectl("get", "deployments", "-A", "-o", "name"))
        .contains("deployment.apps/dashboard");

    open("overview");
    person.clickOn("#sleep");
    awaitState(State.SAVED);
    person.clickOn("#start");
    awaitState(State.RUNNING);
    assertThat(kubectl("exec", pod, "--", "ls")).contains("by-hand");
  }

  private void open(String page) {
    person.await(() -> desktop.navigator().cluster().get().isPresent());
    person.interact(() -> desktop.navigator().open(page));
  }

  private void open(ObjectKind kind, String name) {
    person.interact("#kinds", (ListView<ObjectKind> it) -> it.getSelectionModel().select(kind));
    person.eventually(() -> assertThat(names()).contains(name));
    person.clickOn(name);
    person.eventually(
        () -> assertThat(person.text("#details-title")).isEqualTo(kind.apiName() + "  " + name));
  }

  private List<String> names() {
    return person.items("#objects").stream().map(row -> ((Row) row).id().name()).toList();
  }

  /** With nothing at work any more, and nothing that failed. */
  private void awaitState(State state) {
    person.eventually(() -> {
      assertThat(desktop.clusters().find(CLUSTER).map(it -> it.state().getValue())).contains(state);
      assertThat(desktop.tasks().list())
          .extracting(it -> it.state().get())
          .hasOnlyElementsOfType(TaskState.Done.class);
    });
  }

  private void awaitKubectl(String text, String... arguments) throws InterruptedException {
    Eventually.holds(PATIENCE, () -> assertThat(kubectl(arguments)).contains(text));
  }

  private String kubectl(String... arguments) {
    var command = new ArrayList<String>();
    command.add(kubectl);
    command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = process.inputReader().readAllAsString();
      assertThat(process.waitFor()).as(command + ": " + output).isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String kubectlProgram() throws IOException {
    try (var programs = Files.newDirectoryStream(LIB, "kubectl-v*")) {
      return programs.iterator().next().toString();
    }
  }
}
