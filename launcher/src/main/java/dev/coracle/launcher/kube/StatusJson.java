package dev.coracle.launcher.kube;

import dev.coracle.json.JsonObject;
import dev.coracle.launcher.kube.NodeStatus.Component;
import dev.coracle.launcher.kube.NodeStatus.State;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** The status endpoint's JSON as records; members unknown here are of a newer guest and skipped. */
final class StatusJson {
  private static final int VERSION = 1;

  private StatusJson() {}

  /**
   * @throws dev.coracle.json.JsonException if it is not JSON or a member is missing
   * @throws IllegalArgumentException if a value is none that is known
   */
  static NodeStatus parse(byte[] json) {
    var root = JsonObject.parse(json);
    var version = root.integer("version");
    if (version != VERSION) {
      throw new IllegalArgumentException("version " + version + " of the status");
    }
    return new NodeStatus(
        version,
        root.text("kubernetesVersion"),
        root.flag("ready"),
        instant(root.text("time")),
        seconds(root, "uptimeSeconds"),
        root.objects("components").stream().map(StatusJson::component).toList());
  }

  private static Component component(JsonObject component) {
    return new Component(
        component.text("name"),
        state(component),
        component.has("restarts") ? component.integer("restarts") : 0);
  }

  private static State state(JsonObject component) {
    var name = component.text("state");
    return switch (name) {
      case "waiting" -> new State.Waiting(component.texts("waitingFor"));
      case "starting" -> new State.Starting(seconds(component, "startedSeconds"));
      case "ready" ->
          new State.Ready(seconds(component, "startedSeconds"), seconds(component, "readySeconds"));
      case "failed" ->
          new State.Failed(
              component.optionalText("error").orElse(""), seconds(component, "nextTrySeconds"));
      case "stopped" -> new State.Stopped();
      default -> throw new IllegalArgumentException("state " + name);
    };
  }

  private static double seconds(JsonObject object, String member) {
    return object.number(member).orElse(0);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("time " + text, e);
    }
  }
}
