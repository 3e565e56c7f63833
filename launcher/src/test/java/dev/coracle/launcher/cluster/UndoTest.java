package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.cluster.DeleteCluster.Fate;
import dev.coracle.launcher.cluster.Undo.Undoable;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import dev.coracle.vm.testing.FakeVmDriver.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deleted clusters come back. */
class UndoTest {
  @TempDir private Path directory;
  private TestBed bed;
  private int boots;

  @BeforeEach
  void startOne() throws Exception {
    bed = new TestBed(directory);
    bed.driver.setBoot(console -> {
      boots = console.next("boots");
      TestBed.becomeReady(console);
    });
    bed.start("one");
    bed.driver.setCapabilities(EnumSet.complementOf(EnumSet.of(Capability.CLONE)));
  }

  private Undo undo() {
    return new Undo(bed.surroundings(), Undo.DEFAULT_SPACE_MIB);
  }

  private void undoLast() throws InterruptedException {
    assertThat(undo().last("one", _ -> {})).isEqualTo("delete");
  }

  private List<String> deleted() throws InterruptedException {
    return undo().list("one").stream().flatMap(it -> it.id().stream()).toList();
  }

  private State host() throws InterruptedException {
    return new ReadStatus(bed.surroundings()).run("one").host();
  }

  private void daysLater(int days) {
    var now = Instant.now().plusSeconds(days * 86_400L + 1);
    bed.clock = () -> now;
  }

  @Test
  void clusterThatRanGoesOnWhereItWas() throws Exception {
    new SnapshotCluster(bed.surroundings(), 1).take("one", Optional.of("monday"), _ -> {});
    new SelectProfile(bed.surroundings()).select("one");
    var address = bed.surroundings().clusters().get("one").config().hostAddress();
    bed.delete("one");
    assertThat(host()).isEqualTo(State.NONEXISTENT);
    assertThat(bed.home.clusterNames()).isEmpty();
    assertThat(bed.home.vmNames()).isEmpty();
    assertThat(Files.readString(bed.kubeconfig)).doesNotContain("one");
    assertThat(bed.driver.list()).extracting(vm -> vm.state()).containsOnly(VmState.SUSPENDED);
    undoLast();
    assertThat(host()).isEqualTo(State.RUNNING);
    assertThat(boots).isEqualTo(1);
    assertThat(bed.surroundings().clusters().get("one").config().hostAddress()).isEqualTo(address);
    assertThat(bed.currentContext()).contains("one");
    assertThat(new SelectProfile(bed.surroundings()).current()).isEqualTo("one");
    assertThat(new SnapshotCluster(bed.surroundings(), 1).list("one"))
        .extracting(ClusterSnapshot::name)
        .containsExactly("monday");
    assertThat(deleted()).isEmpty();
  }

  @Test
  void clusterAtRestComesBackAtRest() throws Exception {
    new StopCluster(bed.surroundings()).run("one", false, false, _ -> {});
    bed.delete("one");
    undoLast();
    assertThat(host()).isEqualTo(State.SAVED);
    assertThat(Files.readString(bed.kubeconfig)).contains("one");
    bed.stop("one");
    bed.delete("one");
    undoLast();
    assertThat(host()).isEqualTo(State.STOPPED);
  }

  @Test
  void runningClusterThatCannotSleepIsShutDown() throws Exception {
    bed.driver.failNext(Operation.SUSPEND, new Problem(VmError.HOST_DISK_FULL, "no space"));
    bed.delete("one");
    undoLast();
    assertThat(boots).isEqualTo(2);
  }

  @Test
  void nameIsFreeAndEachOfItsClustersComesBack() throws Exception {
    bed.delete("one");
    var first = deleted().getFirst();
    bed.start("one");
    assertThat(boots).isEqualTo(1);
    assertProblem("CLUSTER_EXISTS", () -> undo().deletion(first, _ -> {}));
    assertProblem("NOTHING_TO_UNDO", () -> undo().last("one", _ -> {}));
    bed.stop("one");
    bed.start("one");
    bed.delete("one");
    assertThat(deleted()).hasSize(2).endsWith(first);
    undo().deletion(first, _ -> {});
    bed.stop("one");
    bed.start("one");
    assertThat(boots).isEqualTo(2);
    bed.delete("one", true);
    assertThat(deleted()).isEmpty();
    assertThat(bed.driver.list()).isEmpty();
  }

  @Test
  void whatCanBeUndoneIsListedTheLastFirst() throws Exception {
    bed.start("two");
    bed.delete("two");
    var snapshots = new SnapshotCluster(bed.surroundings(), 1);
    snapshots.take("one", Optional.of("monday"), _ -> {});
    snapshots.delete("one", "monday", _ -> {});
    assertThat(undo().list("one"))
        .extracting(Undoable::cluster, Undoable::command)
        .containsExactly(tuple("one", "snapshot delete monday"), tuple("two", "delete"));
  }

