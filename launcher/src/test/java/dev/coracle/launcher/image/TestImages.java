package dev.coracle.launcher.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Node images of a few bytes. */
public final class TestImages {
  private TestImages() {}

  /**
   * Writes an image of these contents.
   *
   * @return the manifest
   */
  public static Path write(Path directory, String version, String content) throws IOException {
    var name = "coracle-node-" + version + "-" + NodeImages.hostArch();
    var parts = new StringBuilder();
    for (var part : new String[] {"iso", "vmlinuz", "initrd"}) {
      var file = directory.resolve(name + "." + part);
      var bytes = (content + " " + part).repeat(1000).getBytes(StandardCharsets.UTF_8);
      Files.write(file, bytes);
      parts.append(
          "\"%s\": {\"file\": \"%s\", \"size\": %d, \"sha256\": \"%s\"},\n"
              .formatted(
                  part.equals("vmlinuz") ? "kernel" : part,
                  file.getFileName(),
                  bytes.length,
                  Digest.sha256(file, _ -> {})));
    }
    return Files.writeString(
        directory.resolve(name + ".json"),
        "{\"version\": 1, \"kubernetesVersion\": \"%s\", \"arch\": \"%s\",\n%s\"commandLine\": \"quiet\"}"
            .formatted(version, NodeImages.hostArch(), parts));
  }
}
