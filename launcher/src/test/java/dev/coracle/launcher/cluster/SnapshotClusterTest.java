package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.testing.FakeVmDriver.Operation;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotClusterTest {
  @TempDir private Path directory;
  private TestBed bed;
  private int boots;
  private int undoSpaceMiB = Undo.DEFAULT_SPACE_MIB;

  @BeforeEach
  void startOne() throws Exception {
    bed = new TestBed(directory);
    bed.driver.setCapabilities(EnumSet.allOf(Capability.class));
    bed.driver.setBoot(console -> {
      boots = console.next("boots");
      TestBed.becomeReady(console);
    });
    bed.start("one");
  }

  private SnapshotCluster snapshots() {
    return new SnapshotCluster(bed.surroundings(), undoSpaceMiB);
  }

  private void take(String name) throws InterruptedException {
    assertThat(snapshots().take("one", Optional.of(name), _ -> {})).isEqualTo(name);
  }

  private void restore(String name) throws InterruptedException {
    snapshots().restore("one", name, _ -> {});
  }

  private State host() throws InterruptedException {
    return new ReadStatus(bed.surroundings()).run("one").host();
  }

  private List<ClusterSnapshot> listed() throws InterruptedException {
    return snapshots().list("one");
  }

  /** How often the cluster has booted when it boots the next time. */
  private int bootsNow() throws InterruptedException {
    bed.stop("one");
    bed.start("one");
    return boots;
  }

  @Test
  void runningClusterGoesOnAndRunsAgainAfterARestore() throws Exception {
    take("monday");
    assertThat(host()).isEqualTo(State.RUNNING);
    assertThat(bootsNow()).isEqualTo(2);
    restore("monday");
    assertThat(host()).isEqualTo(State.RUNNING);
    assertThat(bed.driver.calls()).endsWith("resume one");
    assertThat(bootsNow()).isEqualTo(2);
    assertThat(listed())
        .extracting(ClusterSnapshot::running, ClusterSnapshot::before)
        .containsExactly(
            tuple(true, Optional.empty()), tuple(true, Optional.of("snapshot restore monday")));
  }

  @Test
  void clusterAtRestIsLeftAsTheSnapshotWas() throws Exception {
    take("running");
    bed.stop("one");
    take("stopped");
    restore("running");
    assertThat(host()).isEqualTo(State.SAVED);
    restore("stopped");
    assertThat(host()).isEqualTo(State.STOPPED);
    assertThat(listed()).extracting(ClusterSnapshot::running).startsWith(true, false);
  }

  @Test
  void configurationOfItsTimeComesBack() throws Exception {
    bed.stop("one");
    take("small");
    var larger = ClusterSettings.builder().cpus(3).build();
    bed.start(StartRequest.of("one").with(larger));
    assertThat(config().cpus()).isEqualTo(3);
    restore("small");
    assertThat(config().cpus()).isEqualTo(2);
  }

  private ClusterConfig config() throws InterruptedException {
    return new ReadClusterConfig(bed.surroundings()).run("one");
  }

  @Test
  void undoGoesBackAndForth() throws Exception {
    take("monday");
    assertThat(bootsNow()).isEqualTo(2);
    restore("monday");
    assertThat(undo()).isEqualTo("snapshot restore monday");
    assertThat(bootsNow()).isEqualTo(3);
    assertThat(undo()).isEqualTo("undo");
    assertThat(bootsNow()).isEqualTo(2);
  }

  @Test
  void deletedSnapshotComesBackByUndo() throws Exception {
    take("monday");
    snapshots().delete("one", "monday", _ -> {});
    assertThat(listed()).isEmpty();
    assertProblem("SNAPSHOT_NOT_FOUND", () -> restore("monday"));
    assertThat(undo()).isEqualTo("snapshot delete monday");
    restore("monday");
  }

  @Test
  void threeCommandsCanBeUndone() throws Exception {
    undoSpaceMiB = Integer.MAX_VALUE;
    take("monday");
    for (int time = 0; time < 5; time++) {
      restore("monday");
    }
    assertThat(listed()).hasSize(4);
    assertThat(bed.driver.find("one").orElseThrow().snapshots().list()).hasSize(4);
    assertThat(bed.home.cluster("one").snapshotIds()).hasSize(4);
  }

  @Test
  void lastCommandCanBeUndoneWhateverItTakes() throws Exception {
    take("monday");
    undoSpaceMiB = 1;
    restore("monday");
    restore("monday");
    assertThat(listed()).hasSize(2);
    assertThat(undo()).isEqualTo("snapshot restore monday");
  }

  @Test
  void imagesOfSnapshotsAreKept() throws Exception {
    take("monday");
    assertThat(Snapshots.images(bed.home.cluster("one")))
        .containsExactly(bed.surroundings().clusters().get("one").image());
  }

  @Test
  void nameIsMadeOfTheTimeIfNoneIsGiven() throws Exception {
    var first = snapshots().take("one", Optional.empty(), _ -> {});
    var second = snapshots().take("one", Optional.empty(), _ -> {});
    assertThat(first).matches("\\d{8}-\\d{6}");
    assertThat(second).isNotEqualTo(first);
    assertThat(listed()).extracting(ClusterSnapshot::name).containsExactly(first, second);
  }

  @Test
  void badInputChangesNothing() throws Exception {
    take("monday");
    var calls = bed.driver.calls();
    assertProblem("SNAPSHOT_EXISTS", () -> take("monday"));
    assertProblem("SNAPSHOT_NAME_INVALID", () -> take("../x"));
    assertProblem("SNAPSHOT_NAME_INVALID", () -> take(".x"));
    assertProblem("SNAPSHOT_NOT_FOUND", () -> restore("tuesday"));
    assertProblem("SNAPSHOT_NOT_FOUND", () -> snapshots().delete("one", "tuesday", _ -> {}));
    assertProblem("NOTHING_TO_UNDO", this::undo);
    assertProblem("CLUSTER_NOT_FOUND", () -> snapshots().list("two"));
    assertThat(bed.driver.calls()).isEqualTo(calls);
  }

  @Test
  void driverThatCannotSaysSo() throws Exception {
    bed.driver.setCapabilities(Set.of(Capability.PORT_FORWARD));
    assertProblem("DRIVER_UNSUPPORTED", () -> take("monday"));
    assertProblem("DRIVER_UNSUPPORTED", this::listed);
  }

  @Test
  void failureLeavesNoFile() throws Exception {
    bed.driver.failNext(Operation.TAKE, new Problem(VmError.HOST_DISK_FULL, "no space"));
    assertProblem("HOST_DISK_FULL", () -> take("monday"));
    assertThat(bed.home.cluster("one").snapshotIds()).isEmpty();
    assertThat(listed()).isEmpty();
    take("monday");
  }

  @Test
  void restoreThatWasCutOffIsFinishedByStart() throws Exception {
    take("monday");
    assertThat(bootsNow()).isEqualTo(2);
    bed.driver.failNext(Operation.RESTORE, new Problem(VmError.HOST_FILE_FAILED, "killed"));
    assertProblem("HOST_FILE_FAILED", () -> restore("monday"));
    assertThat(host()).isEqualTo(State.SAVED);
    assertThat(bed.start("one").outcome()).isEqualTo(StartResult.Outcome.WOKEN);
    assertThat(bootsNow()).isEqualTo(2);
  }

  private String undo() throws InterruptedException {
    return snapshots().undo("one", _ -> {});
  }

  private static void assertProblem(
      String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable operation) {
    assertThatThrownBy(operation).hasMessageStartingWith(code);
  }
}
