package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.errors.Problem;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import dev.coracle.vm.qemu.InterferedCommand.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** A machine that somebody has paused is told from one that stands still on its way to sleep. */
class QemuPauseIT extends TinyMachineTest {
  /** Of this guest's clock alone, which ticks on: its firmware waits by the hardware's. */
  @Test
  void pausedMachineTakesLessProcessorTime() throws Exception {
    boot();
    Duration running = used();
    vm.pause();
    assertThat(used()).isLessThan(running);
    vm.start();
    goesOn(vm);
  }

  private Duration used() throws InterruptedException {
    ProcessHandle qemu = RUNNING.with(file("qemu.pid")).getFirst();
    Duration before = qemu.info().totalCpuDuration().orElseThrow();
    Thread.sleep(2000);
    return qemu.info().totalCpuDuration().orElseThrow().minus(before);
  }

  @Test
  void machineOnItsWayToSleepIsNotPausedAndCanBe() throws Exception {
    boot();
    for (Step step : EnumSet.range(Step.FREE_MEMORY_KNOWN, Step.MEMORY_SYNCED)) {
      InterferedCommand.run(root, NETWORK_PROGRAM, Command.SUSPEND, step);
      assertThat(vm.state()).isEqualTo(VmState.RUNNING);
      assertThat(vm.problems()).extracting(Problem::code).containsExactly(VmError.VM_PAUSED);
      vm.pause();
      assertThat(vm.state()).isEqualTo(VmState.PAUSED);
      assertThat(vm.problems()).isEmpty();
      vm.start();
    }
    goesOn(vm);
  }

  @Test
  void machineOnItsWayFromSleepIsNotPaused() throws Exception {
    boot();
    vm.suspend();
    InterferedCommand.run(root, NETWORK_PROGRAM, Command.START, Step.CONSUMED);
    assertThat(vm.state()).isEqualTo(VmState.RUNNING);
    assertThat(vm.problems()).extracting(Problem::code).containsExactly(VmError.VM_PAUSED);
    vm.start();
    goesOn(vm);
  }

  @Test
  void pausedMachineLosesNothingWhenItsSleepIsCutOff() throws Exception {
    for (Step step : EnumSet.range(Step.FREE_MEMORY_KNOWN, Step.QEMU_GONE)) {
      boot();
      vm.pause();
      InterferedCommand.run(root, NETWORK_PROGRAM, Command.SUSPEND, step);
      vm.start();
      goesOn(vm);
    }
  }

  @Test
  void machineThatWasWokenIsPausedAlsoIfItsWakeWasCutOff() throws Exception {
    boot();
    vm.suspend();
    InterferedCommand.run(root, NETWORK_PROGRAM, Command.START, Step.RUNS);
    vm.pause();
    assertThat(vm.state()).isEqualTo(VmState.PAUSED);
    vm.start();
    goesOn(vm);
  }

  @Test
  void anotherProgramPausesAtTheMonitor() throws Exception {
    boot();
    Path monitor = vm.monitor().orElseThrow();
    try (Qmp qmp = Qmp.connect(monitor, GRACE)) {
      qmp.execute("stop");
    }
    assertThat(vm.state()).isEqualTo(VmState.PAUSED);
    vm.pause();
    try (Qmp qmp = Qmp.connect(monitor, GRACE)) {
      qmp.execute("cont");
    }
    goesOn(vm);
  }

  @Test
  void networkOfAPausedMachineIsMissedAndComesBack() throws Exception {
    boot();
    vm.pause();
    RUNNING.with(file("network.pid")).forEach(ProcessHandle::destroyForcibly);
    RUNNING.with(file("network.pid")).forEach(process -> process.onExit().join());
    assertThat(vm.state()).isEqualTo(VmState.PAUSED);
    assertThat(vm.problems()).extracting(Problem::code).containsExactly(VmError.VM_NETWORK_LOST);
    vm.start();
    goesOn(vm);
  }

  private Path file(String name) {
    return root.resolve("one").resolve(name);
  }
}
