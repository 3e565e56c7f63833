package dev.coracle.launcher.preflight;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.preflight.HostCheck.Fix;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;

/**
 * Whether the host's clock can be right, told without a network: it is not before the day this Java
 * was released, nor before files that Coracle itself wrote.
 */
final class Clock {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private Clock() {}

  static HostCheck check(Path home, InstantSource clock) {
    return new HostCheck(
        "clock", "Date and time", () -> result(clock.instant(), notBefore(home)), fix());
  }

  static CheckResult result(Instant now, Instant notBefore) {
    return now.plus(TOLERANCE).isBefore(notBefore)
        ? new CheckResult.Warning(
            new Problem(
                LauncherError.HOST_CLOCK_WRONG,
                "the clock says %s, though %s has been already".formatted(now, notBefore)))
        : new CheckResult.Ok(now.toString());
  }

  private static Instant notBefore(Path home) {
    var released =
        LocalDate.parse(System.getProperty("java.version.date"))
            .atStartOfDay()
            .toInstant(ZoneOffset.UTC);
    if (!Files.isDirectory(home)) {
      return released;
    }
    try (var files = Files.list(home)) {
      return files
          .map(Clock::modified)
          .flatMap(Optional::stream)
          .max(Comparator.naturalOrder())
          .filter(released::isBefore)
          .orElse(released);
    } catch (IOException e) {
      return released;
    }
  }

  /** Empty if it was removed meanwhile. */
  private static Optional<Instant> modified(Path file) {
    try {
      return Optional.of(Files.getLastModifiedTime(file).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Fix> fix() {
    var system = System.getProperty("os.name");
    return Optional.of(
        new Fix.CommandLine(
            "Sets the clock from the network and keeps it right.",
            system.startsWith("Windows")
                ? "w32tm /resync"
                : system.startsWith("Mac")
                    ? "sudo systemsetup -setusingnetworktime on"
                    : "sudo timedatectl set-ntp true"));
  }
}
