package dev.coracle.launcher.readiness;

import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What a guest tells on its console (docs/guest.md). */
public sealed interface Marker {
  String PREFIX = "CORACLE {";

  /** Since the guest's kernel started. */
  Duration at();

  record Phase(Duration at, String name) implements Marker {}

  record Failed(Duration at, String component, String reason) implements Marker {}

  /** The last line of an orderly shutdown. */
  record PowerOff(Duration at) implements Marker {}

  /** The marker in a line of a console; other lines, also broken ones, hold none. */
  static Optional<Marker> parse(String line) {
    int begin = line.indexOf(PREFIX);
    int end = line.lastIndexOf('}');
    if (begin < 0 || end < begin) {
      return Optional.empty();
    }
    try {
      var text = line.substring(begin + PREFIX.length() - 1, end + 1);
      return Optional.of(of(JsonObject.parse(text.getBytes(StandardCharsets.UTF_8))));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static Marker of(JsonObject json) {
    var at = Duration.ofMillis(Math.round(json.number("t").orElse(0) * 1000));
    var phase = json.text("phase");
    return switch (phase) {
      case "failed" ->
          new Failed(
              at,
              json.optionalText("component").orElse("node"),
              json.optionalText("reason").orElse("unknown"));
      case "poweroff" -> new PowerOff(at);
      default -> new Phase(at, phase);
    };
  }
}
