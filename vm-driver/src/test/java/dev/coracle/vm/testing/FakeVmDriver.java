package dev.coracle.vm.testing;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A hypervisor in memory. Directories and console logs are real files; forwards are only tried, so
 * a test may serve at their host addresses once the VM has started. The instance is the hypervisor:
 * share it to play several processes.
 */
public final class FakeVmDriver implements VmDriver {
  /** What can be made to fail. */
  public enum Operation {
    CREATE,
    FIND,
    LIST,
    STATE,
    START,
    STOP,
    SUSPEND,
    PAUSE,
    DELETE,
    RECONFIGURE,
    COPY,
    RENAME,
    EXPORT,
    IMPORT,
    TAKE,
    RESTORE
  }

  private final Map<String, FakeVm> vms = new TreeMap<>();
  private final Map<Operation, Problem> failures = new EnumMap<>(Operation.class);
  private final List<String> calls = new ArrayList<>();
  private boolean compactible;
  private Set<Capability> capabilities =
      Set.of(
          Capability.PORT_FORWARD,
          Capability.SUSPEND,
          Capability.PAUSE,
          Capability.SNAPSHOT,
          Capability.CLONE,
          Capability.RENAME,
          Capability.EXPORT);
  private Health health = new Health.Ready("1.0");
  private Consumer<FakeConsole> boot = console -> {};

  /** Makes the next such operation throw, before it has done anything. */
  public synchronized void failNext(Operation operation, Problem problem) {
    failures.put(operation, problem);
  }

  public synchronized void setHealth(Health health) {
    this.health = health;
  }

  public synchronized void setCapabilities(Set<Capability> capabilities) {
    this.capabilities = Set.copyOf(capabilities);
  }

  /** Whether a suspended machine could take less on disk. */
  public synchronized void setCompactible(boolean value) {
    compactible = value;
  }

  synchronized boolean isCompactible() {
    return compactible;
  }

  /** What a guest prints when it boots. */
  public synchronized void setBoot(Consumer<FakeConsole> boot) {
    this.boot = boot;
  }

  /** The console of a VM that runs. */
  public synchronized FakeConsole console(String name) {
    return vm(name).console();
  }

  /** Ends a VM without anybody having asked. */
  public synchronized void kill(String name) {
    vm(name).kill();
  }

  /** Makes the saved memory of a suspended VM useless. */
  public synchronized void spoilMemory(String name, String why) {
    vm(name).spoilMemory(why);
  }

  /** Makes a VM such that it can only be deleted. */
  public synchronized void breakVm(String name, Problem problem) {
    vm(name).breakWith(problem);
  }

  /** What a running VM suffers from, until it is started again. */
  public synchronized void setProblems(String name, List<Problem> problems) {
    vm(name).setProblems(problems);
  }

  /**
   * What was done: {@code create one}, {@code start one}, {@code stop one PT30S}, {@code suspend
   * one}, {@code resume one}, {@code pause one}, {@code unpause one}, {@code copy one two}, {@code
   * rename one two}, {@code take one a}, {@code restore one a}.
   */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public String id() {
    return "fake";
  }

  @Override
  public synchronized Health health() {
    return health;
  }

  @Override
  public synchronized Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public synchronized Vm create(VmSpec spec) throws InterruptedException {
    begin(Operation.CREATE);
    return add(new FakeVm(this, FakeImage.fresh(spec)), "create " + spec.name());
  }

  @Override
  public synchronized Vm create(VmSpec spec, Path exported, boolean memory)
      throws InterruptedException {
    begin(Operation.IMPORT);
    requireCapability(Capability.EXPORT);
    var image = FakeImage.read(exported, spec, memory);
    var vm = add(new FakeVm(this, image), "import " + spec.name());
    vm.console().set(image.console());
    return vm;
  }

  FakeVm add(FakeVm vm, String call) {
    VmSpec spec = vm.image().spec();
    requireNoFolders(spec);
    if (vms.containsKey(spec.name())) {
      throw new ProblemException(VmError.VM_EXISTS, "there is already a VM " + spec.name());
    }
    try {
      Files.createDirectories(spec.directory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    calls.add(call);
    vms.put(spec.name(), vm);
    return vm;
  }

  @Override
  public synchronized Optional<Vm> find(String name) throws InterruptedException {
    begin(Operation.FIND);
    return Optional.ofNullable(vms.get(name));
  }

  @Override
  public synchronized List<Vm> list() throws InterruptedException {
    begin(Operation.LIST);
    return List.copyOf(vms.values());
  }

  /** Starts an operation: honours interruption and fails if it was told to. */
  void begin(Operation operation) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Problem failure = failures.remove(operation);
    if (failure != null) {
      throw new ProblemException(failure);
    }
  }

  void record(String call) {
    calls.add(call);
  }

  void boot(FakeConsole console) {
    boot.accept(console);
  }

  boolean has(FakeVm vm) {
    return vms.containsValue(vm);
  }

  void forget(FakeVm vm) {
    vms.values().remove(vm);
  }

  void rename(FakeVm vm, String from, String to) {
    if (vms.containsKey(to)) {
      throw new ProblemException(VmError.VM_EXISTS, "there is already a VM " + to);
    }
    calls.add("rename " + from + " " + to);
    vms.remove(from);
    vms.put(to, vm);
  }

  void requireCapability(Capability capability) {
    if (!capabilities.contains(capability)) {
      throw new ProblemException(VmError.DRIVER_UNSUPPORTED, "this driver lacks " + capability);
    }
  }

  static void requireNoFolders(VmSpec spec) {
    if (!spec.folders().isEmpty()) {
      throw new ProblemException(VmError.DRIVER_UNSUPPORTED, "this driver cannot share folders");
    }
  }

  private FakeVm vm(String name) {
    FakeVm vm = vms.get(name);
    if (vm == null) {
      throw new IllegalArgumentException("no VM " + name);
    }
    return vm;
  }
}
