package dev.coracle.launcher.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.cluster.StartResult.Outcome;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseClusterTest {
  private static final String PAUSED = "CLUSTER_NOT_RUNNING: The cluster \"one\" is paused.";

  @TempDir private Path directory;
  private TestBed bed;

  @BeforeEach
  void startOne() throws Exception {
    bed = new TestBed(directory);
    var addon = Files.createDirectories(bed.home.addons().resolve(AutoPause.ADDON));
    Files.copy(
        Path.of("..", "addons", "catalogue", AutoPause.ADDON, "addon.yaml"),
        addon.resolve("addon.yaml"));
    bed.start("one");
  }

  private PauseCluster cluster() {
    return new PauseCluster(bed.surroundings());
  }

  private void pause() throws InterruptedException {
    cluster().pause("one", _ -> {});
    assertThat(vm().state()).isEqualTo(VmState.PAUSED);
  }

  private void unpause() throws InterruptedException {
    cluster().unpause("one", _ -> {});
    assertThat(vm().state()).isEqualTo(VmState.RUNNING);
  }

  private void enableAutoPause() throws InterruptedException {
    new ClusterAddons(bed.surroundings())
        .enable("one", AutoPause.ADDON, AddonChoice.none(), _ -> {});
  }

  /** As the attendant does it, which is nowhere here. */
  private void pauseByItself() throws InterruptedException {
    vm().pause();
  }

  private Vm vm() throws InterruptedException {
    return bed.driver.find("one").orElseThrow();
  }

  private ClusterStatus status() throws InterruptedException {
    return new ReadStatus(bed.surroundings()).run("one");
  }

  @Test
  void pauseAndUnpauseMayBeRepeated() throws Exception {
    pause();
    pause();
    unpause();
    unpause();
    assertThat(bed.driver.calls())
        .containsExactly("create one", "start one", "pause one", "unpause one");
    assertThat(bed.currentContext()).contains("one");
  }

  @Test
  void statusHasMinikubesWordsAndExitCodeAndAsksNobody() throws Exception {
    pause();
    var status = status();
    assertThat(List.of(status.host(), status.kubelet(), status.apiServer(), status.kubeconfig()))
        .containsExactly(State.RUNNING, State.STOPPED, State.PAUSED, State.CONFIGURED);
    assertThat(status.exitCode()).isEqualTo(2);
    assertThat(new ListProfiles(bed.surroundings()).run(false).valid())
        .singleElement()
        .extracting(Profile::status)
        .isEqualTo(State.PAUSED);
  }

  @Test
  void onlyAClusterThatRunsIsPausedOrUnpaused() throws Exception {
    new StopCluster(bed.surroundings()).run("one", true, false, _ -> {});
    for (var end : List.of(State.SAVED, State.STOPPED)) {
      assertThat(status().host()).isEqualTo(end);
      assertThatThrownBy(this::pause).hasMessageStartingWith("CLUSTER_NOT_RUNNING");
      assertThatThrownBy(this::unpause).hasMessageStartingWith("CLUSTER_NOT_RUNNING");
      bed.stop("one");
    }
    assertThatThrownBy(() -> cluster().pause("two", _ -> {}))
        .hasMessageStartingWith("CLUSTER_NOT_FOUND");
  }

  @Test
  void driverThatCannotIsSaidSo() {
    bed.driver.setCapabilities(Set.of(Capability.PORT_FORWARD));
    assertThatThrownBy(this::pause).hasMessageStartingWith("DRIVER_UNSUPPORTED");
  }

  @Test
  void startLetsItGoOn() throws Exception {
    pause();
    assertThat(bed.start(StartRequest.of("one")).outcome()).isEqualTo(Outcome.WOKEN);
    assertThat(status().exitCode()).isZero();
    assertThat(bed.driver.calls()).endsWith("pause one", "unpause one");
  }

  @Test
  void stopPutsItToSleepAndAWakeRuns() throws Exception {
    pause();
    new StopCluster(bed.surroundings()).run("one", true, false, _ -> {});
    assertThat(status().host()).isEqualTo(State.SAVED);
    bed.start("one");
    assertThat(status().exitCode()).isZero();
  }

  @Test
  void powerOffLetsItShutDown() throws Exception {
    pause();
    bed.stop("one");
    assertThat(bed.driver.calls()).endsWith("pause one", "unpause one", "stop one PT2M");
  }

  @Test
  void itIsDeletedAndComesBackRunning() throws Exception {
    bed.driver.setCapabilities(
        Set.of(Capability.PORT_FORWARD, Capability.SUSPEND, Capability.PAUSE, Capability.RENAME));
    pause();
    bed.delete("one");
    new Undo(bed.surroundings(), Undo.DEFAULT_SPACE_MIB).last("one", _ -> {});
    assertThat(status().exitCode()).isZero();
  }

  @Test
  void whatNeedsTheNodeSaysThatItIsPaused() throws Exception {
    pause();
    var images = new ClusterImages(bed.surroundings());
    assertThatThrownBy(() -> images.list("one")).hasMessage(PAUSED);
    var ssh = new SshAccess(bed.surroundings());
    assertThatThrownBy(() -> ssh.addressOfRunning("one")).hasMessage(PAUSED);
    var dashboard = new OpenDashboard(bed.surroundings());
    assertThatThrownBy(() -> dashboard.run("one", 0, _ -> {})).hasMessage(PAUSED);
    assertThatThrownBy(() -> cluster().requireNotPaused("one")).hasMessage(PAUSED);
    var lines = new ArrayList<String>();
    var request = new LogRequest(Optional.empty(), 10, false, false, false);
    new ReadLogs(bed.surroundings()).run("one", request, lines::add);
    assertThat(lines).first().isEqualTo("(the console of the node's last boot)");
    assertThat(vm().state()).isEqualTo(VmState.PAUSED);
    unpause();
    cluster().requireNotPaused("one");
  }

  @Test
  void addonsAreRememberedUntilItGoesOn() throws Exception {
    pause();
    enableAutoPause();
    assertThat(stage()).isEqualTo(AddonState.Stage.ENABLING);
    unpause();
    assertThat(stage()).isEqualTo(AddonState.Stage.ENABLED);
  }

  private AddonState.Stage stage() {
    var addons = bed.surroundings().clusters().get("one").addons();
    return requireNonNull(addons.get(AutoPause.ADDON)).stage();
  }

  @Test
  void commandThatHasAClusterWithTheAddonFindsItRunning() throws Exception {
    enableAutoPause();
    pauseByItself();
    assertThat(status().apiServer()).isEqualTo(State.PAUSED);
    new AutoSleep(bed.surroundings()).set("one", Duration.ZERO, _ -> {});
    assertThat(vm().state()).isEqualTo(VmState.RUNNING);
    pauseByItself();
    assertThat(bed.start(StartRequest.of("one")).outcome()).isEqualTo(Outcome.ALREADY_RUNNING);
  }

  @Test
  void withoutTheAddonItStaysAsItsUserWantsIt() throws Exception {
    pause();
    new AutoSleep(bed.surroundings()).set("one", Duration.ZERO, _ -> {});
    assertThat(vm().state()).isEqualTo(VmState.PAUSED);
  }

  @Test
  void whoNeedsTheNodeLetsItGoOnIfTheAttendantIsGone() throws Exception {
    enableAutoPause();
    pauseByItself();
    new ClusterImages(bed.surroundings()).list("one");
    assertThat(vm().state()).isEqualTo(VmState.RUNNING);
    pauseByItself();
    new SshAccess(bed.surroundings()).addressOfRunning("one");
    assertThat(vm().state()).isEqualTo(VmState.RUNNING);
  }
}
