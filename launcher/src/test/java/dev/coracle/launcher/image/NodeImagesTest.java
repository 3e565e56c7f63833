package dev.coracle.launcher.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeImagesTest {
  @TempDir private Path directory;
  private NodeImages images;

  @BeforeEach
  void write() throws IOException {
    for (var version : List.of("v1.35.4", "v1.36.3", "v1.36.10", "v1.37.0-rc.1")) {
      TestImages.write(directory, version, version);
    }
    images = new NodeImages(List.of(directory), new ImageStore(directory.resolve("store")));
  }

  @ParameterizedTest
  @CsvSource({
    "v1.36.3,v1.36.3", "1.36.3,v1.36.3", "v1.36,v1.36.10", "1.35,v1.35.4",
    "stable,v1.36.10", "latest,v1.37.0-rc.1", "v1.37.0-rc.1,v1.37.0-rc.1", "STABLE,v1.36.10"
  })
  void resolvesWhatPeopleType(String asked, String version) {
    assertThat(images.resolve(asked).kubernetesVersion()).isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource({"v1.36.4", "1", "v1", "1.37", "newest", "1.36.3.1"})
  void oneThatIsNotThereIsAProblemThatListsThoseThatAre(String asked) {
    assertThatThrownBy(() -> images.resolve(asked))
        .hasMessageStartingWith("KUBERNETES_VERSION_UNAVAILABLE")
        .hasMessageContaining("v1.37.0-rc.1, v1.36.10, v1.36.3, v1.35.4");
  }

  @Test
  void noImageAtAllIsAProblemThatSaysWhereItLooked() {
    var nowhere =
        new NodeImages(
            List.of(directory.resolve("none")), new ImageStore(directory.resolve("store")));
    assertThatThrownBy(() -> nowhere.resolve("stable"))
        .hasMessageStartingWith("IMAGE_NOT_FOUND")
        .hasMessageContaining(directory.resolve("none").toString());
  }

  @Test
  void brokenManifestDoesNotHideOtherImages() throws IOException {
    Files.writeString(directory.resolve("coracle-node-v1.38.0-amd64.json"), "{");
    assertThat(images.resolve("latest").kubernetesVersion()).isEqualTo("v1.37.0-rc.1");
    assertThatThrownBy(() -> images.resolve("v1.38.0")).hasMessageStartingWith("IMAGE_BROKEN");
  }

  @Test
  void imagesOfOtherArchitecturesAreNoneForThisHost() throws IOException {
    var manifest = TestImages.write(directory, "v1.40.0", "other");
    Files.writeString(
        manifest, Files.readString(manifest).replace(NodeImages.hostArch(), "riscv64"));
    assertThat(images.versions()).doesNotContain("v1.40.0");
  }

  @Test
  void firstDirectoryWins(@TempDir Path first) throws IOException {
    var manifest = TestImages.write(first, "v1.36.3", "newer");
    var both =
        new NodeImages(List.of(first, directory), new ImageStore(directory.resolve("store")));
    assertThat(both.resolve("v1.36.3").manifest()).isEqualTo(manifest);
  }

  @Test
  void searchPathIsTheEnvironmentsThenTheInstallations() {
    assertThat(
            NodeImages.searchPath(
                Map.of("CORACLE_IMAGES", "/a" + File.pathSeparator + "/b", "CORACLE_LIB", "/lib")))
        .containsExactly(Path.of("/a"), Path.of("/b"), Path.of("/lib"), Path.of("/lib/images"));
  }
}
