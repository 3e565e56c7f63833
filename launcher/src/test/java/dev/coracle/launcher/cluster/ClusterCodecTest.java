package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.json.JsonObject;
import dev.coracle.launcher.cluster.ClusterRecord.Stage;
import dev.coracle.launcher.store.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCodecTest {
  private static final ClusterRecord CLUSTER =
      new ClusterRecord(
          Stage.ESTABLISHED,
          ConfigChange.create(
              "one",
              ClusterSettings.builder()
                  .apiServerNames(List.of("one.example"))
                  .apiServerIps(List.of("10.0.0.9"))
                  .extraConfig(Map.of("kubelet", Map.of("max-pods", "200")))
                  .featureGates(Map.of("Gate", false))
                  .environment(Map.of("HTTP_PROXY", "http://proxy"))
                  .build(),
              "fake",
              "v1.36.3",
              "127.1.2.3",
              new HostCapacity(4, 8192)),
          "abc",
          Instant.parse("2026-11-21T14:00:00Z"),
          Optional.of("work"),
          true,
          Optional.of(Duration.ofMinutes(30)),
          Map.of(
              "metrics-server",
              new AddonState(
                  AddonState.Stage.ENABLING, Map.of("resolution", "30s"), Map.of("A", "b"))),
          List.of(
              new AddonChange(
                  "addons enable metrics-server",
                  Instant.parse("2026-11-21T15:00:00Z"),
                  Map.of("metrics-server", AddonState.UNTOUCHED))));

  @TempDir private Path directory;

  @Test
  void readsWhatItWrites() {
    var bytes = ClusterCodec.write(CLUSTER, new JsonObject()).toBytes();
    assertThat(ClusterCodec.read(JsonObject.parse(bytes))).isEqualTo(CLUSTER);
  }

  @Test
  void savingKeepsWhatLaterReleasesAdded() throws Exception {
    var clusters = new Clusters(new Home(directory));
    clusters.save(CLUSTER);
    var file = clusters.folder("one").file();
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"later\": [1],"));
    clusters.save(CLUSTER.at(Stage.DELETING));
    assertThat(Files.readString(file)).contains("\"later\"").contains("deleting");
  }

  @Test
  void brokenFileIsAProblemAndOthersGoOn() throws Exception {
    var clusters = new Clusters(new Home(directory));
    clusters.save(CLUSTER);
    var file = clusters.folder("one").file();
    for (var broken :
        List.of(
            "",
            "{\"version\": 1}",
            Files.readString(file).replaceFirst("\"cpus\" ?: 2", "\"cpus\": 0"),
            Files.readString(file).replace("established", "asleep"),
            Files.readString(file).replace("\"one\"", "\"two\""))) {
      Files.writeString(file, broken);
      assertThatThrownBy(() -> clusters.find("one"))
          .hasMessageStartingWith("CLUSTER_FILE_BROKEN: " + file);
    }
  }
}
