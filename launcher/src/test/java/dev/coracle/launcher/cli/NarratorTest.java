package dev.coracle.launcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.cluster.ClusterEvent;
import dev.coracle.launcher.cluster.StartStep;
import dev.coracle.launcher.problem.LauncherError;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class NarratorTest {
  private static final List<ClusterEvent> START =
      List.of(
          new ClusterEvent.Step(StartStep.CREATING_VM, "Creating the machine"),
          new ClusterEvent.Progress("image", 50, 100),
          new ClusterEvent.Progress("image", 100, 100),
          new ClusterEvent.Step(StartStep.VERIFYING_KUBERNETES, "Waiting for Kubernetes"),
          new ClusterEvent.GuestPhase("etcd", Duration.ofMillis(6100), "etcd serves"),
          new ClusterEvent.Waiting("the API server", Duration.ofSeconds(1)),
          new ClusterEvent.Warning(new Problem(LauncherError.HOST_DISK_LOW, "1 GiB is left.")),
          new ClusterEvent.Timing("boot", Duration.ZERO, Duration.ofSeconds(1)),
          new ClusterEvent.Done("The cluster runs", Duration.ofSeconds(83)));

  @Test
  void plainPrintsALineForEachThing() {
    assertThat(told(PlainNarrator::new))
        .isEqualTo(
            """
            * Creating the machine
              image
            * Waiting for Kubernetes
              6.1s  etcd serves
            ! HOST_DISK_LOW: 1 GiB is left.
              %s
            * The cluster runs (1m23s)
            """
                .formatted(LauncherError.HOST_DISK_LOW.advice()));
  }

  @Test
  void eventsAreMinikubesAndStepsOnlyGrow() {
    var lines = told(EventNarrator::new).lines().toList();

    assertThat(lines).allMatch(line -> line.startsWith("{\"specversion\":\"1.0\",\"id\":\""));
    assertThat(lines.getFirst())
        .contains("\"type\":\"io.k8s.sigs.minikube.step\"")
        .endsWith(
            "\"data\":{\"currentstep\":\"3\",\"message\":\"Creating the machine\","
                + "\"name\":\"Creating VM\",\"totalsteps\":\"8\"}}");
    assertThat(lines.get(1)).contains("minikube.download.progress", "\"progress\":\"0.5\"");
    assertThat(lines)
        .anyMatch(line -> line.contains("minikube.warning") && line.contains("HOST_DISK_LOW"));
    assertThat(lines.getLast()).contains("\"currentstep\":\"8\"", "\"name\":\"Done\"");
  }

  @Test
  void liveEndsEachStepWithItsTimeAndLeavesNoSpinner() {
    var text = told(LiveNarrator::new);

    assertThat(text)
        .containsPattern("✔ Creating the machine  [\\d.]+s\n")
        .containsPattern("✔ Waiting for Kubernetes  [\\d.]+s\n");
    assertThat(text).contains("█".repeat(10) + "░".repeat(10) + " 50 %");
    assertThat(text).endsWith("✔ The cluster runs  1m23s\n");
  }

  private static String told(Function<PrintStream, Narrator> kind) {
    var bytes = new ByteArrayOutputStream();
    try (var narrator = kind.apply(new PrintStream(bytes, true, UTF_8))) {
      START.forEach(narrator);
    }
    return bytes.toString(UTF_8);
  }
}
