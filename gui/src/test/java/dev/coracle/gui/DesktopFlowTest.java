package dev.coracle.gui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.cluster.NewClusterPage;
import dev.coracle.gui.view.FxThread;
import dev.coracle.gui.view.Theme;
import dev.coracle.launcher.Launcher;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.ColorScheme;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** What a person does with a cluster, in the whole window, on a host in memory. */
@ExtendWith(ApplicationExtension.class)
class DesktopFlowTest {
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
  void close(FxRobot robot) {
    robot.interact(desktop::close);
  }

  @Test
  void switchesAnAddonOnAndOff(FxRobot robot) throws Exception {
    open("addons", "#addon-dashboard", robot);
    robot.clickOn("#addon-dashboard");
    await(() -> text("#addon-state-dashboard", robot).equals("Enabled"));
    assertThat(isEnabled("dashboard")).isTrue();

    await(() -> !robot.lookup("#addon-dashboard").query().isDisabled());
    robot.clickOn("#addon-dashboard");
    await(() -> text("#addon-state-dashboard", robot).equals("Disabled"));
    assertThat(isEnabled("dashboard")).isFalse();
  }

  @Test
  void takesRestoresAndRemovesASnapshotAndBringsItBack(FxRobot robot) throws Exception {
    open("snapshots", "#snapshots .empty", robot);
    robot.clickOn("#snapshot-name").write("before").clickOn("#snapshot-take");
    await(() -> isThere("#restore-before", robot));
    assertThat(snapshots()).containsExactly("before");

    robot.clickOn("#restore-before");
    await(() -> isOffered(robot));
    await(() -> !robot.lookup("#snapshot-undo").query().isDisabled());
    robot.clickOn("#remove-before");
    await(() -> !isThere("#restore-before", robot));
    assertThat(snapshots()).doesNotContain("before");

    robot.clickOn("#snapshot-undo");
    await(() -> isThere("#restore-before", robot));
    assertThat(snapshots()).contains("before");
  }

  @Test
  void resizesACluster(FxRobot robot) throws Exception {
    open("settings", "#cpus", robot);
    type("#cpus", "3", robot);
    robot.clickOn("#resize");

    await(() -> config("dev").cpus() == 3);
    assertThat(config("dev").diskMiB()).isEqualTo(20_000);
  }

  @Test
  void cancelsAStartThatTakesTooLong(FxRobot robot) throws Exception {
    host.bed.driver.setCapabilities(Set.of(Capability.PORT_FORWARD, Capability.SUSPEND));
    host.bed.driver.setBoot(_ -> {});
    robot.clickOn("#new-cluster");
    await(() -> isThere("#name", robot));
    type("#name", "slow", robot);
    robot.clickOn("#create");
    await(() -> desktop.clusters().find("slow").isPresent());

    robot.clickOn("#tasks .task-end");
    await(() -> texts("#tasks .label", robot).contains("Cancelled"));
    await(() -> desktop.clusters().find("slow").isEmpty());
    assertThat(names()).containsExactly("dev");
  }

  @Test
  void bringsADeletedClusterBack(FxRobot robot) throws Exception {
    await(() -> isThere("#delete", robot));
    await(() -> !robot.lookup("#delete").query().isDisabled());
    robot.clickOn("#delete");
    await(() -> desktop.clusters().clusters().isEmpty());
    await(() -> isOffered(robot));

    robot.clickOn("#tasks .task-next");
    await(() -> desktop.clusters().find("dev").isPresent());
    assertThat(names()).containsExactly("dev");
  }

  @Test
  void aNewClusterIsMadeOnlyOfWhatIsRight(FxRobot robot) throws Exception {
    robot.clickOn("#new-cluster");
    await(() -> isThere("#name", robot));
    assertFault("Not a name", "Lower-case letters, digits and hyphens, not at its ends.", robot);
    assertFault("dev", "There is a cluster of this name.", robot);
    assertFault("", "It needs a name.", robot);
    type("#name", "shop", robot);
    assertThat(text("#name-fault", robot)).isEmpty();

    type("#cpus", "3x", robot);
    type("#memory", "", robot);
    robot.clickOn("#disk");
    Spinner<Integer> memory = robot.lookup("#memory").query();
    assertThat(memory.getEditor().getText()).isEqualTo("2048");
    type("#disk", "9999999", robot);
    robot.clickOn("#create");

    await(() -> names().contains("shop"));
    await(() -> config("shop").cpus() == 3);
    assertThat(config("shop").memoryMiB()).isEqualTo(2048);
    assertThat(config("shop").diskMiB()).isEqualTo(2048 * 1024);
  }

  @Test
  void exportsAClusterAndImportsItUnderAnotherName(FxRobot robot) throws Exception {
    var file = directory.resolve("dev.coracle");
    robot.interact(() -> desktop.actions().export("dev", file));
    await(() -> Files.exists(file));
    var form = (NewClusterPage) desktop.newCluster();
    robot.interact(() -> desktop.navigator().open(form));
    new FxThread().execute(() -> form.importFrom(file));
    await(() -> isThere("#dialog-import", robot));
    robot.clickOn("#dialog-import .text-field").write("copy").type(KeyCode.ENTER);

    await(() -> desktop.clusters().find("copy").isPresent());
    await(() -> desktop.tasks().list().stream().allMatch(it -> it.state().get().isEnded()));
    assertThat(names()).containsExactly("copy", "dev");
    assertThat(robot.lookup("#tasks .problem").queryAll()).isEmpty();
  }

  private void assertFault(String name, String fault, FxRobot robot) {
    type("#name", name, robot);
    assertThat(text("#name-fault", robot)).isEqualTo(fault);
    assertThat(robot.lookup("#create").query().isDisabled()).isTrue();
  }

  /** In place of what is there. */
  private static void type(String field, String text, FxRobot robot) {
    robot.clickOn(field);
    var input =
        robot.lookup(field).query() instanceof Spinner<?> spinner
            ? spinner.getEditor()
            : robot.lookup(field).<TextField>query();
    robot.interact(input::selectAll);
    robot.type(KeyCode.DELETE).write(text);
  }

  private void open(String page, String awaited, FxRobot robot) {
    await(() -> desktop.navigator().cluster().get().isPresent());
    robot.interact(() -> desktop.navigator().open(page));
    await(() -> isThere(awaited, robot));
  }

  private static boolean isThere(String query, FxRobot robot) {
    return robot.lookup(query).tryQuery().isPresent();
  }

  /** Whether a task offers to be taken back. */
  private static boolean isOffered(FxRobot robot) {
    return robot.lookup("#tasks .task-next").queryAll().stream().anyMatch(it -> it.isVisible());
  }

  private static String text(String query, FxRobot robot) {
    return robot.lookup(query).<Label>tryQuery().map(Label::getText).orElse("");
  }

  private static List<String> texts(String query, FxRobot robot) {
    return robot.lookup(query).<Label>queryAll().stream().map(Label::getText).toList();
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
    return launcher.clusterAddons().list("dev", _ -> {}).stream()
        .anyMatch(it -> it.addon().name().equals(addon) && it.enabled());
  }

  private List<String> names() throws InterruptedException {
    return launcher.listProfiles().run(true).valid().stream().map(Profile::name).toList();
  }

  private void await(Callable<Boolean> condition) {
    try {
      WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, condition);
    } catch (TimeoutException e) {
      var tasks = desktop.tasks().list().stream();
      throw new AssertionError(
          tasks.map(it -> it.title() + ": " + it.state().get()).toList().toString(), e);
    }
  }
}
