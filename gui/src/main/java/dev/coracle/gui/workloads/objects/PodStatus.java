package dev.coracle.gui.workloads.objects;

import dev.coracle.gui.workloads.objects.Row.Health;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/**
 * A pod's state in kubectl's words, which say more than its phase: {@code CrashLoopBackOff}, {@code
 * Init:1/2}, {@code Terminating}.
 */
record PodStatus(String text, int ready, int containers, int restarts, Health health) {
  static PodStatus of(Pod pod) {
    var status = pod.getStatus();
    var own = status == null ? List.<ContainerStatus>of() : status.getContainerStatuses();
    var init = status == null ? List.<ContainerStatus>of() : status.getInitContainerStatuses();
    int ready = (int) own.stream().filter(container -> isTrue(container.getReady())).count();
    int count = pod.getSpec() == null ? 0 : pod.getSpec().getContainers().size();
    var text = text(pod, own, init);
    return new PodStatus(text, ready, count, restarts(own), health(text, ready, count));
  }

  private static String text(Pod pod, List<ContainerStatus> own, List<ContainerStatus> init) {
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return "Terminating";
    }
    var status = pod.getStatus();
    if (status == null || status.getPhase() == null) {
      return "Unknown";
    }
    if (status.getReason() != null && !status.getReason().isEmpty()) {
      return status.getReason();
    }
    int done = 0;
    for (var container : init) {
      var state = container.getState();
      if (state != null && state.getTerminated() != null) {
        if (number(state.getTerminated().getExitCode()) != 0) {
          return "Init:" + ended(state);
        }
        done++;
      } else if (!isTrue(container.getStarted())) {
        var waiting = state == null ? null : state.getWaiting();
        return waiting != null && !"PodInitializing".equals(waiting.getReason())
            ? "Init:" + waiting.getReason()
            : "Init:" + done + "/" + init.size();
      }
    }
    for (var container : own) {
      var state = container.getState();
      if (state != null && state.getWaiting() != null && state.getWaiting().getReason() != null) {
        return state.getWaiting().getReason();
      }
      if (state != null
          && state.getTerminated() != null
          && number(state.getTerminated().getExitCode()) != 0) {
        return ended(state);
      }
    }
    return status.getPhase().equals("Succeeded") ? "Completed" : status.getPhase();
  }

  private static String ended(ContainerState state) {
    var reason = state.getTerminated().getReason();
    return reason != null && !reason.isEmpty()
        ? reason
        : "ExitCode:" + state.getTerminated().getExitCode();
  }

  private static Health health(String text, int ready, int count) {
    return switch (text) {
      case "Running" -> ready == count ? Health.GOOD : Health.BUSY;
      case "Pending", "ContainerCreating", "PodInitializing", "Terminating" -> Health.BUSY;
      case "Completed" -> Health.PLAIN;
      default -> text.matches("Init:\\d+/\\d+") ? Health.BUSY : Health.BAD;
    };
  }

  private static int restarts(List<ContainerStatus> containers) {
    return containers.stream().mapToInt(status -> number(status.getRestartCount())).sum();
  }

  private static int number(Integer value) {
    return value == null ? 0 : value;
  }

  private static boolean isTrue(Boolean value) {
    return Boolean.TRUE.equals(value);
  }
}
