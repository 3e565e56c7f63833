package dev.coracle.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.json.JsonText;
import dev.coracle.launcher.cluster.ClusterStatus;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.cluster.ReadStatus.LastStep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
  @TempDir Path directory;

  @Test
  void clusterThatIsNotThereIsNonexistent() {
    var host = new CliHost(directory);

    var text = host.run("status", "-p", "dev");
    assertThat(text.exit()).isEqualTo(7);
    assertThat(text.out())
        .isEqualTo(
            """
            dev
            type: Control Plane
            host: Nonexistent
            kubelet: Nonexistent
            apiserver: Nonexistent
            kubeconfig: Nonexistent

            """);
    assertThat(host.run("status", "-p", "dev", "-o", "json").out())
        .isEqualTo(
            "{\"Name\":\"dev\",\"Host\":\"Nonexistent\",\"Kubelet\":\"Nonexistent\","
                + "\"APIServer\":\"Nonexistent\",\"Kubeconfig\":\"Nonexistent\",\"Worker\":false}\n");
  }

  @Test
  void formatPicksFields() throws IOException {
    var host = new CliHost(directory).withCluster();

    assertThat(host.run("status", "--format", "{{.Host}}/{{.APIServer}}").out())
        .isEqualTo("Nonexistent/Stopped");
  }

  @Test
  void clusterLayoutHasMinikubesCodes() {
    var status =
        new ClusterStatus(
            "dev",
            State.RUNNING,
            State.RUNNING,
            State.RUNNING,
            State.MISCONFIGURED,
            "v1.36.3",
            List.of(),
            Optional.of(Duration.ofMinutes(5)));

    assertThat(
            JsonText.line(
                StatusJson.cluster(
                    status,
                    Optional.of(new LastStep("Creating VM", "Booting", false)),
                    Optional.empty())))
        .isEqualTo(
            """
            {"Name":"dev","StatusCode":203,"StatusName":"Warning","Step":"Creating VM",\
            "StepDetail":"Booting","BinaryVersion":"v0.1.0","TimeToStop":"5m0s",\
            "Components":{"kubeconfig":{"Name":"kubeconfig","StatusCode":203,"StatusName":"Warning"}},\
            "Nodes":[{"Name":"dev","StatusCode":200,"StatusName":"OK","Components":{\
            "apiserver":{"Name":"apiserver","StatusCode":200,"StatusName":"OK"},\
            "kubelet":{"Name":"kubelet","StatusCode":200,"StatusName":"OK"}}}]}\
            """);
  }

  @Test
  void pausedClusterHasMinikubesCodeAndSoHaveItsWaysThereAndBack() {
    var paused =
        new ClusterStatus(
            "dev",
            State.RUNNING,
            State.STOPPED,
            State.PAUSED,
            State.CONFIGURED,
            "v1.36.3",
            List.of(),
            Optional.empty());
    assertThat(StatusJson.cluster(paused, Optional.empty(), Optional.empty()))
        .containsEntry("StatusCode", 418)
        .containsEntry("StatusName", "Paused");
    assertThat(StatusJson.cluster(paused, Optional.empty(), Optional.of("pause")))
        .containsEntry("StatusCode", 101)
        .containsEntry("StatusName", "Pausing");
    assertThat(StatusJson.cluster(paused, Optional.empty(), Optional.of("unpause")))
        .containsEntry("StatusCode", 102)
        .containsEntry("StatusName", "Unpausing");
  }
}
