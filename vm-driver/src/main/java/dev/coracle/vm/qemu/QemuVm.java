package dev.coracle.vm.qemu;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Snapshots;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.VmSpec.PortForward;
import dev.coracle.vm.VmState;
import dev.coracle.vm.qemu.Machine.Observed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The handle. Every method that changes something holds the machine's lock, except to wait. */
final class QemuVm implements Vm {
  private final Machine machine;
  private final Site site;
  private final Lifecycle lifecycle;
  private final HostSpace space;

  QemuVm(Machine machine, Site site) {
    this.machine = machine;
    this.site = site;
    this.lifecycle = new Lifecycle(machine, site);
    this.space = lifecycle.space();
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
        lifecycle.goOn(Limits.LONGEST_ANSWER);
      }
      if (lifecycle.isSuspended(observed)) {
        return VmState.SUSPENDED;
      }
      return lifecycle.isPaused(observed) ? VmState.PAUSED : observed.state();
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  @Override
  public List<Problem> problems() throws InterruptedException {
    Optional<Problem> broken = machine.broken();
    if (broken.isPresent()) {
      return List.of(broken.get());
    }
    try {
      Observed observed = machine.observe(Limits.LONGEST_ANSWER);
      return observed instanceof Observed.Answering(RunState state)
              && !lifecycle.isSuspended(observed)
          ? problems(state, lifecycle.isPaused(observed))
          : List.of();
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  private List<Problem> problems(RunState state, boolean paused) {
    List<Problem> problems = new ArrayList<>();
    if (state == RunState.IO_ERROR) {
      problems.add(space.full(machine.name()));
    }
    if (state.standsStill() && !paused) {
      problems.add(new Problem(VmError.VM_PAUSED, machine.name() + " is paused"));
    } else if (Files.exists(machine.files().memoryDraft())) {
      problems.add(
          new Problem(
              VmError.VM_PAUSED, machine.name() + " is about to be, its memory is being saved"));
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
    try (var _ = site.locks().hold(machine.name())) {
      lifecycle.start(done);
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  @Override
  public void suspend() throws InterruptedException {
    suspend(piece -> {});
  }

  @Override
  public void suspend(Consumer<String> done) throws InterruptedException {
    try (var _ = site.locks().hold(machine.name())) {
      lifecycle.suspend(done);
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  @Override
  public void pause() throws InterruptedException {
    try (var _ = site.locks().hold(machine.name())) {
      lifecycle.pause();
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  /** By its real name: the short one is gone when somebody empties the directory that it is in. */
  @Override
  public Optional<Path> monitor() {
    return Optional.of(machine.files().directory().resolve(VmFiles.COMMAND_SOCKET));
  }

  @Override
  public void stop(Duration grace) throws InterruptedException {
    try {
      var stopper = new Stopper(machine);
      boolean answers = stopper.shutDown(grace);
      try (var _ = site.locks().hold(machine.name())) {
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
    try (var _ = site.locks().hold(machine.name())) {
      Duration limit = limits().quit();
      machine.endQemu(limit);
      machine.endNetwork(limit);
      site.disks().removeAll(machine.files());
      machine.reach().close(machine.files().directory());
      site.layers().collect();
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  @Override
  public void reconfigure(VmSpec spec) throws InterruptedException {
    Disks.requireSupported(spec);
    try (var _ = site.locks().hold(machine.name())) {
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
      Disks.requireNoShrinking(old, spec);
      site.disks().grow(machine.files(), old.diskMiB(), spec.diskMiB());
      new Definition(definition.uuid(), spec).write(machine.files().definition());
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  private Limits limits() throws InterruptedException {
    return site.hosts().inspect().limits();
  }

  @Override
  public boolean canCompact() {
    VmFiles files = machine.files();
    return machine.isSuspended()
        && Files.exists(files.memoryBase())
        && Files.exists(files.memory());
  }

  @Override
  public void compact() throws InterruptedException {
    try {
      new Thinner(machine, site).run();
    } catch (IOException e) {
      throw space.explain(e);
    }
  }

  @Override
  public Vm copy(VmSpec spec) throws InterruptedException {
    return new Copier(machine, site)
        .copy(
            spec,
            () -> {
              requireRest();
              return lifecycle.freeze();
            });
  }

  @Override
  public Vm rename(String name) throws InterruptedException {
    Machine renamed = site.machine(name);
    boolean renamedFirst = name.compareTo(machine.name()) < 0;
    try (var _ = site.locks().hold(renamedFirst ? name : machine.name());
        var _ = site.locks().hold(renamedFirst ? machine.name() : name)) {
      site.requireVacant(renamed);
      requireRest();
      machine.removeSockets();
      machine.reach().close(machine.files().directory());
      site.disks().removeAll(renamed.files());
      site.layers().move(machine.files().directory(), renamed.files().directory());
    } catch (IOException e) {
      throw space.explain(e);
    }
    return new QemuVm(renamed, site);
  }

  @Override
  public void export(Path directory) throws InterruptedException {
    try (var _ = site.locks().hold(machine.name())) {
      requireRest();
      new Exporter(machine, site).write(directory);
    } catch (IOException e) {
      throw new HostSpace(directory).explain(e);
    }
  }

  private void requireRest() throws IOException, InterruptedException {
    if (!lifecycle.rests()) {
      throw new ProblemException(
          VmError.VM_WRONG_STATE, machine.name() + " runs; it must be at rest first");
    }
  }

  @Override
  public Snapshots snapshots() {
    return new QemuSnapshots(machine, site, lifecycle);
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
