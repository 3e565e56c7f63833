package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.cluster.StartResult.Outcome;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.testing.FakeVmDriver.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloneClusterTest {
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
    bed.driver.setCapabilities(
        Set.of(Capability.PORT_FORWARD, Capability.SUSPEND, Capability.CLONE));
  }

  private StartResult cloneOne(String name) throws InterruptedException {
    return new CloneCluster(bed.surroundings()).run("one", name, _ -> {});
  }

  private State host(String name) throws InterruptedException {
    return new ReadStatus(bed.surroundings()).run(name).host();
  }

  @Test
  void cloneOfARunningClusterGoesOnWithAnIdentityOfItsOwn() throws Exception {
    cloneOne("two");
    assertThat(boots).isEqualTo(1);
    assertThat(bed.driver.calls())
        .endsWith("suspend one", "copy one two", "resume one", "resume two");
    assertThat(bed.adopted).containsExactly("two");
    assertThat(host("one")).isEqualTo(State.RUNNING);
    assertThat(host("two")).isEqualTo(State.RUNNING);
    assertThat(bed.currentContext()).contains("two");
    var one = bed.surroundings().clusters().get("one").config();
    var two = bed.surroundings().clusters().get("two").config();
    assertThat(two.hostAddress()).isNotEqualTo(one.hostAddress());
    assertThat(two.named("one").at(one.hostAddress())).isEqualTo(one);
    assertThat(adminKey("two")).isNotEqualTo(adminKey("one"));
    bed.delete("one");
    bed.stop("two");
    bed.start("two");
    assertThat(boots).isEqualTo(2);
  }

  private String adminKey(String name) throws Exception {
    return Files.readString(new IdentityFiles(bed.home.cluster(name).pki()).adminKey());
  }

  @Test
  void cloneOfASleepingClusterIsWokenAndTheClusterSleepsOn() throws Exception {
    sleep("one");
    cloneOne("two");
    assertThat(bed.driver.calls()).endsWith("copy one two", "resume two");
    assertThat(bed.adopted).containsExactly("two");
    assertThat(host("one")).isEqualTo(State.SAVED);
    assertThat(host("two")).isEqualTo(State.RUNNING);
  }

  private void sleep(String name) throws InterruptedException {
    new StopCluster(bed.surroundings()).run(name, false, false, _ -> {});
  }

  @Test
  void cloneOfAStoppedClusterBootsAndTheClusterStaysStopped() throws Exception {
    bed.stop("one");
    assertThat(told("two")).contains("The clone boots, for the source has no memory that sleeps.");
    assertThat(boots).isEqualTo(2);
    assertThat(bed.adopted).isEmpty();
    assertThat(host("one")).isEqualTo(State.STOPPED);
    assertThat(host("two")).isEqualTo(State.RUNNING);
  }

  /** What people are told while one is cloned. */
  private List<String> told(String name) throws InterruptedException {
    var told = new ArrayList<String>();
    new CloneCluster(bed.surroundings())
        .run(
            "one",
            name,
            event -> {
              if (event instanceof ClusterEvent.Info(String message)) {
                told.add(message);
              }
            });
    return told;
  }

  @Test
  void cloneBootsIfItsMemoryCannotBeLoaded() throws Exception {
    sleep("one");
    bed.driver.spoilMemory("one", "another QEMU");
    assertThat(told("two")).contains("The clone boots, for VM_RESUME_FAILED: another QEMU");
    assertThat(bed.driver.calls()).endsWith("copy one two", "start two");
    assertThat(host("two")).isEqualTo(State.RUNNING);
  }

  @Test
  void cloneBootsIfTheMemoryOfTheSourceIsOfNoUse() throws Exception {
    sleep("one");
    bed.driver.failNext(Operation.COPY, new Problem(VmError.VM_RESUME_FAILED, "another QEMU"));
    cloneOne("two");
    assertThat(host("two")).isEqualTo(State.RUNNING);
  }

  @Test
  void cloneIsShutDownAndBootsIfItsNodeIsNotAdopted() throws Exception {
    bed.refusal = new Problem(LauncherError.NODE_NOT_ADOPTED, "other members differ");
    assertThat(told("two")).contains("The clone boots, for NODE_NOT_ADOPTED: other members differ");
    assertThat(bed.driver.calls()).endsWith("resume two", "stop two PT2M", "start two");
    assertThat(host("one")).isEqualTo(State.RUNNING);
    assertThat(host("two")).isEqualTo(State.RUNNING);
  }

  @Test
  void badInputChangesNothing() throws Exception {
    bed.start("two");
    assertProblem("CLUSTER_EXISTS", () -> cloneOne("two"));
    assertProblem("CLUSTER_EXISTS", () -> cloneOne("one"));
    assertProblem("CLUSTER_NAME_INVALID", () -> cloneOne("T/w"));
    assertProblem(
        "CLUSTER_NOT_FOUND",
        () -> new CloneCluster(bed.surroundings()).run("nobody", "three", _ -> {}));
    bed.driver.setCapabilities(Set.of(Capability.PORT_FORWARD));
    assertProblem("DRIVER_UNSUPPORTED", () -> cloneOne("three"));
    assertThat(bed.home.clusterNames()).containsExactly("one", "two");
    assertThat(host("one")).isEqualTo(State.RUNNING);
  }

  @Test
  void failureLeavesNoCloneAndTheSourceRunning() throws Exception {
    bed.driver.failNext(Operation.COPY, new Problem(VmError.HOST_DISK_FULL, "no space"));
    assertProblem("HOST_DISK_FULL", () -> cloneOne("two"));
    assertThat(bed.home.clusterNames()).containsExactly("one");
    assertThat(host("one")).isEqualTo(State.RUNNING);
    cloneOne("two");
  }

  @Test
  void sourceThatCannotBeWokenDoesNotKeepTheCloneFromBeingMade() throws Exception {
    bed.driver.failNext(Operation.START, new Problem(VmError.VM_PORT_IN_USE, "8443"));
    assertThat(told("two")).contains("The source is left at rest; \"coracle start\" starts it.");
    assertThat(host("one")).isEqualTo(State.SAVED);
    assertThat(host("two")).isEqualTo(State.RUNNING);
  }

  @Test
  void interruptionLeavesNoCloneAndTheSourceRunning() throws Exception {
    for (var when : List.of("Putting the source to sleep meanwhile.", "Waking the clone.")) {
      assertInterrupted(event -> event.equals(new ClusterEvent.Info(when)));
    }
    bed.driver.failNext(Operation.COPY, new Problem(VmError.HOST_FILE_FAILED, "a file was closed"));
    assertInterrupted(event -> event.equals(new ClusterEvent.Info("Waking the source.")));
    assertInterrupted(
        event -> event instanceof ClusterEvent.Timing timing && timing.what().equals("adopt"));
  }

  private void assertInterrupted(Predicate<ClusterEvent> when) throws InterruptedException {
    var command = Thread.currentThread();
    assertThatThrownBy(() ->
            new CloneCluster(bed.surroundings())
                .run(
                    "one",
                    "two",
                    event -> {
                      if (when.test(event)) {
                        command.interrupt();
                        Thread.currentThread().interrupt();
                      }
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(bed.home.clusterNames()).containsExactly("one");
    assertThat(bed.driver.find("two")).isEmpty();
    assertThat(host("one")).isEqualTo(State.RUNNING);
  }

  /** Ends the command as kill -9 does: nothing of it runs any more, its locks are gone. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void cloneKilledAtAnyPointIsWholeOrNotThereAndTheSourceIsSound() throws Exception {
    for (int point = 0; killedAt(point); point++) {
      assertThat(bed.start("one").outcome()).isNotEqualTo(Outcome.CREATED);
      assertThat(boots).isEqualTo(1);
      if (bed.surroundings()
          .clusters()
          .find("two")
          .filter(it -> Clusters.isUsable(it.stage()))
          .isEmpty()) {
        cloneOne("two");
      } else {
        bed.start("two");
      }
      assertThat(host("two")).isEqualTo(State.RUNNING);
      assertThat(boots).isEqualTo(1);
      assertThat(bed.adopted).endsWith("two");
      assertThat(bed.delete("two")).isTrue();
      assertThat(bed.home.clusterNames()).containsExactly("one");
    }
  }

  private boolean killedAt(int point) throws InterruptedException {
    var left = new AtomicInteger(point);
    try {
      new CloneCluster(bed.surroundings())
          .run(
              "one",
              "two",
              _ -> {
                if (left.getAndDecrement() == 0) {
                  throw new Killed();
                }
              });
      bed.delete("two");
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  private static void assertProblem(
      String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable operation) {
    assertThatThrownBy(operation).hasMessageStartingWith(code);
  }
}
