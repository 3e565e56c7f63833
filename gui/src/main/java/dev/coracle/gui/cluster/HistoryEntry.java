package dev.coracle.gui.cluster;

import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened to a cluster.
 *
 * @param warning whether it is one
 */
record HistoryEntry(Instant time, String message, boolean warning) {
  /** Empty if the line is none, as a full disk leaves them. */
  static Optional<HistoryEntry> of(String line) {
    try {
      var event = JsonObject.parse(line.getBytes(StandardCharsets.UTF_8));
      return Optional.of(
          new HistoryEntry(
              Instant.parse(event.text("time")),
              event.text("message"),
              event.text("type").equals("warning")));
    } catch (JsonException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
