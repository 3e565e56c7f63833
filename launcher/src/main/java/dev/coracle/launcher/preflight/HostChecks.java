package dev.coracle.launcher.preflight;

import dev.coracle.vm.VmDriver;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The checks before a start, and those of {@code coracle doctor}. */
public final class HostChecks {
  /**
   * What is to be checked.
   *
   * @param memoryMiB and diskMiB what the cluster asks for
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
  }

  private HostChecks() {}

  /** All checks, in the order in which to show them. */
  public static List<HostCheck> of(Host host) {
    throw new UnsupportedOperationException(host.toString());
  }
}
