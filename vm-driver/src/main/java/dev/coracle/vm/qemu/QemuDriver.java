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
import java.util.EnumSet;
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

  private final Site site;

  /**
   * @param root holds the machines; made when the first one is
   * @param networkProgram {@code coracle-gvproxy}, which {@code node/gvproxy/build} makes
   */
  public QemuDriver(Path root, Path networkProgram, HostProcesses processes) {
    this(site(root.toAbsolutePath().normalize(), networkProgram.toAbsolutePath(), processes));
  }

  private QemuDriver(Site site) {
    this.site = site;
  }

  private static Site site(Path root, Path networkProgram, HostProcesses processes) {
    return new Site(
        root,
        networkProgram,
        processes,
        new QemuHosts(
            processes,
            PrivateDirectory.ofUser(),
            Path.of("/dev/kvm"),
            Path.of("/proc/sys/kernel/random/boot_id")),
        new MachineLocks(root, LOCK_LIMIT),
        new MachineProcesses(Path.of("/proc")),
        new SocketReach(PrivateDirectory.ofUser()),
        step -> {});
  }

  /** The same, for tests that interfere with a machine on its way from one state to another. */
  QemuDriver with(Step.Hook hook) {
    return new QemuDriver(site.with(hook));
  }

  @Override
  public String id() {
    return "qemu";
  }

  @Override
  public Health health() throws InterruptedException {
    Path networkProgram = site.networkProgram();
    if (!Files.isExecutable(networkProgram)) {
      return new Health.Unusable(
          List.of(new Problem(VmError.DRIVER_NOT_INSTALLED, networkProgram + " is not there")));
    }
    return switch (site.hosts().inspect()) {
      case QemuHosts.Found.Unusable(Problem problem) -> new Health.Unusable(List.of(problem));
      case QemuHosts.Found.Usable(QemuHost host, List<Problem> problems) ->
          problems.isEmpty()
              ? new Health.Ready(host.version().toString())
              : new Health.Degraded(host.version().toString(), problems);
    };
  }

  @Override
  public Set<Capability> capabilities() throws InterruptedException {
    EnumSet<Capability> all =
        EnumSet.of(
            Capability.PORT_FORWARD,
            Capability.PAUSE,
            Capability.SNAPSHOT,
            Capability.CLONE,
            Capability.RENAME,
            Capability.EXPORT);
    if (site.hosts().inspect() instanceof QemuHosts.Found.Usable(QemuHost host, _)
        && suspends(host)) {
      all.add(Capability.SUSPEND);
    }
    return all;
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
    Machine machine = site.vacant(spec);
    try (var _ = site.locks().hold(spec.name())) {
      site.requireVacant(machine);
      build(machine, spec);
    } catch (IOException e) {
      throw new HostSpace(site.root()).explain(e);
    }
    return new QemuVm(machine, site);
  }

  @Override
  public Vm create(VmSpec spec, Path exported, boolean memory) throws InterruptedException {
    Machine machine = site.vacant(spec);
    try (var _ = site.locks().hold(spec.name())) {
      site.requireVacant(machine);
      new Exporter(machine, site).read(ExportedMachine.read(exported), spec, memory);
    } catch (IOException e) {
      throw new HostSpace(site.root()).explain(e);
    }
    return new QemuVm(machine, site);
  }

  /** The definition comes last: with it, and not before, there is a machine. */
  private void build(Machine machine, VmSpec spec) throws IOException, InterruptedException {
    boolean built = false;
    try {
      site.disks().create(machine.files(), spec.diskMiB());
      new Definition(UUID.randomUUID(), spec).write(machine.files().definition());
      DurableFile.syncDirectory(site.root());
      built = true;
    } finally {
      if (!built) {
        site.disks().removeAll(machine.files());
      }
    }
  }

  @Override
  public Optional<Vm> find(String name) {
    Machine machine = site.machine(name);
    return site.exists(machine) ? Optional.of(new QemuVm(machine, site)) : Optional.empty();
  }

  /** Also finds what runs although its directory was removed. */
  @Override
  public List<Vm> list() throws InterruptedException {
    Path root = site.root();
    Set<String> names = new TreeSet<>();
    site.running().pidFilesBelow(root).stream()
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
    return names.stream()
        .map(site::machine)
        .filter(site::exists)
        .<Vm>map(machine -> new QemuVm(machine, site))
        .toList();
  }

  private static boolean mayBeMachine(Path directory) {
    return Files.isDirectory(directory) && !nameOf(directory).startsWith(".");
  }

  private static String nameOf(Path directory) {
    return directory.getFileName().toString();
  }
}
