package dev.coracle.launcher.cluster;

import dev.coracle.json.JsonObject;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps what happened to a cluster in its folder, one JSON object per line. */
final class EventLog {
  private final Surroundings surroundings;
  private final String name;

  EventLog(Surroundings surroundings, String name) {
    this.surroundings = surroundings;
    this.name = name;
  }

  /** Tells events on, and keeps those that are worth it. */
  Consumer<ClusterEvent> alongside(Consumer<ClusterEvent> events) {
    return event -> {
      line(event).ifPresent(this::append);
      events.accept(event);
    };
  }

  private void append(JsonObject line) {
    surroundings.clusters().folder(name).appendEvent(line.toLine());
  }

  private Optional<JsonObject> line(ClusterEvent event) {
    return switch (event) {
      case ClusterEvent.Step step ->
          Optional.of(line("step", step.message()).put("step", step.step().title()));
      case ClusterEvent.GuestPhase phase ->
          Optional.of(
              line("phase", phase.message())
                  .put("phase", phase.phase())
                  .put("guestSeconds", phase.guestTime().toMillis() / 1000.0));
      case ClusterEvent.Info info -> Optional.of(line("info", info.message()));
      case ClusterEvent.Warning warning ->
          Optional.of(
              line("warning", warning.problem().detail())
                  .put("code", warning.problem().code().name()));
      case ClusterEvent.Done done ->
          Optional.of(
              line("done", done.message()).put("seconds", done.elapsed().toMillis() / 1000.0));
      case ClusterEvent.Waiting _, ClusterEvent.Progress _, ClusterEvent.Timing _ ->
          Optional.empty();
    };
  }

  private JsonObject line(String type, String message) {
    return new JsonObject()
        .put("time", surroundings.clock().instant().toString())
        .put("type", type)
        .put("message", message);
  }
}
