package dev.coracle.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.launcher.FailureLog;
import dev.coracle.launcher.preflight.HostCheck;
import dev.coracle.launcher.preflight.HostChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureLogTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "API_TOKEN",
          "s3cret-of-mine",
          "HTTPS_PROXY",
          "http://me:password@proxy:3128",
          "PIN",
          "42");

  @TempDir Path directory;

  @Test
  void holdsTheTraceAndNothingOfTheEnvironment() throws IOException {
    var failure =
        new IllegalStateException(
            "ran with " + ENVIRONMENT, new IOException("no answer to s3cret-of-mine"));
    var file = FailureLog.write(directory, "bug", failure, ENVIRONMENT).orElseThrow();
    assertThat(Files.readString(file))
        .contains("IllegalStateException: ran with {", "API_TOKEN=...", "PIN=...", "FailureLogTest")
        .doesNotContain("s3cret", "password", "PIN=42");
  }

  @Test
  void recordsThatHoldTheEnvironmentDoNotShowIt() throws IOException {
    var host = new CliHost(directory);
    host.environment.putAll(ENVIRONMENT);
    host.checks.add(
        new HostCheck(
            "broken",
            "Broken",
            () -> {
              throw new IllegalStateException(host(host.environment) + " is too much");
            },
            Optional.empty()));

    assertThat(host.run("doctor").exit()).isEqualTo(1);
    assertThat(host(ENVIRONMENT).toString()).doesNotContain("s3cret", "password");
    try (var logs = Files.list(host.home.resolve("logs"))) {
      for (var log : logs.filter(it -> it.getFileName().toString().startsWith("bug-")).toList()) {
        assertThat(Files.readString(log)).contains("too much").doesNotContain("s3cret", "password");
      }
    }
  }

  private HostChecks.Host host(Map<String, String> environment) {
    return new HostChecks.Host(
        directory,
        new CliHost(directory).driver,
        2048,
        20_000,
        List.of(),
        directory.resolve("kubeconfig"),
        environment);
  }
}
