package dev.coracle.vm.qemu;

import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * What {@code snapshot.json} holds.
 *
 * @param layer the ID of what the disk held
 */
record SnapshotRecord(Instant taken, String layer) {
  private static final int VERSION = 1;

  void write(Path file) throws IOException {
    JsonObject json = new JsonObject();
    json.put("version", VERSION);
    json.put("taken", taken.toString());
    json.put("layer", layer);
    DurableFile.write(file, json.toBytes());
  }

  static SnapshotRecord read(Path file) throws IOException {
    try {
      JsonObject json = JsonObject.parse(Files.readAllBytes(file));
      if (json.integer("version") != VERSION) {
        throw new IOException(file + " is of version " + json.integer("version"));
      }
      return new SnapshotRecord(Instant.parse(json.text("taken")), json.text("layer"));
    } catch (JsonException | DateTimeException e) {
      throw new IOException(file + " cannot be understood: " + e.getMessage(), e);
    }
  }
}
