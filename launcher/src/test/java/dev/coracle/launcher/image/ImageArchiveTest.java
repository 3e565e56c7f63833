package dev.coracle.launcher.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArchiveTest {
  private static final String INDEX =
      """
      {"schemaVersion": 2, "manifests": [{"digest": "sha256:1", "size": 1,
       "annotations": {"io.containerd.image.name": "example.org/a:1"}}]}
      """;

  @TempDir private Path directory;

  /** A tar as programs write it: names and contents in turn. */
  private Path tar(String... entries) throws IOException {
    var tar = new ByteArrayOutputStream();
    for (int i = 0; i < entries.length; i += 2) {
      var content = entries[i + 1].getBytes(US_ASCII);
      var header = new byte[512];
      var name = entries[i].getBytes(US_ASCII);
      System.arraycopy(name, 0, header, 0, name.length);
      var size = "%011o".formatted(content.length).getBytes(US_ASCII);
      System.arraycopy(size, 0, header, 124, size.length);
      tar.write(header);
      tar.write(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    }
    tar.write(new byte[1024]);
    return Files.write(directory.resolve("image.tar"), tar.toByteArray());
  }

  @Test
  void imagesAreKnownByTheIndexWhereverItIs() throws IOException {
    var archive = tar("oci-layout", "{}", "blobs/x", "x".repeat(2000), "index.json", INDEX);
    assertThat(ImageArchive.digests(archive))
        .containsExactly(Map.entry("example.org/a:1", "sha256:1"));
  }

  @Test
  void whatIsNoArchiveIsAProblem() throws IOException {
    for (var index : List.of("[]", "{\"manifests\": [{\"digest\": \"sha256:1\"}]}")) {
      var archive = tar("index.json", index);
      assertThatThrownBy(() -> ImageArchive.digests(archive))
          .hasMessageStartingWith("IMAGE_REFUSED");
    }
    var without = tar("oci-layout", "{}");
    assertThatThrownBy(() -> ImageArchive.digests(without)).hasMessageStartingWith("IMAGE_REFUSED");
    var text = Files.writeString(directory.resolve("text.tar"), "text".repeat(500));
    assertThatThrownBy(() -> ImageArchive.digests(text)).hasMessageStartingWith("IMAGE_REFUSED");
    assertThatThrownBy(() -> ImageArchive.digests(directory.resolve("none.tar")))
        .hasMessageStartingWith("IMAGE_REFUSED");
  }
}
