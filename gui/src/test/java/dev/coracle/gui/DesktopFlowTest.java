package dev.coracle.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.cluster.NewClusterPage;
import dev.coracle.gui.diagnostics.DiagnosticsPage;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Theme;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.ClusterAddon;
import dev.coracle.launcher.cluster.ClusterConfig;
import dev.coracle.launcher.cluster.ClusterSnapshot;
import dev.coracle.launcher.cluster.Profile;
import dev.coracle.launcher.cluster.Undo;
import dev.coracle.vm.VmDriver.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import javafx.application.ColorScheme;
import javafx.scene.Node;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** What a person does with a cluster, in the whole window, on a host in memory. */
@ExtendWith(ApplicationExtension.class)
class DesktopFlowTest {
  private final Person person = new Person();
  private final Path directory;
  private final TestHost host;
  private final Launcher launcher;
  private final Desktop desktop;

  DesktopFlowTest(@TempDir Path directory) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ENGLISH);
    this.directory = directory;
    host = new TestHost(directory);
    host.bed.start("dev");
    // All is well on this host.
    launcher = new Launcher(host.bed.surroundings());
    desktop = new Desktop(launcher, new FxThread());
  }

  @Start
  void start(Stage stage) {
    Theme.use(ColorScheme.LIGHT);
    desktop.show(stage);
  }

  @AfterEach
  void close() {
    person.interact(desktop::close);
  }

  @Test
  void switchesAnAddonOnAndOff() throws Exception {
    open("addons", "#addon-dashboard");
    person.clickOn("#addon-dashboard");
    await(() -> person.text("#addon-state-dashboard").equals("Enabled"));
    assertThat(isEnabled("dashboard")).isTrue();

    person.clickOn("#addon-dashboard");
    await(() -> person.text("#addon-state-dashboard").equals("Disabled"));
    assertThat(isEnabled("dashboard")).isFalse();
  }

  @Test
  void configuresAnAddon() throws Exception {
    open("addons", "#addon-configure-ingress");
    person.clickOn("#addon-configure-ingress");
    person.clickOn("#parameter-access-log");
    person.clickOn("#dialog-configure", "Apply");

    await(() -> "true".equals(addon("ingress").values().get("access-log")));
    assertThat(addon("ingress").values()).containsEntry("level", "WARN");
    assertThat(addon("ingress").enabled()).isFalse();
  }

  @Test
  void takesRestoresAndRemovesASnapshotAndBringsItBack() throws Exception {
    open("snapshots", "#snapshots .empty");
    person.clickOn("#snapshot-name").write("before").clickOn("#snapshot-take");
    await(() -> person.sees("#restore-before"));
    assertThat(snapshots()).containsExactly("before");

    person.clickOn("#restore-before");
    await(() -> person.sees("#tasks .task-next"));
    await(() -> person.mayUse("#snapshot-undo"));
    person.clickOn("#remove-before");
    await(() -> !person.sees("#restore-before"));
    assertThat(snapshots()).doesNotContain("before");

    person.clickOn("#snapshot-undo");
    await(() -> person.sees("#restore-before"));
    assertThat(snapshots()).contains("before");
  }

  @Test
  void resizesACluster() throws Exception {
    open("settings", "#cpus");
    type("#cpus", "3");
    person.clickOn("#resize");

    await(() -> config("dev").cpus() == 3);
    assertThat(config("dev").diskMiB()).isEqualTo(20_000);
  }

  @Test
  void setsAProxyOfACluster() throws Exception {
    open("settings", "#https-proxy");
    type("#https-proxy", "http://proxy:3128");
    person.clickOn("#proxies-apply");

    await(() -> config("dev").environment().containsValue("http://proxy:3128"));
  }

  @Test
  void cancelsAStartThatTakesTooLong() throws Exception {
    host.bed.driver.setCapabilities(Set.of(Capability.PORT_FORWARD, Capability.SUSPEND));
    host.bed.driver.setBoot(_ -> {});
    person.clickOn("#new-cluster");
    type("#name", "slow");
    person.clickOn("#create");
    await(() -> desktop.clusters().find("slow").isPresent());

    person.clickOn("#tasks .task-end");
    await(() -> person.texts("#tasks .label").contains("Cancelled"));
    await(() -> desktop.clusters().find("slow").isEmpty());
    assertThat(names()).containsExactly("dev");
  }

  @Test
  void bringsADeletedClusterBack() throws Exception {
    person.clickOn("#delete");
    await(() -> desktop.clusters().clusters().isEmpty());
    await(() -> person.sees("#tasks .task-next"));

    person.clickOn("#tasks .task-next");
    await(() -> desktop.clusters().find("dev").isPresent());
    assertThat(names()).containsExactly("dev");
  }

  @Test
  void aNewClusterIsMadeOnlyOfWhatIsRight() throws Exception {
    person.clickOn("#new-cluster");
    assertFault("Not a name", "Lower-case letters, digits and hyphens, not at its ends.");
    assertFault("dev", "There is a cluster of this name.");
    assertFault("", "It needs a name.");
    type("#name", "shop");
    assertThat(person.text("#name-fault")).isEmpty();

    type("#cpus", "3x");
    type("#memory", "");
    person.clickOn("#disk");
    assertThat(person.ask("#memory", DesktopFlowTest::input).getText()).isEqualTo("2048");
    type("#disk", "9999999");
    person.clickOn("#create");

    await(() -> names().contains("shop"));
    await(() -> config("shop").cpus() == 3);
    assertThat(config("shop").memoryMiB()).isEqualTo(2048);
    assertThat(config("shop").diskMiB()).isEqualTo(2048 * 1024);
  }

  @Test
  void exportsAClusterAndImportsItUnderAnotherName() throws Exception {
    var file = directory.resolve("dev.coracle");
    person.interact(() -> desktop.actions().export("dev", file));
    await(() -> Files.exists(file));
    var form = (NewClusterPage) desktop.newCluster();
    person.interact(() -> desktop.navigator().open(form));
    new FxThread().execute(() -> form.importFrom(file));
    person.clickOn("#dialog-import .text-field").write("copy").type(KeyCode.ENTER);

    await(() -> desktop.clusters().find("copy").isPresent());
    await(() -> desktop.tasks().list().stream().allMatch(it -> it.state().get().isEnded()));
    assertThat(names()).containsExactly("copy", "dev");
    assertThat(person.sees("#tasks .problem")).isFalse();
  }

  @Test
  void savesABundleForWhoHelps() throws Exception {
    var file = directory.resolve("bundle.zip");
    open("diagnostics", "#save-bundle");
    var page = (DiagnosticsPage) desktop.navigator().page().get().orElseThrow();
    person.interact(() -> page.save(file));

    await(() -> Files.exists(file));
    await(() -> desktop.tasks().list().stream().allMatch(it -> it.state().get().isEnded()));
    assertThat(person.sees("#tasks .problem")).isFalse();
  }

  private void assertFault(String name, String fault) {
    type("#name", name);
    assertThat(person.text("#name-fault")).isEqualTo(fault);
    assertThat(person.<Node, Boolean>ask("#create", Node::isDisabled)).isTrue();
  }

  /** In place of what is there. */
  private void type(String field, String text) {
    person.clickOn(field);
    person.interact(field, (Node node) -> input(node).selectAll());
    person.type(KeyCode.DELETE).write(text);
  }

  private static TextInputControl input(Node node) {
    return node instanceof Spinner<?> spinner ? spinner.getEditor() : (TextInputControl) node;
  }

  private void open(String page, String awaited) {
    await(() -> desktop.navigator().cluster().get().isPresent());
    person.interact(() -> desktop.navigator().open(page));
    await(() -> person.sees(awaited));
  }

  private ClusterConfig config(String cluster) {
    return launcher.readClusterConfig().run(cluster);
  }

  private List<String> snapshots() throws InterruptedException {
    return launcher.snapshotCluster(Undo.DEFAULT_SPACE_MIB).list("dev").stream()
        .map(ClusterSnapshot::name)
        .toList();
  }

  private boolean isEnabled(String addon) {
    return addon(addon).enabled();
  }

  private ClusterAddon addon(String name) {
    return launcher.clusterAddons().get("dev", name);
  }

  private List<String> names() throws InterruptedException {
    return launcher.listProfiles().run(true).valid().stream().map(Profile::name).toList();
  }

  private void await(Callable<Boolean> condition) {
    try {
      person.await(condition);
    } catch (AssertionError e) {
      var tasks = desktop.tasks().list().stream();
      throw new AssertionError(
          tasks.map(it -> it.title() + ": " + it.state().get()).toList().toString(), e);
    }
  }
}
