package dev.coracle.vm.qemu;

import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Uninterrupted;
import dev.coracle.vm.VmError;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Puts a running machine to sleep. Until its memory is safe on disk it can go on; from then on QEMU
 * is only in the way.
 */
record Suspender(Machine machine, HostSpace space, Step.Hook hook) {
  /** All or nothing: after a failure or an interruption the machine runs. */
  void suspend(Limits limits) throws IOException, InterruptedException {
    SavedMemory.clear(machine.files());
    boolean committed = false;
    try {
      save(limits);
      committed = true;
    } finally {
      if (!committed) {
        withdraw(limits);
      }
    }
    hook.done(Step.COMMITTED);
    new Stopper(machine).powerOff(true, limits);
    hook.done(Step.QEMU_GONE);
  }

  private void save(Limits limits) throws IOException, InterruptedException {
    VmFiles files = machine.files();
    List<String> arguments = QemuArguments.identity(machine.commandLine());
    String version;
    try (Qmp qmp = Qmp.connect(files.commandSocket(), limits.answer())) {
      version = machine.version(qmp);
      Migration migration = new Migration(qmp);
      migration.begin(files.memoryDraft(), limits.freeMemory());
      hook.done(Step.FREE_MEMORY_KNOWN);
      qmp.execute("stop");
      hook.done(Step.PAUSED);
      migration.finish();
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw failed(e);
    }
    hook.done(Step.MEMORY_SAVED);
    MappedMemory.in(files.memoryDraft(), machine.definition().spec().memoryMiB()).leaveToMapping();
    DurableFile.sync(files.memoryDraft());
    DurableFile.sync(files.dataDisk());
    Files.move(files.memoryDraft(), files.memory(), StandardCopyOption.ATOMIC_MOVE);
    DurableFile.syncDirectory(files.directory());
    hook.done(Step.MEMORY_SYNCED);
    SavedMemory.observed(version, arguments, machine).write(files.suspended());
  }

  /** QEMU tells the reason for people only, and what it has written still takes the space. */
  private ProblemException failed(IOException e) throws IOException {
    return space.isEnoughToGoOn()
        ? new ProblemException(
            VmError.VM_SUSPEND_FAILED, machine.name() + ": QEMU gives " + e.getMessage(), e)
        : new ProblemException(
            VmError.HOST_DISK_FULL,
            "%s has no space for the memory of %s, which runs on"
                .formatted(space.directory(), machine.name()),
            e);
  }

  private void withdraw(Limits limits) throws IOException, InterruptedException {
    Uninterrupted.run(() -> {
      SavedMemory.clear(machine.files());
      machine.goOn(limits.answer());
    });
  }
}
