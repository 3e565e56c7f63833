package dev.coracle.gui.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.errors.Problem;
import dev.coracle.gui.cluster.OverviewModel.Look;
import dev.coracle.gui.problem.GuiError;
import dev.coracle.gui.task.Background;
import dev.coracle.gui.view.PumpedThread;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.cluster.TestBed;
import dev.coracle.vm.VmError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverviewModelTest {
  @TempDir Path directory;
  private final PumpedThread fx = new PumpedThread();
  private TestBed bed;
  private OverviewModel model;

  @BeforeEach
  void setUp() throws IOException, InterruptedException {
    bed = new TestBed(directory);
    bed.start("dev");
    var launcher = new Launcher(bed.surroundings());
    var clusters = new ClusterList(launcher, Runnable::run);
    clusters.look();
    var background = new Background(fx, bug -> new Problem(GuiError.APP_BUG, bug.toString()));
    model = new OverviewModel(clusters.find("dev").orElseThrow(), launcher, background);
  }

  @AfterEach
  void stop() {
    model.stop();
  }

  @Test
  void tellsStateDriverAndWhatHappened() throws InterruptedException {
    var look = firstLook();
    assertThat(look.status().host()).isEqualTo(State.RUNNING);
    assertThat(look.driver()).contains("fake 1.0");
    assertThat(look.problems()).isEmpty();
    assertThat(look.events().getFirst().message()).isEqualTo("Kubernetes v1.36.3 is ready.");
    assertThat(OverviewModel.progress(look)).isEmpty();
  }

  @Test
  void keepsWhatTheNodeUsesUntilItRestsAgain() throws InterruptedException {
    var usage = "{\"node\": {\"cpu\": {\"usageNanoCores\": 500000000}}, \"pods\": [{}]}";
    bed.objects.answers.put(
        "/api/v1/nodes/coracle/proxy/stats/summary",
        JsonObject.parse(usage.getBytes(StandardCharsets.UTF_8)));
    firstLook();
    assertThat(model.usage()).singleElement().satisfies(it -> assertThat(it.cpus()).isEqualTo(0.5));
    bed.stop("dev");
    fx.until(() -> model.usage().isEmpty());
  }

  @Test
  void showsWhatKeepsTheMachineFromWorking() throws InterruptedException {
    var full = new Problem(VmError.HOST_DISK_FULL, "The disk is full.");
    bed.driver.setProblems("dev", List.of(full));
    assertThat(firstLook().problems()).containsExactly(full);
  }

  @Test
  void aBrokenFileIsItsProblem() throws IOException, InterruptedException {
    Files.writeString(bed.home.cluster("dev").file(), "{");
    model.start();
    fx.until(() -> model.problem().get().isPresent());
    assertThat(model.problem().get().orElseThrow().code().name()).isEqualTo("CLUSTER_FILE_BROKEN");
  }

  @Test
  void aStartThatGoesOnHasAStepAndIsSoFar() throws InterruptedException {
    bed.home
        .cluster("dev")
        .appendEvent(
            new JsonObject()
                .put("time", Instant.now().toString())
                .put("type", "step")
                .put("step", "Creating VM")
                .put("message", "Waking the VM")
                .toLine());
    try (var _ = bed.home.lockCluster("dev", "start", Duration.ZERO, _ -> {})) {
      assertThat(OverviewModel.progress(firstLook()).orElseThrow()).isBetween(0.1, 0.9);
    }
  }

  private Look firstLook() throws InterruptedException {
    model.start();
    fx.until(() -> model.look().get().isPresent());
    return model.look().get().orElseThrow();
  }
}
