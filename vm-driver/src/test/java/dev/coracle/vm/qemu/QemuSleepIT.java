package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import dev.coracle.vm.qemu.InterferedCommand.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Whatever happens on the way to sleep or from it, nothing is lost and nothing old comes back. */
class QemuSleepIT extends TinyMachineTest {
  private static final Set<Step> TO_SLEEP = EnumSet.range(Step.FREE_MEMORY_KNOWN, Step.QEMU_GONE);
  private static final Set<Step> TO_WAKE = EnumSet.range(Step.NETWORK_STARTED, Step.RUNS);

  /** The memory is whole on disk, and the guest has not gone on. */
  private static final Set<Step> SAFE = EnumSet.range(Step.COMMITTED, Step.LOADED);

  @Test
  void sleepLeavesNoProcessAndWakeLeavesNoMemoryOnDisk() throws Exception {
    boot();
    vm.suspend();
    assertThat(RUNNING.pidFilesBelow(root)).isEmpty();
    assertThat(file("memory")).exists();
    vm.start();
    goesOn(vm);
    assertThat(file("memory")).doesNotExist();
    assertThat(file("suspended.json")).doesNotExist();
  }

  @Test
  void commandKilledAtAnyStepToSleepLosesNothing() throws Exception {
    for (Step step : TO_SLEEP) {
      boot();
      dieAfter(step);
      vm.start();
      goesOn(vm);
    }
  }

  @Test
  void commandKilledAtAnyStepToSleepIsFinishedByTheNext() throws Exception {
    for (Step step : TO_SLEEP) {
      boot();
      dieAfter(step);
      vm.suspend();
      assertThat(vm.state()).isEqualTo(VmState.SUSPENDED);
      assertThat(RUNNING.pidFilesBelow(root)).isEmpty();
      vm.start();
      goesOn(vm);
    }
  }

  @Test
  void commandKilledAtAnyStepToWakeLosesNothing() throws Exception {
    for (Step step : TO_WAKE) {
      boot();
      vm.suspend();
      dieAfter(step);
      vm.start();
      goesOn(vm);
    }
  }

  @Test
  void commandAndQemuKilledAtAnyStepEitherWakesOrBoots() throws Exception {
    for (Step step : EnumSet.range(Step.FREE_MEMORY_KNOWN, Step.RUNS)) {
      boot();
      if (TO_WAKE.contains(step)) {
        vm.suspend();
      }
      dieAfter(step);
      RUNNING.with(file("qemu.pid")).forEach(ProcessHandle::destroyForcibly);
      awaitState(SAFE.contains(step) ? VmState.SUSPENDED : VmState.STOPPED);
      vm.start();
      if (!SAFE.contains(step)) {
        awaitBoot();
      }
      goesOn(vm);
    }
  }

  @Test
  void machineThatWasPausedInTheMiddleSaysSo() throws Exception {
    boot();
    for (Step step : EnumSet.range(Step.FREE_MEMORY_KNOWN, Step.MEMORY_SYNCED)) {
      dieAfter(step);
      assertThat(vm.state()).isEqualTo(VmState.RUNNING);
      assertThat(vm.problems()).extracting(Problem::code).containsExactly(VmError.VM_PAUSED);
      vm.start();
      assertThat(vm.problems()).isEmpty();
      assertThat(file("memory.tmp")).doesNotExist();
    }
    goesOn(vm);
  }

  @Test
  void qemuThatIsEndedWhileItLoadsIsTriedOnceMore() throws Exception {
    boot();
    vm.suspend();
    var killed = new AtomicBoolean();
    Vm dying = driver.with(step -> killQemuOnce(step, killed)).find("one").orElseThrow();
    dying.start();
    assertThat(killed).isTrue();
    goesOn(vm);
  }

