package dev.coracle.launcher.cli;

import dev.coracle.launcher.Version;
import dev.coracle.launcher.cluster.ClusterStatus;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.cluster.GoDuration;
import dev.coracle.launcher.cluster.ReadStatus.LastStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A status in minikube's shapes. */
final class StatusJson {
  /** minikube's codes, after those of HTTP. */
  private enum Code {
    STARTING(100, "Starting"),
    PAUSING(101, "Pausing"),
    UNPAUSING(102, "Unpausing"),
    STOPPING(110, "Stopping"),
    OK(200, "OK"),
    WARNING(203, "Warning"),
    DEGRADED(204, "Degraded"),
    NOT_FOUND(404, "NotFound"),
    STOPPED(405, "Stopped"),
    PAUSED(418, "Paused"),
    ERROR(500, "Error");

    private final int number;
    private final String title;

    Code(int number, String title) {
      this.number = number;
      this.title = title;
    }
  }

  private StatusJson() {}

  /** What templates may name. */
  static Map<String, String> fields(ClusterStatus status) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("Name", status.name());
    fields.put("Host", status.host().word());
    fields.put("Kubelet", status.kubelet().word());
    fields.put("APIServer", status.apiServer().word());
    fields.put("Kubeconfig", status.kubeconfig().word());
    fields.put("Worker", "false");
    fields.put("TimeToStop", timeToStop(status));
    return fields;
  }

  static Map<String, Object> node(ClusterStatus status) {
    var node = new LinkedHashMap<String, Object>(fields(status));
    node.put("Worker", false);
    node.remove("TimeToStop", "");
    return node;
  }

  private static String timeToStop(ClusterStatus status) {
    return status.timeToStop().map(GoDuration::text).orElse("");
  }

  /**
   * The status of the whole.
   *
   * @param last what a command last began with the cluster
   * @param command that is at work on it now
   */
  static Map<String, Object> cluster(
      ClusterStatus status, Optional<LastStep> last, Optional<String> command) {
    var node = coded(status.name(), code(status.host()));
    var parts = new LinkedHashMap<String, Object>();
    parts.put("apiserver", coded("apiserver", code(status.apiServer())));
    parts.put("kubelet", coded("kubelet", code(status.kubelet())));
    node.put("Components", parts);

    boolean atWork = last.filter(LastStep::goesOn).isPresent();
    var passing =
        switch (command.orElse("")) {
          case "pause" -> Code.PAUSING;
          case "unpause" -> Code.UNPAUSING;
          default -> atWork ? Code.STARTING : whole(status);
        };
    var cluster = coded(status.name(), passing);
    last.ifPresent(it -> {
      cluster.put("Step", it.step());
      cluster.put("StepDetail", it.detail());
    });
    cluster.put("BinaryVersion", Version.CORACLE);
    status.timeToStop().ifPresent(_ -> cluster.put("TimeToStop", timeToStop(status)));
    cluster.put("Components", Map.of("kubeconfig", coded("kubeconfig", code(status.kubeconfig()))));
    cluster.put("Nodes", List.of(node));
    return cluster;
  }

  private static Map<String, Object> coded(String name, Code code) {
    var members = new LinkedHashMap<String, Object>();
    members.put("Name", name);
    members.put("StatusCode", code.number);
    members.put("StatusName", code.title);
    return members;
  }

  private static Code whole(ClusterStatus status) {
    if (status.host() != State.RUNNING) {
      return code(status.host());
    }
    if (status.apiServer() != State.RUNNING) {
      return code(status.apiServer());
    }
    if (status.kubelet() != State.RUNNING) {
      return Code.DEGRADED;
    }
    return status.kubeconfig() == State.CONFIGURED ? Code.OK : Code.WARNING;
  }

  private static Code code(State state) {
    return switch (state) {
      case RUNNING, CONFIGURED -> Code.OK;
      case STARTING -> Code.STARTING;
      case STOPPING -> Code.STOPPING;
      case STOPPED, SAVED -> Code.STOPPED;
      case PAUSED -> Code.PAUSED;
      case NONEXISTENT -> Code.NOT_FOUND;
      case MISCONFIGURED -> Code.WARNING;
      case ERROR -> Code.ERROR;
    };
  }
}
