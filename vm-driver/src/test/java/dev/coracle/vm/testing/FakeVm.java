package dev.coracle.vm.testing;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Snapshots;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.VmSpec.PortForward;
import dev.coracle.vm.VmState;
import dev.coracle.vm.testing.FakeVmDriver.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A VM of {@link FakeVmDriver}, whose lock guards all of it. */
final class FakeVm implements Vm {
  private final FakeVmDriver driver;
  private final FakeSnapshots snapshots;
  private final Map<String, Integer> disk = new HashMap<>();
  private VmSpec spec;
  private VmState state;
  private List<Problem> problems = List.of();
  private Optional<String> spoiled;

  FakeVm(FakeVmDriver driver, FakeImage image) {
    this.driver = driver;
    this.snapshots = new FakeSnapshots(driver, this);
    this.spec = image.spec();
    this.state = image.memory() ? VmState.SUSPENDED : VmState.STOPPED;
    this.spoiled = image.spoiled();
    this.disk.putAll(image.disk());
  }

  FakeConsole console() {
    return new FakeConsole(spec.consoleLog(), disk);
  }

  FakeImage image() {
    boolean memory =
        state == VmState.RUNNING || state == VmState.PAUSED || state == VmState.SUSPENDED;
    return new FakeImage(spec, memory, spoiled, disk, console().text());
  }

  void become(FakeImage image) {
    spec = image.spec();
    state = image.memory() ? VmState.SUSPENDED : VmState.STOPPED;
    problems = List.of();
    spoiled = image.spoiled();
    disk.clear();
    disk.putAll(image.disk());
    console().set(image.console());
  }

  void kill() {
    state = VmState.STOPPED;
  }

  void spoilMemory(String why) {
    spoiled = Optional.of(why);
  }

  void breakWith(Problem problem) {
    state = VmState.BROKEN;
    problems = List.of(problem);
  }

  void setProblems(List<Problem> problems) {
    this.problems = List.copyOf(problems);
  }

  @Override
  public VmSpec spec() {
    synchronized (driver) {
      requirePresent();
      return spec;
    }
  }

  @Override
  public VmState state() throws InterruptedException {
    synchronized (driver) {
      driver.begin(Operation.STATE);
      requirePresent();
      return state;
    }
  }

  @Override
  public List<Problem> problems() {
    synchronized (driver) {
      requirePresent();
      return problems;
    }
  }

  @Override
  public void start() throws InterruptedException {
    synchronized (driver) {
      driver.begin(Operation.START);
      requirePresent();
      if (state == VmState.BROKEN) {
        throw new ProblemException(problems.getFirst());
      }
      problems = List.of();
      if (state == VmState.SUSPENDED) {
        resume();
      }
      goOn();
      if (state == VmState.STOPPED) {
        spec.forwards().forEach(FakeVm::requireFree);
        state = VmState.RUNNING;
        driver.record("start " + spec.name());
        driver.boot(console().anew());
      }
    }
  }

  /** If it is paused. */
  void goOn() {
    if (state == VmState.PAUSED) {
      state = VmState.RUNNING;
      driver.record("unpause " + spec.name());
    }
  }

  private void resume() {
    if (spoiled.isPresent()) {
      Problem problem = new Problem(VmError.VM_RESUME_FAILED, spoiled.get());
      spoiled = Optional.empty();
      state = VmState.STOPPED;
      throw new ProblemException(problem);
    }
    spec.forwards().forEach(FakeVm::requireFree);
    state = VmState.RUNNING;
    driver.record("resume " + spec.name());
  }

  @Override
  public void suspend() throws InterruptedException {
    synchronized (driver) {
      driver.begin(Operation.SUSPEND);
      requirePresent();
      driver.requireCapability(Capability.SUSPEND);
      if (state == VmState.SUSPENDED) {
        return;
      }
      requireState(VmState.RUNNING, VmState.PAUSED);
      state = VmState.SUSPENDED;
      problems = List.of();
      driver.record("suspend " + spec.name());
    }
  }

  @Override
  public void pause() throws InterruptedException {
    synchronized (driver) {
      driver.begin(Operation.PAUSE);
      driver.requireCapability(Capability.PAUSE);
      requireState(VmState.RUNNING, VmState.PAUSED);
      if (state == VmState.RUNNING) {
        state = VmState.PAUSED;
        driver.record("pause " + spec.name());
      }
    }
  }

  /** Where nobody listens. */
  @Override
  public Optional<Path> monitor() {
    return Optional.of(spec().directory().resolve("monitor"));
  }

  @Override
  public boolean canCompact() {
    synchronized (driver) {
      return state == VmState.SUSPENDED && driver.isCompactible();
    }
  }

