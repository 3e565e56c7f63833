package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.coracle.launcher.kube.NodeImage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterImagesTest {
  private TestBed bed;
  private ClusterImages images;

  @BeforeEach
  void cluster(@TempDir Path directory) throws IOException, InterruptedException {
    bed = new TestBed(directory);
    images = new ClusterImages(bed.surroundings());
    new StartCluster(bed.surroundings()).run(StartRequest.of("dev"), _ -> {});
    bed.objects.images.clear();
    bed.objects.images.put("docker.io/library/nginx:1", "sha256:1");
  }

  @Test
  void areListedPulledAndRemoved() throws InterruptedException {
    images.pull("dev", "example.org/app:2");
    assertThat(images.list("dev"))
        .extracting(NodeImage::repository, NodeImage::tag)
        .containsExactly(tuple("docker.io/library/nginx", "1"), tuple("example.org/app", "2"));

    images.remove("dev", "docker.io/library/nginx:1");
    assertThat(images.list("dev")).extracting(NodeImage::name).containsExactly("example.org/app:2");
    assertThatThrownBy(() -> images.remove("dev", "nginx"))
        .hasMessageStartingWith("NODE_IMAGE_UNKNOWN");
  }

  @Test
  void aFileThatIsNotThereIsNotSent(@TempDir Path directory) {
    assertThatThrownBy(() -> images.load("dev", directory.resolve("none.tar"), _ -> {}))
        .hasMessageStartingWith("IMAGE_REFUSED");
    assertThat(bed.objects.calls).isEmpty();
  }

  @Test
  void aClusterThatSleepsIsNotAsked() throws InterruptedException {
    new StopCluster(bed.surroundings()).run("dev", false, false, _ -> {});
    assertThatThrownBy(() -> images.list("dev")).hasMessageStartingWith("CLUSTER_NOT_RUNNING");
  }

  @Test
  void aPortOfARegistryIsNoTag() {
    var image = new NodeImage("localhost:5000/app", "sha256:1", 0);
    assertThat(image.repository()).isEqualTo("localhost:5000/app");
    assertThat(image.tag()).isEmpty();
  }
}
