package dev.coracle.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.launcher.preflight.HostCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
  @TempDir Path directory;
  private CliHost host;

  @BeforeEach
  void openAShell() {
    host = new CliHost(directory);
  }

  @Test
  void unknownFlagIsAProblemThatNamesTheNearestOne() {
    var result = host.run("start", "--memroy", "4g");

    assertThat(result.exit()).isEqualTo(14);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            """
            X COMMAND_LINE_INVALID: coracle start: unknown flag '--memroy'; did you mean --memory?
              See 'coracle help', or the command with --help.
            """);
  }

  @Test
  void unknownCommandIsAProblemThatNamesTheNearestOne() {
    var result = host.run("strat");

    assertThat(result.exit()).isEqualTo(14);
    assertThat(result.err()).contains("unknown command 'strat'; did you mean start?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip extra",
        "start --cpus",
        "start --memory lots",
        "config set cpus",
        "stop --all=x"
      })
  void whatCannotBeReadIsAProblem(String line) {
    var result = host.run(line.split(" ", -1));

    assertThat(result.exit()).isEqualTo(14);
    assertThat(result.err()).startsWith("X COMMAND_LINE_INVALID: ");
  }

  @Test
  void problemIsAnEventWhereJsonIsAskedFor() {
    var result = host.run("ip", "-o", "json");

    assertThat(result.exit()).isEqualTo(85);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("{\"specversion\":\"1.0\",\"id\":\"")
        .contains("\"type\":\"io.k8s.sigs.minikube.error\"", "\"name\":\"CLUSTER_NOT_FOUND\"")
        .contains("\"exitcode\":\"85\"");
  }

  @Test
  void anythingElseIsABugWithACodeAndALog() throws IOException {
    host.withCluster();
    host.checks.add(
        new HostCheck(
            "sound",
            "Sound",
            () -> {
              throw new UnsupportedOperationException("secret");
            },
            Optional.empty()));

    var result = host.run("doctor");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .containsPattern("X This is a bug in Coracle, code [0-9A-Z]+ \\(\\w+\\)\\.")
        .doesNotContain("secret");
    var log = result.err().lines().filter(line -> line.contains("Log: ")).findFirst().orElseThrow();
    assertThat(Path.of(log.substring(log.indexOf("Log: ") + 5)))
        .content()
        .contains("UnsupportedOperationException: secret", "at dev.coracle.");
    assertThat(host.run("doctor").err()).isEqualTo(result.err());
  }

  @Test
  void flagComesBeforeEnvironmentBeforeSettingsBeforeDefault() throws IOException {
    host.withCluster();
    assertThat(host.run("profile").out()).isEqualTo("coracle\n");

    host.run("config", "set", "profile", "configured");
    assertThat(host.run("profile").out()).isEqualTo("configured\n");

    host.environment.put("CORACLE_PROFILE", "from-environment");
    assertThat(host.run("profile").out()).isEqualTo("from-environment\n");

    assertThat(host.run("profile", "-p", "given").out()).isEqualTo("given\n");
    assertThat(host.run("--profile=before", "profile").out()).isEqualTo("before\n");
  }

  @Test
  void flagsWithoutMeaningAreToldInOneLineAndThenForgotten() {
    var result = host.run("version", "--alsologtostderr", "-v", "7", "--user=skaffold", "--short");

    assertThat(result.exit()).isZero();
    assertThat(result.out()).isEqualTo("v0.1.0\n");
    assertThat(result.err()).isEqualTo("! Without effect here: --alsologtostderr, -v.\n");
  }

  @Test
  void interruptionEndsWith130() {
    Thread.currentThread().interrupt();

    var result = host.run("config", "set", "cpus", "4");

    assertThat(Thread.interrupted()).as("left interrupted").isFalse();
    assertThat(result.exit()).isEqualTo(130);
    assertThat(result.err()).endsWith("Interrupted.\n");
  }

  @Test
  void auditKeepsWhatWasRunButNoValues() throws IOException {
    host.withCluster();
    host.run("start", "--docker-env", "TOKEN=secret", "--dry-run");
    host.run("kubectl", "create", "secret", "generic", "--from-literal=a=secret");

    var audit = Files.readString(host.home.resolve("logs/audit.jsonl"));

    assertThat(audit)
        .contains("\"arguments\":[\"start\",\"--docker-env\",\"--dry-run\"]")
        .contains("\"arguments\":[\"kubectl\"]")
        .contains("\"profile\":\"coracle\"")
        .doesNotContain("secret");
    assertThat(host.run("logs", "--audit").out()).contains("[\"kubectl\"]");
  }

  @Test
  void whatStopLeavesRunningIsInNoListAndNoLog() throws IOException {
    host.withCluster();
    assertThat(host.run("compact").exit()).isZero();
    assertThat(host.home.resolve("logs/audit.jsonl")).doesNotExist();
    assertThat(host.run("help").out()).doesNotContain("compact");
  }

  @Test
  void commandsWorkInAHomeThatIsNotThereAndDoNotMakeIt() {
    assertThat(host.run("version").exit()).isZero();
    assertThat(host.run("profile", "list").exit()).isZero();
    assertThat(host.run("--help").exit()).isZero();
    assertThat(host.home).doesNotExist();
  }
}
