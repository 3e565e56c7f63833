package dev.coracle.launcher.kube;

import dev.coracle.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Whether an object does what it is for, told by its status. */
public final class ObjectHealth {
  /** Of these a status has one; it is the object's own word for working. */
  private static final List<String> CONDITIONS = List.of("Available", "Established", "Complete");

  private static final String HOST_PORTS = "coracle.dev/HostPorts";

  private ObjectHealth() {}

  /** As the API server answers it. */
  public static boolean isReady(JsonObject object) {
    var status = object.object("status");
    long generation = number(object.object("metadata"), "generation");
    if (number(status, "observedGeneration") < generation && observes(object.text("kind"))) {
      return false;
    }
    return switch (object.text("kind")) {
      case "Deployment", "StatefulSet" -> {
        long wanted = number(object.object("spec"), "replicas");
        yield number(status, "updatedReplicas") >= wanted
            && number(status, "availableReplicas") >= wanted
            && number(status, "replicas") <= wanted;
      }
      case "DaemonSet" -> {
        long wanted = number(status, "desiredNumberScheduled");
        yield number(status, "updatedNumberScheduled") >= wanted
            && number(status, "numberAvailable") >= wanted;
      }
      case "Service" ->
          !object.object("spec").optionalText("type").equals(Optional.of("LoadBalancer"))
              || !status.object("loadBalancer").objects("ingress").isEmpty();
      case "APIService", "CustomResourceDefinition", "Job" -> hasCondition(status);
      default -> true;
    };
  }

  /**
   * What the node has to say of a load balancer's ports on the host; empty if they are open and
   * those asked for.
   */
  public static Optional<String> portsComplaint(JsonObject object) {
    return object.object("status").objects("conditions").stream()
        .filter(condition -> condition.text("type").equals(HOST_PORTS))
        .map(condition -> condition.optionalText("message").orElse(""))
        .filter(message -> !message.isEmpty())
        .findFirst();
  }

  private static boolean observes(String kind) {
    return kind.equals("Deployment") || kind.equals("StatefulSet") || kind.equals("DaemonSet");
  }

  private static boolean hasCondition(JsonObject status) {
    return status.objects("conditions").stream()
        .anyMatch(condition ->
            CONDITIONS.contains(condition.text("type")) && condition.text("status").equals("True"));
  }

  /** Absent means none. */
  private static long number(JsonObject object, String name) {
    return (long) object.number(name).orElse(0);
  }
}
