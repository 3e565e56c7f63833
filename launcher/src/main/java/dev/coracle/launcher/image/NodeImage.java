package dev.coracle.launcher.image;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A node image as its manifest tells it (docs/guest.md); its files may be missing or broken.
 *
 * @param manifest the {@code .json} beside the files
 * @param commandLine the kernel's, for direct boot
 */
public record NodeImage(
    String kubernetesVersion,
    String arch,
    Path manifest,
    Part iso,
    Part kernel,
    Part initrd,
    String commandLine) {

  /** One file of an image. */
  public record Part(Path file, long size, String sha256) {}

  /** Names the image for good: whatever is in it, this is of that only. */
  public String digest() {
    return iso.sha256();
  }

  List<Part> parts() {
    return List.of(iso, kernel, initrd);
  }

  long size() {
    return parts().stream().mapToLong(Part::size).sum();
  }

  /**
   * @throws ProblemException {@code IMAGE_BROKEN} if it is no manifest that this release can read
   */
  static NodeImage read(Path manifest) {
    try {
      return read(manifest, JsonObject.parse(Files.readAllBytes(manifest)));
    } catch (IOException | JsonException e) {
      throw new ProblemException(
          LauncherError.IMAGE_BROKEN, manifest + " is broken: " + e.getMessage() + ".", e);
    }
  }

  private static NodeImage read(Path manifest, JsonObject json) throws IOException {
    if (json.integer("version") != 1) {
      throw new IOException("its form is " + json.integer("version") + ", not 1");
    }
    return new NodeImage(
        json.text("kubernetesVersion"),
        json.text("arch"),
        manifest,
        part(manifest, json.object("iso")),
        part(manifest, json.object("kernel")),
        part(manifest, json.object("initrd")),
        json.text("commandLine"));
  }

  private static Part part(Path manifest, JsonObject json) {
    var name = Path.of(json.text("file"));
    return new Part(
        manifest.resolveSibling(name.getFileName()), json.longInteger("size"), json.text("sha256"));
  }
}
