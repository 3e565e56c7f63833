package dev.coracle.launcher.cluster;

import dev.coracle.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@code snapshots/ID.json} holds: what the cluster was, and what people call it.
 *
 * @param id what the driver knows it by
 * @param undo what it is kept for; empty if somebody asked for it
 * @param cluster the configuration of its time
 */
record SnapshotEntry(String id, String name, Optional<Undo> undo, ClusterRecord cluster) {

  /**
   * A command that can be undone.
   *
   * @param command as it was typed
   * @param removal whether it removed this snapshot, which comes back by its name; else this is
   *     what the cluster was before
   */
  record Undo(String command, boolean removal, Instant time) {}

  SnapshotEntry with(Optional<Undo> other) {
    return new SnapshotEntry(id, name, other, cluster);
  }

  /** Whether it is one of the cluster's snapshots, or was removed. */
  boolean isThere() {
    return undo.filter(Undo::removal).isEmpty();
  }

  static SnapshotEntry read(String id, JsonObject json) {
    return new SnapshotEntry(
        id,
        json.text("name"),
        json.has("undo") ? Optional.of(undo(json.object("undo"))) : Optional.empty(),
        ClusterCodec.read(json.object("cluster")));
  }

  private static Undo undo(JsonObject json) {
    return new Undo(json.text("command"), json.flag("removal"), Instant.parse(json.text("time")));
  }

  JsonObject write(JsonObject json) {
    json.put("name", name);
    json.remove("undo");
    undo.ifPresent(it ->
        json.object("undo")
            .put("command", it.command())
            .put("removal", it.removal())
            .put("time", it.time().toString()));
    ClusterCodec.write(cluster, json.object("cluster"));
    return json;
  }
}
