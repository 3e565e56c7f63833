package dev.coracle.vm.qemu;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmSpec;
import dev.coracle.vm.process.HostProcesses;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Machines of QEMU, each with a network process of its own, neither a child of the program that
 * started them. The machine NAME lives in the directory NAME of the driver's root, and {@link
 * VmSpec#directory()} must be that directory; files in the root whose names begin with a dot are
 * the driver's. See docs/drivers.md.
 */
public final class QemuDriver implements VmDriver {
  private static final Duration LOCK_LIMIT = Duration.ofMinutes(3);

  private final Path root;
  private final Path networkProgram;
  private final HostProcesses processes;
  private final QemuHosts hosts;
  private final MachineLocks locks;
  private final MachineProcesses machineProcesses = new MachineProcesses(Path.of("/proc"));
  private final SocketReach reach;
  private final SleepStep.Hook hook;

  /**
   * @param root holds the machines; made when the first one is
   * @param networkProgram {@code coracle-gvproxy}, which {@code node/gvproxy/build} makes
   */
  public QemuDriver(Path root, Path networkProgram, HostProcesses processes) {
    this(
        root.toAbsolutePath().normalize(),
        networkProgram.toAbsolutePath(),
        processes,
        new QemuHosts(
            processes,
            root.resolve(".host.json"),
            Path.of("/dev/kvm"),
            Path.of("/proc/sys/kernel/random/boot_id")),
        new SocketReach(
            Path.of(
                System.getProperty("java.io.tmpdir"),
                "coracle-" + System.getProperty("user.name"))),
        step -> {});
  }

  private QemuDriver(
      Path root,
      Path networkProgram,
      HostProcesses processes,
      QemuHosts hosts,
      SocketReach reach,
      SleepStep.Hook hook) {
    this.root = root;
    this.networkProgram = networkProgram;
    this.processes = processes;
    this.hosts = hosts;
    this.locks = new MachineLocks(root, LOCK_LIMIT);
    this.reach = reach;
    this.hook = hook;
  }

  /** The same, for tests that interfere with a machine on its way to sleep and from it. */
  QemuDriver with(SleepStep.Hook other) {
    return new QemuDriver(root, networkProgram, processes, hosts, reach, other);
  }

  @Override
  public String id() {
    return "qemu";
  }

  @Override
  public Health health() throws InterruptedException {
    if (!Files.isExecutable(networkProgram)) {
      return new Health.Unusable(
          List.of(new Problem(VmError.DRIVER_NOT_INSTALLED, networkProgram + " is not there")));
    }
    return switch (hosts.inspect()) {
      case QemuHosts.Found.Unusable(Problem problem) -> new Health.Unusable(List.of(problem));
      case QemuHosts.Found.Usable(QemuHost host, List<Problem> problems) ->
          problems.isEmpty()
              ? new Health.Ready(host.version().toString())
              : new Health.Degraded(host.version().toString(), problems);
    };
  }

  @Override
  public Set<Capability> capabilities() throws InterruptedException {
    return hosts.inspect() instanceof QemuHosts.Found.Usable(QemuHost host, _) && suspends(host)
        ? Set.of(Capability.PORT_FORWARD, Capability.SUSPEND)
        : Set.of(Capability.PORT_FORWARD);
  }

  private static boolean suspends(QemuHost host) {
    return host.version().isAtLeast(QemuVersion.OLDEST_SUSPENDING);
  }

  /**
   * @throws ProblemException {@link VmError#DRIVER_UNSUPPORTED}
   */
  static void requireSuspend(QemuHost host) {
    if (!suspends(host)) {
      throw new ProblemException(
          VmError.DRIVER_UNSUPPORTED,
          "QEMU %s cannot put a machine to sleep, %s can"
              .formatted(host.version(), QemuVersion.OLDEST_SUSPENDING));
    }
  }

  @Override
  public Vm create(VmSpec spec) throws InterruptedException {
    Machine machine = machine(spec.name());
    if (!spec.directory().equals(machine.files().directory())) {
      throw new IllegalArgumentException(
          spec.directory() + " is not " + machine.files().directory());
    }
    Disks.requireSupported(spec);
    try {
      try (var _ = locks.hold(spec.name())) {
        if (exists(machine)) {
          throw new ProblemException(VmError.VM_EXISTS, "there is already a VM " + spec.name());
        }
        build(machine, spec);
      }
    } catch (IOException e) {
      throw new HostSpace(root).explain(e);
    }
    return vm(machine);
  }

  /** The definition comes last: with it, and not before, there is a machine. */
  private void build(Machine machine, VmSpec spec) throws IOException, InterruptedException {
    boolean built = false;
    try {
      disks().create(machine.files(), spec.diskMiB());
      new Definition(UUID.randomUUID(), spec).write(machine.files().definition());
      DurableFile.syncDirectory(root);
      built = true;
    } finally {
      if (!built) {
        disks().removeAll(machine.files());
      }
    }
  }

  @Override
  public Optional<Vm> find(String name) {
    Machine machine = machine(name);
    return exists(machine) ? Optional.of(vm(machine)) : Optional.empty();
  }

  /** Also finds what runs although its directory was removed. */
  @Override
  public List<Vm> list() throws InterruptedException {
    Set<String> names = new TreeSet<>();
    machineProcesses.pidFilesBelow(root).stream()
        .map(file -> root.relativize(file).getName(0).toString())
        .forEach(names::add);
    if (Files.isDirectory(root)) {
      try (DirectoryStream<Path> directories =
          Files.newDirectoryStream(root, QemuDriver::mayBeMachine)) {
        directories.forEach(directory -> names.add(nameOf(directory)));
      } catch (IOException e) {
        throw new HostSpace(root).explain(e);
      }
    }
    return names.stream().map(this::machine).filter(QemuDriver::exists).map(this::vm).toList();
  }

  private static boolean mayBeMachine(Path directory) {
    return Files.isDirectory(directory) && !nameOf(directory).startsWith(".");
  }

  private static String nameOf(Path directory) {
    return directory.getFileName().toString();
  }

  private static boolean exists(Machine machine) {
    return Files.exists(machine.files().definition())
        || !machine.qemu().isEmpty()
        || !machine.network().isEmpty();
  }

  private Machine machine(String name) {
    Path directory = root.resolve(name);
    if (name.isEmpty() || name.startsWith(".") || !root.equals(directory.getParent())) {
      throw new IllegalArgumentException("not a name: " + name);
    }
    return new Machine(name, new VmFiles(directory, reach.of(directory)), machineProcesses, reach);
  }

  private Vm vm(Machine machine) {
    return new QemuVm(machine, hosts, locks, new Starter(processes, networkProgram), disks(), hook);
  }

  private Disks disks() {
    return new Disks(processes, hosts);
  }
}
