package dev.coracle.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
  @TempDir Path directory;
  private CliHost host;

  @BeforeEach
  void openAShell() {
    host = new CliHost(directory);
  }

  @Test
  void keepsShowsAndForgetsSettings() {
    assertThat(host.run("config", "set", "memory", "4g").exit()).isZero();
    assertThat(host.run("config", "set", "cpus", "4").exit()).isZero();

    assertThat(host.run("config", "get", "memory").out()).isEqualTo("4g\n");
    assertThat(host.run("config", "view").out()).isEqualTo("- cpus: 4\n- memory: 4g\n");
    assertThat(host.run("config", "view", "-o", "json").out())
        .isEqualTo("{\"cpus\":\"4\",\"memory\":\"4g\"}\n");
    assertThat(host.run("config", "view", "--format", "{{.ConfigKey}}={{.ConfigValue}};").out())
        .isEqualTo("cpus=4;memory=4g;");

    assertThat(host.run("config", "unset", "memory").exit()).isZero();
    assertThat(host.run("config", "get", "memory").exit()).isEqualTo(15);
  }

  @Test
  void refusesUnknownSettingsAndValuesThatTheFlagWouldNotTake() {
    assertThat(host.run("config", "set", "colour", "red").err())
        .startsWith("X CONFIG_KEY_UNKNOWN: ")
        .contains("memory");
    assertThat(host.run("config", "set", "memory", "red").exit()).isEqualTo(14);
    assertThat(host.run("config", "get", "colour").exit()).isEqualTo(14);
    assertThat(host.run("config", "view").out()).isEmpty();
  }

  @Test
  void listsWhatCanBeSet() {
    assertThat(host.run("config", "defaults").out()).contains("cpus\n", "profile\n", "driver\n");
    assertThat(host.run("config", "defaults", "output").out()).isEqualTo("text\njson\n");
  }

  @Test
  void aloneExplainsItself() {
    assertThat(host.run("config").out()).contains("Usage: coracle config", "unset");
  }
}
