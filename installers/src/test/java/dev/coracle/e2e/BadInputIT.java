package dev.coracle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot work is refused with a Problem, and nothing is changed by it. */
class BadInputIT {
  private Host host;

  @BeforeEach
  void newHost(@TempDir Path directory) throws IOException {
    host = new Host(directory);
  }

  @AfterEach
  void nothingWasMadeAndTheKubeconfigIsAsItWas() throws IOException {
    assertThat(host.processes()).isEmpty();
    assertThat(Files.readString(host.kubeconfig)).isEqualTo(Host.EARLIER_KUBECONFIG);
  }

  @ParameterizedTest
  @CsvSource({
    "start --no-such-flag, COMMAND_LINE_INVALID, 14",
    "strat, COMMAND_LINE_INVALID, 14",
    "start --kubernetes-version 9.9, KUBERNETES_VERSION_UNAVAILABLE, ",
    "start --kubernetes-version nonsense, , ",
    "start -p Bad_Name, CLUSTER_NAME_INVALID, 14",
    "start --memory 1700, CLUSTER_VALUE_INVALID, 14",
    "start --memory 4000g, CLUSTER_VALUE_INVALID, 14",
    "start --memory lots, , ",
    "start --cpus 0, CLUSTER_VALUE_INVALID, 14",
    "start --driver abacus, DRIVER_UNKNOWN, 14",
    "stop -p none, CLUSTER_NOT_FOUND, ",
    "ip -p none, CLUSTER_NOT_FOUND, ",
  })
  void isRefusedWithItsId(String line, String id, Integer exitCode) throws IOException {
    var refused = host.coracle(line.split(" "));
    assertThat(refused.exit()).isNotZero().isNotEqualTo(1);
    if (exitCode != null) {
      assertThat(refused.exit()).isEqualTo(exitCode);
    }
    assertThat(refused.err()).containsPattern("[A-Z]+(_[A-Z]+)+: ");
    if (id != null) {
      assertThat(refused.err()).contains(id + ": ");
    }
    assertThat(refused.out()).isEmpty();
    assertNoClusters();
  }

  @Test
  void versionThatIsNotThereListsThoseThatAre() {
    assertThat(host.coracle("start", "--kubernetes-version", "v1.30.0").err()).contains("v1.36.3");
  }

  @Test
  void homeThatCannotBeWrittenIsNamed() throws IOException {
    Files.writeString(host.home, "a file where the home should be");
    var refused = host.coracle("start");
    assertThat(refused.exit()).isNotZero().isNotEqualTo(1);
    assertThat(refused.err()).contains(host.home.toString());
    assertThat(Files.readString(host.home)).isEqualTo("a file where the home should be");
  }

  @Test
  void fullDiskIsSaidAndLeavesNothing() throws Exception {
    Files.createDirectory(host.home);
    assumeTrue(
        mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", host.home.toString()) == 0,
        "skipped: a small tmpfs can be mounted by root only");
    try {
      var refused = host.coracle("start");
      assertThat(refused.exit()).isNotZero().isNotEqualTo(1);
      assertThat(refused.err()).containsPattern("[A-Z]+(_[A-Z]+)+: ");
      assertNoClusters();
    } finally {
      new ProcessBuilder("umount", host.home.toString()).start().waitFor();
    }
  }

  @Test
  void truncatedImageIsFoundOutBeforeAnythingIsMade() throws IOException {
    var images = host.home.resolveSibling("images");
    Files.createDirectory(images);
    try (var files = Files.newDirectoryStream(Host.lib().resolve("images"))) {
      for (var file : files) {
        Files.copy(file, images.resolve(file.getFileName()));
      }
    }
    try (var isos = Files.newDirectoryStream(images, "*.iso")) {
      for (var iso : isos) {
        try (var channel = Files.newByteChannel(iso, StandardOpenOption.WRITE)) {
          channel.truncate(channel.size() / 2);
        }
      }
    }
    host.environment.put("CORACLE_IMAGES", images.toString());
    var refused = host.coracle("start");
    assertThat(refused.exit()).isNotZero().isNotEqualTo(1);
    assertThat(refused.err()).contains("IMAGE_BROKEN: ");
    assertNoClusters();
  }

  @Test
  void brokenClusterFileIsNamedAndKept() throws IOException {
    var file = host.home.resolve("clusters/coracle/cluster.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"version\":1,");
    var refused = host.coracle("start");
    assertThat(refused.exit()).isNotZero().isNotEqualTo(1);
    assertThat(refused.err()).contains("CLUSTER_FILE_BROKEN: ").contains(file.toString());
    assertThat(Files.readString(file)).isEqualTo("{\"version\":1,");
    assertThat(host.coracle("profile", "list", "-o", "json").out()).contains("\"invalid\":[{");
    host.coracle("delete").ok();
    assertNoClusters();
  }

  @Test
  void brokenKubeconfigIsRefusedBeforeAnythingIsMade() throws IOException {
    Files.writeString(host.kubeconfig, "clusters: [");
    try {
      var refused = host.coracle("start");
      assertThat(refused.err()).contains("KUBECONFIG_INVALID: ");
      assertThat(refused.exit()).isNotZero().isNotEqualTo(1);
      assertThat(Files.readString(host.kubeconfig)).isEqualTo("clusters: [");
      assertNoClusters();
    } finally {
      Files.writeString(host.kubeconfig, Host.EARLIER_KUBECONFIG);
    }
  }

  private void assertNoClusters() throws IOException {
    var clusters = host.home.resolve("clusters");
    if (Files.exists(clusters)) {
      try (var entries = Files.list(clusters)) {
        assertThat(entries).isEmpty();
      }
    }
  }

  private static int mount(String... arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<String>();
    command.add("mount");
    command.addAll(java.util.List.of(arguments));
    return new ProcessBuilder(command).start().waitFor();
  }
}
