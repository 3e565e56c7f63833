package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.cluster.StartResult.Outcome;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import dev.coracle.vm.testing.FakeVmDriver.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SleepClusterTest {
  @TempDir private Path directory;
  private TestBed bed;

  @BeforeEach
  void startOne() throws Exception {
    bed = new TestBed(directory);
    bed.start("one");
  }

  private List<ClusterEvent> stop(boolean powerOff) throws InterruptedException {
    var events = new ArrayList<ClusterEvent>();
    new StopCluster(bed.surroundings()).run("one", false, powerOff, events::add);
    return events;
  }

  private List<ClusterEvent> wake(Outcome expected) throws InterruptedException {
    var events = new ArrayList<ClusterEvent>();
    var result = new StartCluster(bed.surroundings()).run(StartRequest.of("one"), events::add);
    assertThat(result.outcome()).isEqualTo(expected);
    return events;
  }

  private ClusterStatus status() throws InterruptedException {
    return new ReadStatus(bed.surroundings()).run("one");
  }

  @Test
  void stopPutsToSleepAndStartWakes() throws Exception {
    stop(false);
    assertThat(status().host()).isEqualTo(State.SAVED);
    assertThat(status().apiServer()).isEqualTo(State.SAVED);
    assertThat(status().exitCode()).isEqualTo(7);
    assertThat(bed.currentContext()).isEmpty();
    stop(false);
    var events = wake(Outcome.WOKEN);
    assertThat(bed.driver.calls())
        .containsExactly("create one", "start one", "suspend one", "resume one");
    assertThat(bed.currentContext()).contains("one");
    assertThat(events).noneMatch(event -> event instanceof ClusterEvent.GuestPhase);
    assertThat(events)
        .filteredOn(event -> event instanceof ClusterEvent.Timing)
        .extracting(event -> ((ClusterEvent.Timing) event).what())
        .contains("wake the VM", "first answer");
  }

  @Test
  @Timeout(60)
  void clusterThatSleepsIsMadeSmallerByAnotherProcess() throws Exception {
    var told = directory.resolve("told");
    Files.writeString(bed.program, "#!/bin/sh\nnice > " + told + "\necho \"$@\" >> " + told + "\n");
    assertThat(bed.program.toFile().setExecutable(true)).isTrue();
    stop(false);
    wake(Outcome.WOKEN);
    bed.driver.setCompactible(true);
    stop(false);
    while (!Files.exists(told) || Files.readAllLines(told).size() < 2) {
      Thread.sleep(10);
    }
    assertThat(told).hasContent("19\ncompact -p one");
    new CompactCluster(bed.surroundings()).run("one");
    assertThat(bed.driver.calls()).endsWith("compact one");
    new CompactCluster(bed.surroundings()).run("two");
    assertThat(status().host()).isEqualTo(State.SAVED);
  }

  @Test
  void clusterSleepsAlsoIfNobodyCanMakeItSmaller() throws Exception {
    bed.driver.setCompactible(true);
    Files.writeString(bed.program, "");
    stop(false);
    assertThat(status().host()).isEqualTo(State.SAVED);
  }

  @Test
  void sshToAClusterThatDoesNotRunIsAProblem() throws Exception {
    var ssh = new SshAccess(bed.surroundings());
    assertThat(ssh.addressOfRunning("one")).isEqualTo(ssh.address("one"));
    stop(false);
    assertThatThrownBy(() -> ssh.addressOfRunning("one"))
        .hasMessage("CLUSTER_NOT_RUNNING: The cluster \"one\" is asleep.");
    stop(true);
    assertThatThrownBy(() -> ssh.addressOfRunning("one"))
        .hasMessage("CLUSTER_NOT_RUNNING: The cluster \"one\" is stopped.");
  }

  @Test
  void driverThatCannotSuspendShutsDown() throws Exception {
    bed.driver.setCapabilities(Set.of(Capability.PORT_FORWARD));
    stop(false);
    assertThat(status().host()).isEqualTo(State.STOPPED);
    wake(Outcome.BOOTED);
  }

  @Test
  void powerOffOfASleepingClusterWakesItToShutItDown() throws Exception {
    stop(false);
    stop(true);
    assertThat(status().host()).isEqualTo(State.STOPPED);
    assertThat(bed.driver.calls()).endsWith("suspend one", "resume one", "stop one PT2M");
  }

  @Test
  void powerOffOfAClusterThatCannotBeWokenStopsIt() throws Exception {
    stop(false);
    bed.driver.spoilMemory("one", "saved by another version");
    assertThat(stop(true)).contains(resumeFailed("saved by another version"));
    assertThat(status().host()).isEqualTo(State.STOPPED);
  }

  @Test
  void startBootsAndSaysWhyWhereItCannotWake() throws Exception {
    stop(false);
    bed.driver.spoilMemory("one", "saved by another version");
    assertThat(wake(Outcome.BOOTED)).contains(resumeFailed("saved by another version"));
    assertThat(status().host()).isEqualTo(State.RUNNING);
  }

  private static ClusterEvent resumeFailed(String why) {
    return new ClusterEvent.Warning(new Problem(VmError.VM_RESUME_FAILED, why));
  }

  @Test
  void wakeThatFailsLeavesTheClusterAsleep() throws Exception {
    stop(false);
    bed.driver.failNext(Operation.START, new Problem(VmError.VM_PORT_IN_USE, "127.0.0.9:8443"));
    assertThatThrownBy(() -> bed.start("one")).hasMessageStartingWith("VM_PORT_IN_USE");
    assertThat(status().host()).isEqualTo(State.SAVED);
    wake(Outcome.WOKEN);
  }

  @Test
  void sleepThatFailsIsAProblemAndTheClusterRunsOn() throws Exception {
    bed.driver.failNext(Operation.SUSPEND, new Problem(VmError.HOST_DISK_FULL, "no space"));
    assertThatThrownBy(() -> stop(false)).hasMessageStartingWith("HOST_DISK_FULL");
    assertThat(status().host()).isEqualTo(State.RUNNING);
    wake(Outcome.ALREADY_RUNNING);
  }

  @Test
  void changesOfASleepingClusterTakeEffectAtRestart() throws Exception {
    stop(false);
    var more = StartRequest.of("one").with(ClusterSettings.builder().memoryMiB(4096).build());
    assertThat(bed.start(more).changed()).containsExactly("memory: 2048 MiB → 4096 MiB");
    assertThat(bed.driver.find("one").orElseThrow().spec().memoryMiB()).isEqualTo(2048);
    new RestartCluster(bed.surroundings()).run(StartRequest.of("one"), _ -> {});
    assertThat(bed.driver.find("one").orElseThrow().spec().memoryMiB()).isEqualTo(4096);
  }

  @Test
  void sleepingClusterIsListedAndDeleted() throws Exception {
    stop(false);
    assertThat(new ListProfiles(bed.surroundings()).run(false).valid())
        .singleElement()
        .extracting(Profile::status)
        .isEqualTo(State.SAVED);
    assertThat(bed.delete("one")).isTrue();
    assertThat(bed.driver.find("one")).isEmpty();
  }

  @Test
  void pausedMachineGoesOn() throws Exception {
    bed.driver.setProblems("one", List.of(new Problem(VmError.VM_PAUSED, "one is paused")));
    wake(Outcome.BOOTED);
    assertThat(bed.driver.find("one").orElseThrow().state()).isEqualTo(VmState.RUNNING);
    assertThat(bed.driver.find("one").orElseThrow().problems()).isEmpty();
  }

  @Test
  void startKilledWhileItWakesIsRepairedByTheNext() throws Exception {
    stop(false);
    bed.driver.find("one").orElseThrow().start();
    wake(Outcome.ALREADY_RUNNING);
  }
}
