package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadStatusTest {
  @TempDir private Path directory;
  private TestBed bed;

  @BeforeEach
  void prepare() throws IOException {
    bed = new TestBed(directory);
  }

  @Test
  void runningClusterIsRunningAndConfigured() throws Exception {
    bed.start("one");
    var status = status();
    assertThat(status.host()).isEqualTo(State.RUNNING);
    assertThat(status.kubelet()).isEqualTo(State.RUNNING);
    assertThat(status.apiServer()).isEqualTo(State.RUNNING);
    assertThat(status.kubeconfig()).isEqualTo(State.CONFIGURED);
    assertThat(status.exitCode()).isZero();
    assertThat(status.components()).hasSize(2);
  }

  @Test
  void stoppedClusterIsStoppedThroughoutAsInMinikube() throws Exception {
    bed.start("one");
    bed.stop("one");
    assertThat(status().host()).isEqualTo(State.STOPPED);
    assertThat(status().apiServer()).isEqualTo(State.STOPPED);
    assertThat(status().kubeconfig()).isEqualTo(State.STOPPED);
    assertThat(status().exitCode()).isEqualTo(7);
  }

  @Test
  void clusterThatDoesNotExistIsNonexistent() throws Exception {
    assertThat(status().host()).isEqualTo(State.NONEXISTENT);
    assertThat(status().exitCode()).isEqualTo(7);
    assertThat(bed.home.directory()).doesNotExist();
  }

  @Test
  void entryThatPointsElsewhereIsMisconfiguredUntilUpdated() throws Exception {
    bed.start("one");
    var server = new ReadClusterConfig(bed.surroundings()).run("one").server();
    Files.writeString(
        bed.kubeconfig,
        Files.readString(bed.kubeconfig).replace(server.toString(), "https://127.0.0.9:8443"));
    assertThat(status().kubeconfig()).isEqualTo(State.MISCONFIGURED);
    assertThat(new UpdateContext(bed.surroundings()).run("one", false)).isTrue();
    assertThat(status().kubeconfig()).isEqualTo(State.CONFIGURED);
    assertThat(new UpdateContext(bed.surroundings()).run("one", false)).isFalse();
  }

  @Test
  void brokenClusterIsListedWithItsProblemAndOthersAsTheyAre() throws Exception {
    bed.start("one");
    bed.start("two");
    bed.stop("two");
    Files.writeString(bed.home.cluster("one").file(), "{");
    var profiles = new ListProfiles(bed.surroundings()).run(false);
    assertThat(profiles.valid())
        .singleElement()
        .satisfies(profile -> {
          assertThat(profile.name()).isEqualTo("two");
          assertThat(profile.status()).isEqualTo(State.STOPPED);
        });
    assertThat(profiles.invalid()).singleElement().extracting("name").isEqualTo("one");
    assertThatThrownBy(() -> bed.start("one")).hasMessageStartingWith("CLUSTER_FILE_BROKEN");
    assertThat(bed.home.cluster("one").file()).hasContent("{");
  }

  @Test
  void commandsOnAClusterThatDoesNotExistSaySo() {
    assertThatThrownBy(() -> bed.stop("one")).hasMessageStartingWith("CLUSTER_NOT_FOUND");
    assertThatThrownBy(() -> new SelectProfile(bed.surroundings()).select("one"))
        .hasMessageStartingWith("CLUSTER_NOT_FOUND");
    assertThat(bed.home.directory()).doesNotExist();
  }

  @Test
  void eventsAndConsoleOfAStoppedClusterCanBeRead() throws Exception {
    bed.start("one");
    bed.stop("one");
    var lines = new ArrayList<String>();
    new ReadEvents(bed.surroundings()).run("one", false, lines::add);
    assertThat(lines).anyMatch(line -> line.contains("\"phase\":\"dns\""));
    lines.clear();
    new ReadLogs(bed.surroundings())
        .run("one", new LogRequest(Optional.empty(), 2, false, false, false), lines::add);
    assertThat(lines).hasSize(3).last().asString().contains("poweroff");
  }

  @Test
  void lastStepIsToldForAWhile() throws Exception {
    assertThat(lastStep()).isEmpty();
    bed.start("one");
    assertThat(lastStep()).hasValue(new ReadStatus.LastStep("Done", "Done", false));
    var events = bed.home.cluster("one").events();
    Files.writeString(
        events,
        """
        {"time":"%s","type":"step","message":"Booting","step":"Creating VM"}
        {"time":
        """
            .formatted(Instant.now()));
    assertThat(lastStep()).hasValue(new ReadStatus.LastStep("Creating VM", "Booting", false));
    try (var _ = bed.home.lockCluster("one", "start", Duration.ZERO, _ -> {})) {
      assertThat(lastStep().orElseThrow().goesOn()).isTrue();
    }
    Files.writeString(
        events, "{\"time\":\"2026-01-01T00:00:00Z\",\"message\":\"\",\"step\":\"Done\"}\n");
    assertThat(lastStep()).isEmpty();
  }

  private Optional<ReadStatus.LastStep> lastStep() throws InterruptedException {
    return new ReadStatus(bed.surroundings()).lastStep("one");
  }

  private ClusterStatus status() throws InterruptedException {
    return new ReadStatus(bed.surroundings()).run("one");
  }
}
