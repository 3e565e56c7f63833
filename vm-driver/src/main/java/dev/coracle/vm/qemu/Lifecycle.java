package dev.coracle.vm.qemu;

import dev.coracle.errors.ProblemException;
import dev.coracle.vm.VmError;
import dev.coracle.vm.qemu.Machine.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings one machine from state to state. The caller holds its lock. */
record Lifecycle(Machine machine, Site site, HostSpace space) {
  Lifecycle(Machine machine, Site site) {
    this(machine, site, new HostSpace(machine.files().directory()));
  }

  /** A QEMU of such a machine was on its way to sleep or from it, and holds nothing of value. */
  boolean isSuspended(Observed observed) {
    boolean executes = observed instanceof Observed.Answering(RunState run) && run.executes();
    return !executes && machine.isSuspended();
  }

  /**
   * Whether somebody has paused it. One whose memory is in a file was paused on the way to sleep or
   * from it.
   */
  boolean isPaused(Observed observed) {
    return observed instanceof Observed.Answering(RunState run)
        && run == RunState.PAUSED
        && !SavedMemory.isInFiles(machine.files());
  }

  private void requireSound() {
    machine
        .broken()
        .ifPresent(problem -> {
          throw new ProblemException(problem);
        });
  }

  void start(Consumer<String> done) throws IOException, InterruptedException {
    requireSound();
    QemuHosts.Found found = site.hosts().inspect();
    Limits limits = found.limits();
    Observed observed = machine.settled(limits);
    if (isSuspended(observed)) {
      QemuHost host = found.host();
      machine.endQemu(limits.quit());
      new Resumer(machine, site.starter(), space, hookAnd(done)).resume(host, limits);
      return;
    }
    switch (observed) {
      case Observed.Answering(RunState state) when state.goesOn() -> repair(state, limits);
      case Observed.Answering _, Observed.Silent _ -> {
        new Stopper(machine).powerOff(true, limits);
        boot(found.host());
      }
      case Observed.Nothing() -> boot(found.host());
    }
  }

  private void boot(QemuHost host) throws IOException, InterruptedException {
    SavedMemory.remove(machine.files());
    site.starter().boot(machine, host);
  }

  private Step.Hook hookAnd(Consumer<String> done) {
    return step -> {
      done.accept(step.title);
      site.hook().done(step);
    };
  }

  void suspend(Consumer<String> done) throws IOException, InterruptedException {
    requireSound();
    QemuHost host = site.hosts().inspect().host();
    QemuDriver.requireSuspend(host);
    Limits limits = Limits.with(host.accelerator());
    Observed observed = machine.settled(limits);
    if (isSuspended(observed)) {
      new Stopper(machine).powerOff(true, limits);
      return;
    }
    repair(running(observed), limits);
    new Suspender(machine, space, hookAnd(done)).suspend(limits);
  }

  void pause() throws IOException, InterruptedException {
    requireSound();
    Limits limits = site.hosts().inspect().limits();
    Observed observed = machine.settled(limits);
    if (isSuspended(observed)) {
      throw new ProblemException(
          VmError.VM_WRONG_STATE, machine.name() + " is suspended; it must run to be paused");
    }
    RunState state = running(observed);
    if (isPaused(observed)) {
      return;
    }
    repair(state, limits);
    // A file that a killed wake has left would make this look like a part of a sleep
    SavedMemory.clear(machine.files());
    if (!machine.command("stop", limits.answer())) {
      throw new ProblemException(VmError.VM_UNRESPONSIVE, machine.name() + " cannot be paused");
    }
  }

  /**
   * @throws ProblemException {@link VmError#VM_WRONG_STATE}
   */
  private RunState running(Observed observed) {
    if (observed instanceof Observed.Answering(RunState state) && state.goesOn()) {
      return state;
    }
    throw new ProblemException(VmError.VM_WRONG_STATE, machine.name() + " does not run");
  }

  /** Makes a machine that is there run as it should. */
  private void repair(RunState state, Limits limits) throws IOException, InterruptedException {
    if (machine.network().isEmpty()) {
      site.starter().network(machine, limits);
    }
    if (state == RunState.IO_ERROR && !goOn(limits.answer())) {
      throw new ProblemException(space.full(machine.name()));
    }
    if (state.standsStill() || Files.exists(machine.files().memoryDraft())) {
      machine.goOn(limits.answer());
      SavedMemory.clear(machine.files());
    }
  }

  /** Lets a machine that waits for space on the host go on, if there is some. */
  boolean goOn(Duration limit) throws IOException, InterruptedException {
    return space.isEnoughToGoOn() && machine.command("cont", limit);
  }

  /** Ends what is left of a QEMU that has put the machine to sleep; whether it is at rest. */
  boolean rests() throws IOException, InterruptedException {
    requireSound();
    Limits limits = site.hosts().inspect().limits();
    Observed observed = machine.settled(limits);
    if (isSuspended(observed)) {
      new Stopper(machine).powerOff(true, limits);
      return true;
    }
    return observed instanceof Observed.Nothing;
  }

  /**
   * What a machine at rest is.
   *
   * @throws ProblemException {@link VmError#VM_RESUME_FAILED} if its saved memory does not fit any
   *     more: it is removed
   */
  FrozenMachine freeze() throws IOException, InterruptedException {
    Optional<SavedMemory> saved =
        machine.isSuspended() ? Optional.of(SavedMemory.checked(machine)) : Optional.empty();
    String layer = site.layers().freeze(machine.files(), saved, site.hook());
    return FrozenMachine.of(machine, layer);
  }
}
