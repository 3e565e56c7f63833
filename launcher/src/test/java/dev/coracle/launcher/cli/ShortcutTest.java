package dev.coracle.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortcutTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version",
        "version -o json",
        "ip",
        "ip -o json",
        "ip -p nobody",
        "profile list",
        "profile list -o json",
        "profile list --output text"
      })
  void printsTheSameAsTheUsualWay(String line) throws IOException {
    var host = new CliHost(directory).withCluster();

    var quick = host.run(line.split(" ", -1));
    // An equals sign is not the plain form.
    var usual = host.run((line + " --profile=coracle").split(" ", -1));

    if (line.contains("nobody")) {
      assertThat(quick.exit()).isEqualTo(85);
      assertThat(usual.exit()).isZero();
    } else {
      assertThat(quick).isEqualTo(usual);
    }
  }

  @Test
  void takesWhatIsConfigured() throws IOException {
    var host = new CliHost(directory).withCluster();
    host.environment.put("CORACLE_OUTPUT", "json");
    host.environment.put("CORACLE_SHORT", "true");

    assertThat(host.run("ip").out()).isEqualTo("{\"ip\":\"" + Rehearsal.ADDRESS + "\"}\n");
    assertThat(host.run("version").out()).isEqualTo("v0.1.0\n");
  }
}