  @Override
  public void compact() {
    synchronized (driver) {
      if (canCompact()) {
        driver.record("compact " + spec.name());
      }
    }
  }

  @Override
  public void stop(Duration grace) throws InterruptedException {
    synchronized (driver) {
      driver.begin(Operation.STOP);
      if (state == VmState.RUNNING || state == VmState.PAUSED) {
        if (!grace.isZero()) {
          console().phase(60, "poweroff");
        }
        state = VmState.STOPPED;
        problems = List.of();
        driver.record("stop " + spec.name() + " " + grace);
      }
      if (state == VmState.SUSPENDED) {
        state = VmState.STOPPED;
        spoiled = Optional.empty();
        driver.record("forget " + spec.name());
      }
    }
  }

  @Override
  public void delete() throws InterruptedException {
    synchronized (driver) {
      driver.begin(Operation.DELETE);
      if (driver.has(this)) {
        driver.record("delete " + spec.name());
        removeAll(spec.directory());
        driver.forget(this);
        state = VmState.STOPPED;
      }
    }
  }

  @Override
  public void reconfigure(VmSpec changed) throws InterruptedException {
    synchronized (driver) {
      driver.begin(Operation.RECONFIGURE);
      FakeVmDriver.requireNoFolders(changed);
      requireState(VmState.STOPPED);
      if (changed.diskMiB() < spec.diskMiB()) {
        throw new ProblemException(VmError.DRIVER_UNSUPPORTED, "a disk cannot shrink");
      }
      driver.record("reconfigure " + spec.name());
      spec = changed;
    }
  }

  @Override
  public Vm copy(VmSpec copy) throws InterruptedException {
    synchronized (driver) {
      driver.begin(Operation.COPY);
      driver.requireCapability(Capability.CLONE);
      requireState(VmState.STOPPED, VmState.SUSPENDED);
      return copy(image(), copy);
    }
  }

  @Override
  public Vm rename(String name) throws InterruptedException {
    synchronized (driver) {
      driver.begin(Operation.RENAME);
      driver.requireCapability(Capability.RENAME);
      requireState(VmState.STOPPED, VmState.SUSPENDED);
      VmSpec old = spec;
      VmSpec renamed =
          new VmSpec(
              name,
              old.directory().resolveSibling(name),
              old.cpus(),
              old.memoryMiB(),
              old.diskMiB(),
              old.iso(),
              old.directBoot(),
              old.configDisk(),
              old.forwards(),
              old.folders());
      driver.rename(this, old.name(), name);
      move(old.directory(), renamed.directory());
      spec = renamed;
      return this;
    }
  }

  @Override
  public void export(Path directory) throws InterruptedException {
    synchronized (driver) {
      driver.begin(Operation.EXPORT);
      driver.requireCapability(Capability.EXPORT);
      requireState(VmState.STOPPED, VmState.SUSPENDED);
      image().write(directory);
      driver.record("export " + spec.name());
    }
  }

  private static void move(Path directory, Path to) {
    try {
      Files.move(directory, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Vm copy(FakeImage image, VmSpec copy) {
    VmSpec original = image.spec();
    if (copy.diskMiB() < original.diskMiB()) {
      throw new ProblemException(VmError.DRIVER_UNSUPPORTED, "a disk cannot shrink");
    }
    if (image.memory() && !copy.goesOnFrom(original)) {
      throw new IllegalArgumentException(copy + " is no copy of " + original);
    }
    var vm =
        driver.add(
            new FakeVm(driver, image.with(copy)), "copy " + original.name() + " " + copy.name());
    vm.console().set(image.console());
    return vm;
  }

  @Override
  public Snapshots snapshots() {
    synchronized (driver) {
      driver.requireCapability(Capability.SNAPSHOT);
      requirePresent();
      return snapshots;
    }
  }

  void requireState(VmState... allowed) {
    requirePresent();
    if (!Set.of(allowed).contains(state)) {
      throw new ProblemException(VmError.VM_WRONG_STATE, spec.name() + " is " + state);
    }
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

  void requirePresent() {
    if (!driver.has(this)) {
      throw new ProblemException(VmError.VM_GONE, "there is no VM " + spec.name());
    }
  }

  private static void requireFree(PortForward forward) {
    InetSocketAddress host = forward.host();
    try {
      switch (forward.protocol()) {
        case TCP -> new ServerSocket(host.getPort(), 1, host.getAddress()).close();
        case UDP -> new DatagramSocket(host).close();
      }
    } catch (IOException e) {
      throw new ProblemException(VmError.VM_PORT_IN_USE, host.toString(), e);
    }
  }

  private static void removeAll(Path directory) {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
