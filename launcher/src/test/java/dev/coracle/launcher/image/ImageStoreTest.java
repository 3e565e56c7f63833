package dev.coracle.launcher.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
  @TempDir private Path build;
  @TempDir private Path home;
  private ImageStore store;
  private NodeImage image;

  @BeforeEach
  void write() throws IOException {
    image = NodeImage.read(TestImages.write(build, "v1.36.3", "first"));
    store = new ImageStore(home.resolve("images"));
  }

  @Test
  void copyOutlivesTheBuildItCameFrom() throws IOException {
    var progress = new ArrayList<Long>();
    var copy = store.add(image, (done, total) -> progress.add(done * 100 / total));
    for (var part : image.parts()) {
      Files.delete(part.file());
    }
    assertThat(store.find(image.digest())).contains(copy);
    assertThat(copy.iso().file()).exists();
    assertThat(progress).isSorted().endsWith(100L);
  }

  @Test
  void presentCopyIsNotReadAgain() {
    store.add(image, (_, _) -> {});
    var progress = new ArrayList<Long>();
    store.add(image, (done, _) -> progress.add(done));
    assertThat(progress).isEmpty();
  }

  @Test
  void truncatedImageIsAProblemAndLeavesNothing() throws IOException {
    truncate(image.iso().file());
    assertThatThrownBy(() -> add())
        .hasMessageStartingWith("IMAGE_BROKEN: " + image.iso().file())
        .hasMessageContaining("bytes, not");
    assertThat(store.manifests()).isEmpty();
  }

  @Test
  void imageOfTheRightSizeButOtherContentIsAProblemAndLeavesNothing() throws IOException {
    var content = Files.readAllBytes(image.kernel().file());
    content[content.length / 2] ^= 1;
    Files.write(image.kernel().file(), content);
    assertThatThrownBy(() -> add()).hasMessageContaining("SHA-256");
    assertThat(home.resolve("images")).isEmptyDirectory();
  }

  @Test
  void missingFileIsAProblem() throws IOException {
    Files.delete(image.initrd().file());
    assertThatThrownBy(() -> add()).hasMessageStartingWith("IMAGE_BROKEN");
  }

  @Test
  void copyThatWasTamperedWithIsMadeAnew() throws IOException {
    var copy = add();
    truncate(copy.iso().file());
    assertThat(store.find(image.digest())).isEmpty();
    assertThat(add().iso().file()).hasSameBinaryContentAs(image.iso().file());
    assertThat(store.find(image.digest())).isPresent();
  }

  @Test
  void interruptedCopyIsForgotten() throws IOException {
    assertThatThrownBy(() ->
            store.add(
                image,
                (_, _) -> {
                  throw new IllegalStateException("killed");
                }))
        .hasMessage("killed");
    assertThat(store.manifests()).isEmpty();
    add();
    assertThat(home.resolve("images").toFile().list()).containsExactly(image.digest());
  }

  @Test
  void oldBuildsOfAVersionAreRemovedUnlessUsed(@TempDir Path later, @TempDir Path latest)
      throws IOException {
    var first = add();
    var second = store.add(NodeImage.read(TestImages.write(later, "v1.36.3", "2")), (_, _) -> {});
    var third = store.add(NodeImage.read(TestImages.write(latest, "v1.36.3", "3")), (_, _) -> {});
    store.removeUnused(third, Set.of(first.digest()));
    assertThat(store.find(first.digest())).isPresent();
    assertThat(store.find(second.digest())).isEmpty();
    assertThat(store.find(third.digest())).isPresent();
  }

  private NodeImage add() {
    return store.add(image, (_, _) -> {});
  }

  private static void truncate(Path file) throws IOException {
    try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(100);
    }
  }
}
