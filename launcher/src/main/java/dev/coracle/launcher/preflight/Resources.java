package dev.coracle.launcher.preflight;

import com.sun.management.OperatingSystemMXBean;
import dev.coracle.errors.Problem;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the host has, against what the cluster asks for. */
final class Resources {
  private static final Path MEMORY_INFO = Path.of("/proc/meminfo");

  private Resources() {}

  static HostCheck memory(int askedMiB) {
    return new HostCheck(
        "memory",
        "Memory for a cluster of %d MiB".formatted(askedMiB),
        () -> memory(askedMiB, totalMemoryMiB(), availableMemoryMiB()),
        Optional.empty());
  }

  /**
   * @param availableMiB what programs could get now; empty where the system does not tell
   */
  static CheckResult memory(long askedMiB, long totalMiB, Optional<Long> availableMiB) {
    if (askedMiB > totalMiB) {
      return new CheckResult.Failed(
          new Problem(
              LauncherError.HOST_MEMORY_LOW,
              "the cluster asks for %d MiB of memory and this computer has %d"
                  .formatted(askedMiB, totalMiB)));
    }
    if (availableMiB.filter(available -> askedMiB > available).isPresent()) {
      return new CheckResult.Warning(
          new Problem(
              LauncherError.HOST_MEMORY_LOW,
              "the cluster asks for %d MiB of memory and %d are free now"
                  .formatted(askedMiB, availableMiB.get())));
    }
    return new CheckResult.Ok("%d of %d MiB".formatted(askedMiB, totalMiB));
  }

  static HostCheck disk(Path home, int askedMiB) {
    return new HostCheck(
        "disk-space",
        "Free space on the disk of " + home,
        () -> disk(home, askedMiB, usableMiB(WritableFiles.existing(home))),
        Optional.empty());
  }

  static CheckResult disk(Path home, long askedMiB, long usableMiB) {
    if (usableMiB < HostChecks.DISK_AT_LEAST_MIB) {
      return new CheckResult.Failed(
          new Problem(
              LauncherError.HOST_DISK_LOW,
              "%s has %d MiB left and a cluster needs %d at least"
                  .formatted(home, usableMiB, HostChecks.DISK_AT_LEAST_MIB)));
    }
    if (usableMiB < askedMiB) {
      return new CheckResult.Warning(
          new Problem(
              LauncherError.HOST_DISK_LOW,
              "%s has %d MiB left and the cluster's disk may grow to %d"
                  .formatted(home, usableMiB, askedMiB)));
    }
    return new CheckResult.Ok("%d MiB free".formatted(usableMiB));
  }

  private static long totalMemoryMiB() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getTotalMemorySize()
        >>> 20;
  }

  /** Only Linux tells what it could free at need; elsewhere "free" says nothing. */
  private static Optional<Long> availableMemoryMiB() {
    if (Files.notExists(MEMORY_INFO)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(MEMORY_INFO)) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) >>> 10)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static long usableMiB(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace() >>> 20;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
