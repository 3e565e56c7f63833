package dev.coracle.launcher.cluster;

import dev.coracle.json.JsonObject;
import java.time.Instant;

/**
 * A deleted cluster that can still be brought back.
 *
 * @param id its name and the time, {@code dev.20261121-101500}
 * @param name the cluster's
 * @param ran whether it ran, and runs again when it comes back
 * @param selected whether commands were about it when they were not told
 */
public record DeletedCluster(
    String id, String name, Instant deleted, boolean ran, boolean selected) {

  /** What {@code deleted.json} holds. */
  static DeletedCluster read(String id, JsonObject json) {
    return new DeletedCluster(
        id,
        json.text("name"),
        Instant.parse(json.text("deleted")),
        json.flag("ran"),
        json.flag("selected"));
  }

  JsonObject write(JsonObject json) {
    return json.put("name", name)
        .put("deleted", deleted.toString())
        .put("ran", ran)
        .put("selected", selected);
  }
}
