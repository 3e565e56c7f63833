package dev.coracle.vm.qemu;

import dev.coracle.errors.ProblemException;
import dev.coracle.vm.VmError;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Wakes a machine that sleeps. Its saved memory is good once: it is gone before the guest's first
 * instruction, so that it can never be loaded over the disk of a later time.
 */
record Resumer(Machine machine, Starter starter, HostSpace space, Step.Hook hook) {
  /**
   * @throws ProblemException {@link VmError#VM_RESUME_FAILED} when the saved memory is removed,
   *     others when it is still there
   */
  void resume(QemuHost host, Limits limits) throws IOException, InterruptedException {
    SavedMemory saved = checked(host);
    MappedMemory memory = mapped(saved);
    Optional<IOException> failure = attempt(saved, memory, host, limits);
    if (failure.isPresent() && !space.isUsedUp()) {
      // QEMU may have been ended from outside, as when the host has no memory left
      failure = attempt(saved, memory, host, limits);
    }
    if (failure.isPresent()) {
      throw space.isUsedUp()
          ? space.explain(failure.get())
          : SavedMemory.discarded(machine, "QEMU cannot load it: " + failure.get().getMessage());
    }
    release();
  }

  /**
   * The running QEMU still has it, without a name. What other machines have too is what the next
   * memory is going to be upon.
   */
  private void release() throws IOException {
    VmFiles files = machine.files();
    if (!Files.exists(files.memoryBase()) && MappedMemory.isShared(files.memory())) {
      Files.move(files.memory(), files.memoryBase());
    }
    SavedMemory.clear(files);
  }

  /** Empty once it runs; what a QEMU that could not load the memory gave as answer. */
  private Optional<IOException> attempt(
      SavedMemory saved, MappedMemory memory, QemuHost host, Limits limits)
      throws IOException, InterruptedException {
    VmFiles files = machine.files();
    starter.prepare(machine);
    boolean consumed = false;
    try {
      starter.network(machine, limits);
      hook.done(Step.NETWORK_STARTED);
      starter.qemu(
          machine,
          QemuArguments.resuming(host.program(), saved.arguments(), memory.object(host.version())),
          limits);
      hook.done(Step.QEMU_STARTED);
      Optional<IOException> failure = load(saved, limits);
      if (failure.isPresent()) {
        return failure;
      }
      hook.done(Step.LOADED);
      Files.delete(files.suspended());
      consumed = true;
      DurableFile.syncDirectory(files.directory());
      hook.done(Step.CONSUMED);
      if (!machine.goOn(limits.answer())) {
        throw new ProblemException(
            VmError.VM_UNRESPONSIVE, machine.name() + " has its memory, but does not go on");
      }
      hook.done(Step.RUNS);
      return Optional.empty();
    } finally {
      if (!consumed) {
        Starter.withdraw(machine);
      }
    }
  }

  private MappedMemory mapped(SavedMemory saved) throws IOException {
    try {
      return MappedMemory.in(
          saved.mapped(machine.files()), machine.definition().spec().memoryMiB());
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw SavedMemory.discarded(machine, "it is not there as QEMU keeps it: " + e.getMessage());
    }
  }

  private SavedMemory checked(QemuHost host) throws IOException {
    SavedMemory saved = SavedMemory.checked(machine);
    Optional<String> why = saved.misfit(host, machine.files());
    if (why.isPresent()) {
      throw SavedMemory.discarded(machine, why.get());
    }
    return saved;
  }

  private Optional<IOException> load(SavedMemory saved, Limits limits)
      throws IOException, InterruptedException {
    try (Qmp qmp = Qmp.connect(machine.files().commandSocket(), limits.answer())) {
      String version = machine.version(qmp);
      if (!version.equals(saved.qemu())) {
        throw SavedMemory.discarded(
            machine, "it was saved by QEMU %s, and this is %s".formatted(saved.qemu(), version));
      }
      new Migration(qmp).load(saved.file(machine.files()));
      return Optional.empty();
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      return Optional.of(e);
    }
  }
}
