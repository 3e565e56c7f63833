package dev.coracle.gui.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.view.PumpedThread;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.cluster.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterListTest {
  @TempDir Path directory;
  private TestBed bed;
  private ClusterList list;

  @BeforeEach
  void setUp() throws IOException {
    bed = new TestBed(directory);
    list = new ClusterList(new Launcher(bed.surroundings()), Runnable::run);
  }

  @Test
  void isEmptyAndLoadedInANewHome() throws InterruptedException {
    assertThat(list.loaded().get()).isFalse();
    list.look();
    assertThat(list.loaded().get()).isTrue();
    assertThat(list.clusters()).isEmpty();
  }

  @Test
  void keepsTheSameObjectOfEachClusterWhileItsStateChanges() throws InterruptedException {
    bed.start("beta");
    list.look();
    var beta = list.find("beta").orElseThrow();
    assertThat(beta.state().getValue()).isEqualTo(State.RUNNING);
    assertThat(beta.currentContext().getValue()).isTrue();

    bed.start("alpha");
    bed.stop("beta");
    list.look();
    assertThat(list.clusters()).extracting(Cluster::name).containsExactly("alpha", "beta");
    assertThat(list.find("beta")).containsSame(beta);
    assertThat(beta.state().getValue()).isEqualTo(State.STOPPED);

    bed.delete("alpha");
    list.look();
    assertThat(list.clusters()).containsExactly(beta);
  }

  @Test
  void showsABrokenOneWithItsProblem() throws InterruptedException, IOException {
    bed.start("dev");
    Files.writeString(bed.home.cluster("dev").file(), "{");
    list.look();
    var dev = list.find("dev").orElseThrow();
    assertThat(dev.state().getValue()).isEqualTo(State.ERROR);
    assertThat(dev.problem().getValue().orElseThrow().code().name())
        .isEqualTo("CLUSTER_FILE_BROKEN");
  }

  @Test
  void showsOneThatIsJustBeingMade() throws InterruptedException, IOException {
    Files.createDirectories(bed.home.cluster("dev").directory());
    try (var _ = bed.home.lockCluster("dev", "start", Duration.ZERO, _ -> {})) {
      list.look();
      var dev = list.find("dev").orElseThrow();
      assertThat(dev.state().getValue()).isEqualTo(State.STARTING);
      assertThat(dev.busy().getValue()).isTrue();
    }
    list.look();
    assertThat(list.clusters()).isEmpty();
  }

  @Test
  void seesByItselfWhatACommandDid() throws InterruptedException {
    var fx = new PumpedThread();
    try (var watching = new ClusterList(new Launcher(bed.surroundings()), fx)) {
      watching.start();
      fx.until(() -> watching.loaded().get());
      bed.start("dev");
      fx.until(() -> watching.find("dev").isPresent());
    }
  }
}