  @Test
  void unknownOnesAreRefusedAndTheOthersNamed() throws Exception {
    assertProblem("CLUSTER_NOT_FOUND", () -> undo().last("two", _ -> {}));
    assertProblem("NOTHING_TO_UNDO", () -> undo().deletion("../clusters/one", _ -> {}));
    bed.delete("one");
    assertThatThrownBy(() -> undo().last("two", _ -> {}))
        .hasMessageContaining(deleted().getFirst());
  }

  @Test
  void deletionThatWasCutOffIsFinishedByWhateverComesNext() throws Exception {
    bed.delete("one");
    cutOff();
    assertThat(bed.delete("one")).isFalse();
    assertThat(bed.home.vmNames()).isEmpty();
    cutOff();
    bed.start("one");
    assertThat(boots).isEqualTo(1);
    bed.delete("one", false);
    undo().deletion(deleted().getLast(), _ -> {});
    bed.stop("one");
    bed.start("one");
    assertThat(boots).isEqualTo(2);
  }

  @Test
  void returnThatWasCutOffIsDoneAgain() throws Exception {
    bed.delete("one");
    cutOff();
    undoLast();
    assertThat(host()).isEqualTo(State.RUNNING);
    assertThat(boots).isEqualTo(1);
  }

  /** The VM of the deleted cluster is still, or already, where it is while the cluster is there. */
  private void cutOff() throws InterruptedException {
    bed.driver.find(bed.home.trashed(deleted().getFirst()).vmName()).orElseThrow().rename("one");
  }

  @Test
  void deletionThatFailsLeavesTheCluster() throws Exception {
    bed.driver.failNext(Operation.RENAME, new Problem(VmError.HOST_FILE_FAILED, "no"));
    assertProblem("HOST_FILE_FAILED", () -> bed.delete("one"));
    assertThat(host()).isEqualTo(State.SAVED);
    assertThat(deleted()).isEmpty();
    bed.start("one");
    assertThat(boots).isEqualTo(1);
  }

  @Test
  void afterADayTheNextCommandRemovesIt() throws Exception {
    bed.start("two");
    bed.delete("one");
    bed.stop("two");
    assertThat(deleted()).hasSize(1);
    daysLater(1);
    bed.start("two");
    assertThat(deleted()).isEmpty();
    assertThat(bed.driver.list()).hasSize(1);
  }

  @Test
  void oldestGoWhileAllButTheLastTakeTooMuch() throws Exception {
    for (var name : List.of("two", "three")) {
      bed.start(name);
    }
    for (var name : List.of("one", "two", "three")) {
      Files.write(bed.home.cluster(name).vm().resolve("data"), new byte[3 << 20]);
    }
    var delete = new DeleteCluster(bed.surroundings());
    for (var name : List.of("one", "two")) {
      delete.run(name, new Fate(false, 7), _ -> {});
    }
    assertThat(deleted()).hasSize(2);
    delete.run("three", new Fate(false, 1), _ -> {});
    assertThat(undo().list("one")).extracting(Undoable::cluster).containsExactly("three");
  }

  @Test
  void oldestGoFirstWhenTheDiskIsShort() throws Exception {
    bed.delete("one");
    var told = new ArrayList<ClusterEvent>();
    new Trash(bed.surroundings()).makeRoom("two", 1, new Report(told::add));
    assertThat(deleted()).hasSize(1);
    new Trash(bed.surroundings()).makeRoom("two", Long.MAX_VALUE, new Report(told::add));
    assertThat(deleted()).isEmpty();
    assertThat(told).singleElement().isInstanceOf(ClusterEvent.Info.class);
  }

  @Test
  void itsImageAndItsAddressAreKept() throws Exception {
    var cluster = bed.surroundings().clusters().get("one");
    bed.delete("one");
    var trash = new Trash(bed.surroundings());
    assertThat(trash.images()).containsExactly(cluster.image());
    assertThat(trash.addresses("two")).containsExactly(cluster.config().hostAddress());
    assertThat(trash.addresses("one")).isEmpty();
  }

  @Test
  void allCanComeBackUnlessPurged() throws Exception {
    bed.start("two");
    bed.deleteAll(false);
    assertThat(deleted()).hasSize(2);
    undoLast();
    bed.deleteAll(true);
    assertThat(bed.driver.list()).isEmpty();
    assertThat(bed.home.directory()).doesNotExist();
  }

  @Test
  void whatIsHalfRemovedGoesWithTheNextCommand() throws Exception {
    bed.delete("one");
    bed.driver.failNext(Operation.DELETE, new Problem(VmError.HOST_FILE_FAILED, "killed"));
    assertProblem("HOST_FILE_FAILED", () -> bed.delete("one", true));
    assertThat(deleted()).isEmpty();
    bed.delete("none");
    assertThat(bed.home.trashedIds()).isEmpty();
    assertThat(bed.driver.list()).isEmpty();
  }

  private static void assertProblem(String code, ThrowingCallable operation) {
    assertThatThrownBy(operation).hasMessageStartingWith(code);
  }
}
