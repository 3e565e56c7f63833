package dev.coracle.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.preflight.CheckResult;
import dev.coracle.launcher.preflight.HostCheck;
import dev.coracle.launcher.preflight.HostCheck.Fix;
import dev.coracle.launcher.problem.LauncherError;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private static final Problem PROBLEM =
      new Problem(LauncherError.HOST_CLOCK_WRONG, "The clock is in 1970.");

  @TempDir Path directory;
  private CliHost host;

  @BeforeEach
  void aHostThatIsWell() {
    host = new CliHost(directory);
    host.checks.add(
        new HostCheck("cpu", "Processor", () -> new CheckResult.Ok("4 cores"), Optional.empty()));
  }

  @Test
  void tellsWhichDriversWorkAndWhatWasFound() {
    var result = host.run("doctor");

    assertThat(result.exit()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            driver fake works, version 1.0
            ok      Processor: 4 cores
            ok      Templates of new clusters: 0, 0 MiB on disk
            ok      Snapshots of clusters: 0, 0 MiB on disk
            ok      Deleted clusters that can come back: 0, 0 MiB on disk
            """);
  }

  @Test
  void whatWouldFailAStartSaysWhatHelpsAndIsAProblem() {
    host.checks.add(
        new HostCheck(
            "clock",
            "Clock",
            () -> new CheckResult.Failed(PROBLEM),
            Optional.of(new Fix.CommandLine("Set the clock", "sudo hwclock -s"))));

    var result = host.run("doctor");

    assertThat(result.exit()).isEqualTo(LauncherError.HOST_CHECKS_FAILED.exitCode());
    assertThat(result.out())
        .contains(
            "FAILED  Clock: The clock is in 1970.\n", "Set the clock:\n          sudo hwclock -s");
    assertThat(host.run("doctor", "-o", "json").out())
        .contains("{\"id\":\"cpu\",\"description\":\"Processor\",\"state\":\"ok\"")
        .contains("\"problem\":\"HOST_CLOCK_WRONG\"", "\"line\":\"sudo hwclock -s\"");
  }

  @Test
  void fixDoesWhatCanBeDone() {
    var broken = new AtomicBoolean(true);
    host.checks.add(
        new HostCheck(
            "clock",
            "Clock",
            () -> broken.get() ? new CheckResult.Warning(PROBLEM) : new CheckResult.Ok("right"),
            Optional.of(new Fix.Action("Wind it up", () -> broken.set(false)))));

    assertThat(host.run("doctor").out())
        .contains("warning Clock", "Wind it up: coracle doctor --fix");

    var fixed = host.run("doctor", "--fix");
    assertThat(fixed.err()).isEqualTo("* Wind it up\n");
    assertThat(fixed.out()).contains("ok      Clock: right");
  }
}