  private void killQemuOnce(Step step, AtomicBoolean killed) {
    if (step == Step.QEMU_STARTED && killed.compareAndSet(false, true)) {
      RUNNING.with(file("qemu.pid")).forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void memoryIsNeverLoadedOverAChangedDisk() throws Exception {
    boot();
    vm.suspend();
    try (FileChannel disk = FileChannel.open(file("data.qcow2"), StandardOpenOption.APPEND)) {
      disk.write(ByteBuffer.allocate(1));
    }
    assertResumeFails("data.qcow2 has changed since");
  }

  @Test
  void machineOfAnEarlierReleaseIsMadeAsItWas() throws Exception {
    boot();
    vm.suspend();
    Path saved = file("suspended.json");
    Files.writeString(saved, Files.readString(saved).replace("guest=one", "guest=earlier"));
    vm.start();
    goesOn(vm);
  }

  @Test
  void damagedMemoryIsNotLoaded() throws Exception {
    boot();
    vm.suspend();
    try (FileChannel memory = FileChannel.open(file("memory"), StandardOpenOption.WRITE)) {
      memory.truncate(memory.size() / 2);
    }
    assertResumeFails("the file that it is in has changed");
  }

  @Test
  void memoryThatQemuRefusesIsNotKept() throws Exception {
    boot();
    vm.suspend();
    MappedMemory memory = MappedMemory.in(file("memory"), 64);
    byte[] noDevices = new byte[4096];
    Arrays.fill(noDevices, (byte) -1);
    try (FileChannel channel = FileChannel.open(file("memory"), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(noDevices), memory.pages() + memory.size());
    }
    acceptMemory();
    assertResumeFails("QEMU cannot load it");
  }

  @Test
  void fileThatIsNoMemoryIsNotKept() throws Exception {
    boot();
    vm.suspend();
    Files.write(file("memory"), new byte[1 << 16]);
    acceptMemory();
    assertResumeFails("it is not there as QEMU keeps it");
  }

  /** Makes the memory's file, as it is now, the one that the machine is to wake with. */
  private void acceptMemory() throws IOException {
    VmFiles files = new VmFiles(file(""), file(""));
    SavedMemory saved = SavedMemory.read(files.suspended());
    Layers layers = new Layers(root, new MachineLocks(root, GRACE));
    Machine machine =
        new Machine("one", files, RUNNING, new SocketReach(new PrivateDirectory(root)), layers);
    SavedMemory.observed(saved.qemu(), saved.arguments(), machine).write(files.suspended());
  }

  private void assertResumeFails(String why) throws IOException, InterruptedException {
    assertThatThrownBy(vm::start)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(VmError.VM_RESUME_FAILED))
        .hasMessageContaining(why);
    assertThat(vm.state()).isEqualTo(VmState.STOPPED);
    assertThat(file("memory")).doesNotExist();
    assertThat(RUNNING.pidFilesBelow(root)).isEmpty();
    boot();
  }

  @Test
  void machineRunsOnWhenItsMemoryCannotBeSaved() throws Exception {
    boot();
    Vm failing = driver.with(this::giveUpSaving).find("one").orElseThrow();
    assertThatThrownBy(failing::suspend)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(VmError.VM_SUSPEND_FAILED));
    assertThat(file("memory.tmp")).doesNotExist();
    assertThat(vm.problems()).isEmpty();
    goesOn(vm);
  }

  private void giveUpSaving(Step step) {
    if (step == Step.FREE_MEMORY_KNOWN) {
      try (Qmp qmp = Qmp.connect(file("query.sock"), GRACE)) {
        qmp.execute("migrate_cancel");
        new Migration(qmp).end();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void machineRunsOnWhenTheCommandIsInterrupted() throws Exception {
    boot();
    for (Step step : EnumSet.range(Step.FREE_MEMORY_KNOWN, Step.MEMORY_SYNCED)) {
      Vm interrupted = driver.with(at -> interruptAt(step, at)).find("one").orElseThrow();
      assertThatThrownBy(interrupted::suspend).isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
      assertThat(vm.problems()).isEmpty();
    }
    goesOn(vm);
  }

  private static void interruptAt(Step wanted, Step step) {
    if (step == wanted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void qemuThatDiesWhileItSavesIsAProblemAndBootsAgain() throws Exception {
    boot();
    Vm dying = driver.with(this::killQemuWhenPaused).find("one").orElseThrow();
    assertThatThrownBy(dying::suspend)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(VmError.VM_SUSPEND_FAILED));
    awaitState(VmState.STOPPED);
    boot();
  }

  private void killQemuWhenPaused(Step step) {
    if (step == Step.PAUSED) {
      RUNNING.with(file("qemu.pid")).forEach(ProcessHandle::destroyForcibly);
    }
  }

  private Path file(String name) {
    return root.resolve("one").resolve(name);
  }

  private void dieAfter(Step step) throws InterruptedException {
    Command command = TO_SLEEP.contains(step) ? Command.SUSPEND : Command.START;
    InterferedCommand.run(root, NETWORK_PROGRAM, command, step);
  }

  private void awaitState(VmState state) throws InterruptedException {
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (vm.state() != state) {
      assertThat(System.nanoTime()).as("state %s", vm.state()).isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
