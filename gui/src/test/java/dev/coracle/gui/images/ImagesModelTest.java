package dev.coracle.gui.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.task.TaskState;
import dev.coracle.gui.task.Tasks;
import dev.coracle.gui.view.PumpedThread;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.StartRequest;
import dev.coracle.launcher.cluster.TestBed;
import dev.coracle.launcher.kube.NodeImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesModelTest {
  private final PumpedThread fx = new PumpedThread();
  private Launcher launcher;
  private ImagesModel model;

  @BeforeEach
  void cluster(@TempDir Path directory) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ENGLISH);
    launcher = new Launcher(new TestBed(directory).surroundings());
    launcher.startCluster().run(StartRequest.of("demo"), _ -> {});
    var tasks =
        new Tasks(
            fx,
            bug -> {
              throw new AssertionError(bug);
            });
    model = new ImagesModel("demo", launcher.clusterImages(), tasks, fx);
  }

  @Test
  void whatIsPulledIsThereAndWhatIsRemovedIsNot() throws InterruptedException {
    var pulled = model.pull("example.org/app:1");
    fx.until(() -> has("example.org/app:1"));
    assertThat(pulled.title()).isEqualTo("Pull example.org/app:1 into demo");

    model.remove(new NodeImage("example.org/app:1", "", 0));
    fx.until(() -> !has("example.org/app:1"));
  }

  @Test
  void whatFailsIsToldByTheTask() throws InterruptedException {
    var task = model.remove(new NodeImage("example.org/none:1", "", 0));
    fx.until(() -> task.state().get().isEnded());
    assertThat(task.state().get())
        .isInstanceOfSatisfying(
            TaskState.Failed.class,
            failed -> assertThat(failed.problem().code().name()).isEqualTo("NODE_IMAGE_UNKNOWN"));
  }

  @Test
  void aClusterThatSleepsSaysSoInsteadOfAnEmptyList() throws InterruptedException {
    launcher.stopCluster().run("demo", false, false, _ -> {});
    model.refresh();
    fx.until(() -> model.hint().get().contains("does not run"));
    assertThat(model.images()).isEmpty();
    assertThat(model.hint().get()).contains("coracle start");
  }

  private boolean has(String image) {
    return model.images().stream().anyMatch(it -> it.name().equals(image));
  }
}
