package dev.coracle.launcher.preflight;

import static java.util.stream.Collectors.joining;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.preflight.HostCheck.Fix;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmDriver.Health;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checks before a start, and those of {@code coracle doctor}. */
public final class HostChecks {
  /** The least that a new cluster writes; the rest of its disk is taken as it fills. */
  public static final long DISK_AT_LEAST_MIB = 2048;

  private static final Path KVM = Path.of("/dev/kvm");

  /**
   * What is to be checked.
   *
   * @param memoryMiB what the cluster asks for
   * @param diskMiB likewise
   * @param endpoints where the host must be able to listen; empty if the cluster runs, for it holds
   *     them itself
   * @param kubeconfig the file that is going to be written
   */
  public record Host(
      Path home,
      VmDriver driver,
      int memoryMiB,
      int diskMiB,
      List<InetSocketAddress> endpoints,
      Path kubeconfig,
      Map<String, String> environment) {
    public Host {
      endpoints = List.copyOf(endpoints);
      environment = Map.copyOf(environment);
    }

    /** The environment holds secrets, and this may come into a log. */
    @Override
    public String toString() {
      return "Host[" + home + "]";
    }
  }

  private HostChecks() {}

  /** All checks, in the order in which to show them. */
  public static List<HostCheck> of(Host host) {
    var checks = new ArrayList<HostCheck>();
    checks.add(driver(host.driver()));
    checks.add(Resources.memory(host.memoryMiB()));
    checks.add(Resources.disk(host.home(), host.diskMiB()));
    checks.add(WritableFiles.home(host.home()));
    checks.add(WritableFiles.kubeconfig(host.kubeconfig()));
    checks.addAll(Endpoints.checks(host.endpoints()));
    checks.add(Clock.check(host.home(), InstantSource.system()));
    host.endpoints().stream()
        .findFirst()
        .map(endpoint -> ProxySettings.check(endpoint.getAddress(), host.environment()))
        .ifPresent(checks::add);
    return List.copyOf(checks);
  }

  static HostCheck driver(VmDriver driver) {
    return new HostCheck(
        "driver",
        "Virtualization by the driver " + driver.id(),
        () ->
            switch (driver.health()) {
              case Health.Ready ready -> new CheckResult.Ok(driver.id() + " " + ready.version());
              case Health.Degraded degraded ->
                  new CheckResult.Warning(together(degraded.problems()));
              case Health.Unusable unusable ->
                  new CheckResult.Failed(together(unusable.problems()));
            },
        Files.exists(KVM) && !Files.isWritable(KVM)
            ? Optional.of(
                new Fix.CommandLine(
                    "Lets you use the processor's virtualization, from your next login on.",
                    "sudo usermod --append --groups kvm \"$USER\""))
            : Optional.empty());
  }

  /** The first problem's code, with what all of them say. */
  private static Problem together(List<Problem> problems) {
    return new Problem(
        problems.getFirst().code(), problems.stream().map(Problem::detail).collect(joining("; ")));
  }
}
