package dev.coracle.vm.qemu;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.VmSpec.PortForward;
import dev.coracle.vm.VmState;
import dev.coracle.vm.qemu.Machine.Observed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The handle. Every method that changes something holds the machine's lock, except to wait. */
final class QemuVm implements Vm {
  private final Machine machine;
  private final QemuHosts hosts;
  private final MachineLocks locks;
  private final Starter starter;
  private final Disks disks;
  private final SleepStep.Hook hook;
  private final HostSpace space;

  QemuVm(
      Machine machine,
      QemuHosts hosts,
      MachineLocks locks,
      Starter starter,
      Disks disks,
      SleepStep.Hook hook) {
    this.machine = machine;
    this.hosts = hosts;
    this.locks = locks;
    this.starter = starter;
    this.disks = disks;
    this.hook = hook;
    this.space = new HostSpace(machine.files().directory());
  }

  @Override
  public VmSpec spec() {
    return machine.definition().spec();
  }

  @Override
  public VmState state() throws InterruptedException {
    if (machine.broken().isPresent()) {
      return VmState.BROKEN;
    }
    try {
      Observed observed = machine.observe(Limits.LONGEST_ANSWER);
      if (observed instanceof Observed.Answering(RunState run) && run == RunState.IO_ERROR) {
        goOn(Limits.LONGEST_ANSWER);
      }
      return isSuspended(observed) ? VmState.SUSPENDED : observed.state();
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  /** A QEMU of such a machine was on its way to sleep or from it, and holds nothing of value. */
  private boolean isSuspended(Observed observed) {
    boolean executes = observed instanceof Observed.Answering(RunState run) && run.executes();
    return !executes && machine.isSuspended();
  }

  @Override
  public List<Problem> problems() throws InterruptedException {
    Optional<Problem> broken = machine.broken();
    if (broken.isPresent()) {
      return List.of(broken.get());
    }
    try {
      Observed observed = machine.observe(Limits.LONGEST_ANSWER);
      return observed instanceof Observed.Answering(RunState state) && !isSuspended(observed)
          ? problems(state)
          : List.of();
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  private List<Problem> problems(RunState state) {
    List<Problem> problems = new ArrayList<>();
    if (state == RunState.IO_ERROR) {
      problems.add(space.full(machine.name()));
    }
    if (state == RunState.PAUSED) {
      problems.add(new Problem(VmError.VM_PAUSED, machine.name() + " is paused"));
    }
    if (state == RunState.DEAD) {
      problems.add(new Problem(VmError.VM_UNRESPONSIVE, "QEMU has given up on " + machine.name()));
    }
    if (machine.network().isEmpty()) {
      problems.add(
          new Problem(
              VmError.VM_NETWORK_LOST, "the network process of " + machine.name() + " is gone"));
    }
    return List.copyOf(problems);
  }

  @Override
  public void start() throws InterruptedException {
    start(piece -> {});
  }

  @Override
  public void start(Consumer<String> done) throws InterruptedException {
    try (var _ = locks.hold(machine.name())) {
      requireSound();
      Limits limits = limits();
      Observed observed = machine.settled(limits);
      if (isSuspended(observed)) {
        resume(limits, done);
        return;
      }
      switch (observed) {
        case Observed.Answering(RunState state) when state.goesOn() -> repair(state, limits);
        case Observed.Answering _, Observed.Silent _ -> {
          new Stopper(machine).powerOff(true, limits);
          boot();
        }
        case Observed.Nothing() -> boot();
      }
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  private void requireSound() {
    machine
        .broken()
        .ifPresent(problem -> {
          throw new ProblemException(problem);
        });
  }

  private void boot() throws IOException, InterruptedException {
    SavedMemory.remove(machine.files());
    starter.boot(machine, host());
  }

  private void resume(Limits limits, Consumer<String> done)
      throws IOException, InterruptedException {
    QemuHost host = host();
    machine.endQemu(limits.quit());
    new Resumer(machine, starter, hookAnd(done)).resume(host, limits);
  }

  private QemuHost host() throws InterruptedException {
    return switch (hosts.inspect()) {
      case QemuHosts.Found.Usable(QemuHost host, _) -> host;
      case QemuHosts.Found.Unusable(Problem problem) -> throw new ProblemException(problem);
    };
  }

  private SleepStep.Hook hookAnd(Consumer<String> done) {
    return step -> {
      done.accept(step.title);
      hook.done(step);
    };
  }

  @Override
  public void suspend() throws InterruptedException {
    suspend(piece -> {});
  }

  @Override
  public void suspend(Consumer<String> done) throws InterruptedException {
    try (var _ = locks.hold(machine.name())) {
      requireSound();
      QemuDriver.requireSuspend(host());
      Limits limits = limits();
      Observed observed = machine.settled(limits);
      if (isSuspended(observed)) {
        new Stopper(machine).powerOff(true, limits);
        return;
      }
      if (!(observed instanceof Observed.Answering(RunState state) && state.goesOn())) {
        throw new ProblemException(VmError.VM_WRONG_STATE, machine.name() + " does not run");
      }
      if (state == RunState.PAUSED || state == RunState.IO_ERROR) {
        repair(state, limits);
      }
      new Suspender(machine, space, hookAnd(done)).suspend(limits);
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  /** Makes a machine that is there run as it should. */
  private void repair(RunState state, Limits limits) throws IOException, InterruptedException {
    if (machine.network().isEmpty()) {
      starter.network(machine, limits);
    }
    if (state == RunState.IO_ERROR && !goOn(limits.answer())) {
      throw new ProblemException(space.full(machine.name()));
    }
    if (state == RunState.PAUSED) {
      machine.goOn(limits.answer());
    }
  }

  /** Lets a machine that waits for space on the host go on, if there is some. */
  private boolean goOn(Duration limit) throws IOException, InterruptedException {
    return space.isEnoughToGoOn() && machine.command("cont", limit);
  }

  @Override
  public void stop(Duration grace) throws InterruptedException {
    try {
      var stopper = new Stopper(machine);
      boolean answers = stopper.shutDown(grace);
      try (var _ = locks.hold(machine.name())) {
        stopper.powerOff(answers, limits());
        if (machine.qemu().isEmpty()) {
          SavedMemory.remove(machine.files());
        }
      }
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  @Override
  public void delete() throws InterruptedException {
    try (var _ = locks.hold(machine.name())) {
      Duration limit = limits().quit();
      machine.endQemu(limit);
      machine.endNetwork(limit);
      disks.removeAll(machine.files());
      machine.reach().close(machine.files().directory());
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  @Override
  public void reconfigure(VmSpec spec) throws InterruptedException {
    Disks.requireSupported(spec);
    try (var _ = locks.hold(machine.name())) {
      Definition definition = machine.definition();
      VmSpec old = definition.spec();
      if (!spec.name().equals(old.name()) || !spec.directory().equals(old.directory())) {
        throw new IllegalArgumentException("a machine keeps its name and directory");
      }
      if (!machine.qemu().isEmpty()) {
        throw new ProblemException(
            VmError.VM_WRONG_STATE, machine.name() + " runs; it must be stopped first");
      }
      if (machine.isSuspended()) {
        throw new ProblemException(
            VmError.VM_WRONG_STATE, machine.name() + " is suspended; it must be stopped first");
      }
      disks.grow(machine.files(), old.diskMiB(), spec.diskMiB());
      new Definition(definition.uuid(), spec).write(machine.files().definition());
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  private Limits limits() throws InterruptedException {
    return switch (hosts.inspect()) {
      case QemuHosts.Found.Usable(QemuHost host, _) -> Limits.with(host.accelerator());
      case QemuHosts.Found.Unusable _ -> Limits.with(Accelerator.TCG);
    };
  }

  @Override
  public List<InetAddress> addresses() {
    return List.of();
  }

  @Override
  public Optional<InetSocketAddress> endpoint(int guestPort) {
    return spec().forwards().stream()
        .filter(forward -> forward.protocol() == PortForward.Protocol.TCP)
        .filter(forward -> forward.guestPort() == guestPort)
        .map(PortForward::host)
        .findFirst();
  }
}
