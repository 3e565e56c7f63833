package dev.coracle.gui.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.gui.view.Page;
import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.TestBed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

class NavigatorTest {
  @TempDir Path directory;
  private final List<String> calls = new ArrayList<>();
  private TestBed bed;
  private ClusterList clusters;
  private Navigator navigator;

  @BeforeEach
  void setUp() throws IOException {
    bed = new TestBed(directory);
    clusters = new ClusterList(new Launcher(bed.surroundings()), Runnable::run);
    navigator =
        new Navigator(
            clusters,
            List.of(
                cluster -> List.of(page(cluster + "/overview")),
                cluster -> List.of(page(cluster + "/addons"))),
            () -> page("/welcome"));
  }

  @Test
  void welcomesWhoHasNoClusterAndLeadsToTheFirstOne() throws InterruptedException {
    clusters.look();
    assertThat(seen()).isEqualTo("welcome");
    bed.start("dev");
    clusters.look();
    assertThat(seen()).isEqualTo("overview");
    assertThat(calls)
        .containsExactly("show /welcome", "hide /welcome", "close /welcome", "show dev/overview");
  }

  @Test
  void staysOnTheSameKindOfPageOfAnotherCluster() throws InterruptedException {
    bed.start("alpha");
    bed.start("beta");
    clusters.look();
    navigator.open("addons");
    calls.clear();
    navigator.select(clusters.find("beta").orElseThrow());
    assertThat(seen()).isEqualTo("addons");
    assertThat(calls)
        .containsExactly(
            "hide alpha/addons", "close alpha/overview", "close alpha/addons", "show beta/addons");
  }

  @Test
  void aFormIsNotTakenAwayFromWhoFillsItIn() throws InterruptedException {
    clusters.look();
    navigator.open(page("/new"));
    bed.start("dev");
    clusters.look();
    assertThat(seen()).isEqualTo("new");
    navigator.back();
    assertThat(seen()).isEqualTo("overview");
  }

  @Test
  void leavesAClusterThatIsGone() throws InterruptedException {
    bed.start("alpha");
    bed.start("beta");
    clusters.look();
    bed.delete("alpha");
    clusters.look();
    assertThat(navigator.cluster().get()).contains(clusters.find("beta").orElseThrow());
    bed.delete("beta");
    clusters.look();
    assertThat(seen()).isEqualTo("welcome");
    assertThat(navigator.pages()).isEmpty();
  }

  @Test
  void waitsForAClusterThatIsBeingMade() throws InterruptedException {
    bed.start("alpha");
    clusters.look();
    navigator.selectWhenThere("beta");
    bed.start("beta");
    clusters.look();
    assertThat(navigator.cluster().get()).contains(clusters.find("beta").orElseThrow());
  }

  @Test
  void noPageAsksAnythingWhileTheWindowIsNotSeen() throws InterruptedException {
    bed.start("dev");
    clusters.look();
    calls.clear();
    navigator.setSeen(false);
    navigator.open("addons");
    assertThat(calls).containsExactly("hide dev/overview");
    navigator.setSeen(true);
    assertThat(calls).containsExactly("hide dev/overview", "show dev/addons");
  }

  private String seen() {
    return navigator.page().get().orElseThrow().id();
  }

  private Page page(String path) {
    return new Page() {
      @Override
      public String id() {
        return path.substring(path.indexOf('/') + 1);
      }

      @Override
      public String title() {
        return path;
      }

      @Override
      public Ikon icon() {
        return MaterialDesignP.PLUS;
      }

      @Override
      public Node node() {
        return new Region();
      }

      @Override
      public void onShown() {
        calls.add("show " + path);
      }

      @Override
      public void onHidden() {
        calls.add("hide " + path);
      }

      @Override
      public void close() {
        calls.add("close " + path);
      }
    };
  }
}
