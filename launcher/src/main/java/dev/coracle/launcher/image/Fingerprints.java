package dev.coracle.launcher.image;

import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * What a file's size, time and inode were when its content was verified: as long as they hold, it
 * need not be read again.
 */
final class Fingerprints {
  private static final String FILE = "verified.json";

  private Fingerprints() {}

  static void remember(NodeImage image) throws IOException {
    var json = new JsonObject();
    for (var part : image.parts()) {
      json.put(part.file().getFileName().toString(), of(part.file()));
    }
    AtomicFile.writePrivate(image.manifest().resolveSibling(FILE), json.toBytes());
  }

  static boolean hold(NodeImage image) {
    try {
      var json = JsonObject.parse(Files.readAllBytes(image.manifest().resolveSibling(FILE)));
      for (var part : image.parts()) {
        if (Files.size(part.file()) != part.size()
            || !json.text(part.file().getFileName().toString()).equals(of(part.file()))) {
          return false;
        }
      }
      return true;
    } catch (IOException | JsonException e) {
      return false;
    }
  }

  private static String of(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.size()
        + " "
        + attributes.lastModifiedTime().toInstant()
        + " "
        + Objects.requireNonNullElse(attributes.fileKey(), "");
  }
}
