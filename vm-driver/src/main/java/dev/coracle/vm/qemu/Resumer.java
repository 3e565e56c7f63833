package dev.coracle.vm.qemu;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * Wakes a machine that sleeps. Its saved memory is good once: it is gone before the guest's first
 * instruction, so that it can never be loaded over the disk of a later time.
 */
record Resumer(Machine machine, Starter starter, SleepStep.Hook hook) {
  /**
   * @throws ProblemException {@link VmError#VM_RESUME_FAILED} when the saved memory is removed,
   *     others when it is still there
   */
  void resume(QemuHost host, Limits limits) throws IOException, InterruptedException {
    VmFiles files = machine.files();
    SavedMemory saved = checked(host, machine.definition().spec());
    starter.prepare(machine);
    boolean consumed = false;
    try {
      starter.network(machine, limits);
      hook.done(SleepStep.NETWORK_STARTED);
      starter.qemu(QemuArguments.resuming(host.program(), saved.arguments()), limits);
      hook.done(SleepStep.QEMU_STARTED);
      load(saved, limits);
      hook.done(SleepStep.LOADED);
      Files.delete(files.suspended());
      consumed = true;
      DurableFile.syncDirectory(files.directory());
      hook.done(SleepStep.CONSUMED);
      if (!machine.goOn(limits.answer())) {
        throw new ProblemException(
            VmError.VM_UNRESPONSIVE, machine.name() + " has its memory, but does not go on");
      }
      hook.done(SleepStep.RUNS);
    } finally {
      if (!consumed) {
        Starter.withdraw(machine);
      }
    }
    SavedMemory.removeUsed(files);
  }

  private SavedMemory checked(QemuHost host, VmSpec spec) throws IOException {
    VmFiles files = machine.files();
    try {
      SavedMemory saved = SavedMemory.read(files.suspended());
      SavedMemory now = SavedMemory.observed(saved.qemu(), saved.arguments(), spec, files);
      Optional<String> why = saved.misfit(host, files).or(() -> saved.mismatch(now));
      if (why.isPresent()) {
        throw discarded(why.get());
      }
      return saved;
    } catch (NoSuchFileException e) {
      throw discarded(e.getMessage() + " is gone");
    } catch (IllegalArgumentException | JsonException e) {
      throw discarded(files.suspended() + " cannot be understood: " + e.getMessage());
    }
  }

  private void load(SavedMemory saved, Limits limits) throws IOException, InterruptedException {
    try (Qmp qmp = Qmp.connect(machine.files().commandSocket(), limits.answer())) {
      String version = machine.version(qmp);
      if (!version.equals(saved.qemu())) {
        throw discarded("it was saved by QEMU %s, and this is %s".formatted(saved.qemu(), version));
      }
      new Migration(qmp).load(machine.files().memory());
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw discarded("QEMU cannot load it: " + e.getMessage());
    }
  }

  private ProblemException discarded(String why) throws IOException {
    SavedMemory.remove(machine.files());
    return new ProblemException(
        VmError.VM_RESUME_FAILED,
        "the saved memory of %s cannot be used: %s".formatted(machine.name(), why));
  }
}
