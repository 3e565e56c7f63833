package dev.coracle.launcher.kube;

import dev.coracle.launcher.kube.NodeStatus.Component;
import dev.coracle.launcher.kube.NodeStatus.State;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The status endpoint's JSON as records; members unknown here are of a newer guest and skipped. */
final class StatusJson {
  private static final int VERSION = 1;

  private StatusJson() {}

  /**
   * @throws tools.jackson.core.JacksonException if it is not JSON or a member is missing
   * @throws IllegalArgumentException if a value is none that is known
   */
  static NodeStatus parse(String json) {
    var root = JsonMapper.shared().readTree(json);
    var version = root.required("version").asInt();
    if (version != VERSION) {
      throw new IllegalArgumentException("version " + version + " of the status");
    }
    var components = new ArrayList<Component>();
    for (var component : root.required("components")) {
      components.add(
          new Component(
              component.required("name").asString(),
              state(component),
              component.path("restarts").asInt(0)));
    }
    return new NodeStatus(
        version,
        root.required("kubernetesVersion").asString(),
        root.required("ready").asBoolean(),
        instant(root.required("time").asString()),
        root.required("uptimeSeconds").asDouble(),
        components);
  }

  private static State state(JsonNode component) {
    var name = component.required("state").asString();
    return switch (name) {
      case "waiting" ->
          new State.Waiting(
              component.path("waitingFor").valueStream().map(JsonNode::asString).toList());
      case "starting" -> new State.Starting(seconds(component, "startedSeconds"));
      case "ready" ->
          new State.Ready(seconds(component, "startedSeconds"), seconds(component, "readySeconds"));
      case "failed" ->
          new State.Failed(
              component.path("error").asString(""), seconds(component, "nextTrySeconds"));
      case "stopped" -> new State.Stopped();
      default -> throw new IllegalArgumentException("state " + name);
    };
  }

  private static double seconds(JsonNode component, String member) {
    return component.path(member).asDouble(0);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("time " + text, e);
    }
  }
}
