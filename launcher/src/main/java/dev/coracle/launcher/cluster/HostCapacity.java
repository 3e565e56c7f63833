package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.lang.management.ManagementFactory;

/** What this host has to give. */
public record HostCapacity(int cpus, int memoryMiB) {

  public static HostCapacity measure() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new HostCapacity(
        Runtime.getRuntime().availableProcessors(), (int) (system.getTotalMemorySize() >>> 20));
  }

  /** A quarter of the memory, within 2 and 6 GiB, and never more than the host has. */
  public int defaultMemoryMiB() {
    return Math.min(memoryMiB, Math.clamp(memoryMiB / 4, 2048, 6144));
  }

  public int defaultCpus() {
    return Math.min(2, cpus);
  }

  /**
   * @throws ProblemException {@code CLUSTER_VALUE_INVALID} if the cluster asks for more
   */
  ClusterConfig checked(ClusterConfig config) {
    if (config.memoryMiB() > memoryMiB) {
      throw tooMuch(config.memoryMiB() + " MiB of memory", memoryMiB + " MiB");
    }
    if (config.cpus() > cpus) {
      throw tooMuch(config.cpus() + " CPUs", String.valueOf(cpus));
    }
    return config;
  }

  private static ProblemException tooMuch(String asked, String has) {
    return new ProblemException(
        LauncherError.CLUSTER_VALUE_INVALID,
        "The cluster asks for " + asked + ", this computer has " + has + ".");
  }
}
