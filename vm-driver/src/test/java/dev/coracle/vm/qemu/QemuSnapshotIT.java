package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.vm.Vm;
import dev.coracle.vm.VmState;
import dev.coracle.vm.process.HostCommand;
import dev.coracle.vm.process.Outcome;
import dev.coracle.vm.qemu.InterferedCommand.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens while a machine is copied, kept or restored, it loses neither memory nor disk.
 */
class QemuSnapshotIT extends TinyMachineTest {
  private static final Set<Step> TO_FREEZE = EnumSet.range(Step.LAYER_LINKED, Step.DISK_SWITCHED);
  private static final Set<Step> TO_RESTORE =
      EnumSet.range(Step.MEMORY_FORGOTTEN, Step.MEMORY_RESTORED);

  @Test
  void commandKilledWhileItCopiesASuspendedMachineLosesNothing() throws Exception {
    for (Step step : TO_FREEZE) {
      boot();
      vm.suspend();
      InterferedCommand.run(root, NETWORK_PROGRAM, Command.COPY, step);
      assertThat(driver.find("two")).isEmpty();
      Vm two = vm.copy(InterferedCommand.copied(vm.spec(), root, "two"));
      vm.start();
      goesOn(vm);
      two.start();
      goesOn(two);
      two.delete();
    }
  }

  @Test
  void machineThatWasBeingCopiedWakes() throws Exception {
    for (Step step : TO_FREEZE) {
      boot();
      vm.suspend();
      InterferedCommand.run(root, NETWORK_PROGRAM, Command.COPY, step);
      vm.start();
      goesOn(vm);
    }
  }

  @Test
  void machineThatWasKeptWhileItRanGoesOn() throws Exception {
    Set<Step> steps = EnumSet.copyOf(TO_FREEZE);
    steps.addAll(EnumSet.of(Step.PAUSED, Step.COMMITTED, Step.SNAPSHOT_WRITTEN, Step.LOADED));
    for (Step step : steps) {
      boot();
      InterferedCommand.run(root, NETWORK_PROGRAM, Command.TAKE, step);
      boolean taken = step == Step.LOADED;
      assertThat(vm.snapshots().list()).hasSize(taken ? 1 : 0);
      vm.start();
      goesOn(vm);
      if (!taken) {
        vm.snapshots().take("a");
      }
      vm.snapshots().delete("a");
    }
  }

  @Test
  void commandKilledWhileItRestoresIsRepeated() throws Exception {
    boot();
    vm.snapshots().take("a");
    for (Step step : TO_RESTORE) {
      vm.start();
      vm.suspend();
      InterferedCommand.run(root, NETWORK_PROGRAM, Command.RESTORE, step);
      assertThat(vm.state())
          .isEqualTo(step == Step.MEMORY_RESTORED ? VmState.SUSPENDED : VmState.STOPPED);
      vm.snapshots().restore("a");
      assertThat(vm.state()).isEqualTo(VmState.SUSPENDED);
      vm.start();
      goesOn(vm);
    }
  }

  @Test
  void interruptedSnapshotLeavesTheMachineRunningAndNothingElse() throws Exception {
    boot();
    for (Step step : TO_FREEZE) {
      Vm interrupted = driver.with(at -> interruptAt(step, at)).find("one").orElseThrow();
      try {
        interrupted.snapshots().take("a");
      } catch (InterruptedException expected) {
        assertThat(vm.snapshots().list()).isEmpty();
      }
      Thread.interrupted();
      assertThat(vm.state()).isEqualTo(VmState.RUNNING);
      vm.snapshots().delete("a");
    }
    goesOn(vm);
  }

  private static void interruptAt(Step wanted, Step step) {
    if (step == wanted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void disksAreSuchAsQemuMakes() throws Exception {
    boot();
    vm.stop(Duration.ZERO);
    vm.copy(InterferedCommand.copied(vm.spec(), root, "two"));
    for (String machine : List.of("one", "two")) {
      Path disk = root.resolve(machine).resolve("data.qcow2");
      assertThat(qemuImg("check", disk.toString())).contains("No errors were found");
      assertThat(qemuImg("info", "--backing-chain", disk.toString()))
          .contains("virtual size: 64 MiB", "backing file format: qcow2");
    }
    assertThat(qemuImg("compare", file("one"), file("two"))).contains("identical");
  }

  @Test
  void layersGoWithTheLastThatNeedsThem() throws Exception {
    boot();
    vm.stop(Duration.ZERO);
    vm.snapshots().take("a");
    Vm two = vm.snapshots().copy("a", InterferedCommand.copied(vm.spec(), root, "two"));
    assertThat(root.resolve(".layers")).isDirectoryContaining("glob:**.qcow2");
    two.copy(InterferedCommand.copied(two.spec(), root, "three")).delete();
    vm.delete();
    assertThat(root.resolve(".layers")).isDirectoryContaining("glob:**.qcow2");
    two.delete();
    assertThat(root.resolve(".layers")).doesNotExist();
  }

  private String file(String machine) {
    return root.resolve(machine).resolve("data.qcow2").toString();
  }

  private static String qemuImg(String... arguments) throws InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/env", "qemu-img"));
    command.addAll(List.of(arguments));
    Outcome outcome = PROCESSES.run(new HostCommand(command, Path.of("/"), GRACE));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Exited.class, exited -> assertThat(exited.code()).as(exited.errors()).isZero());
    return ((Outcome.Exited) outcome).output();
  }
}
