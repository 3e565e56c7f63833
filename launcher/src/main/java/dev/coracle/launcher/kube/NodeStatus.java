package dev.coracle.launcher.kube;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The answer of a guest's status endpoint (docs/guest.md). Seconds are since its kernel started.
 */
public record NodeStatus(
    int version,
    String kubernetesVersion,
    boolean ready,
    Instant time,
    double uptimeSeconds,
    List<Component> components) {
  public NodeStatus {
    components = List.copyOf(components);
  }

  public Optional<Component> component(String name) {
    return components.stream().filter(component -> component.name().equals(name)).findFirst();
  }

  /** One part of the node and how it is. */
  public record Component(String name, State state, int restarts) {}

  /** Where a component is on its way. */
  public sealed interface State {
    record Waiting(List<String> waitingFor) implements State {
      public Waiting {
        waitingFor = List.copyOf(waitingFor);
      }
    }

    record Starting(double startedSeconds) implements State {}

    record Ready(double startedSeconds, double readySeconds) implements State {}

    /** Will be tried again. */
    record Failed(String error, double nextTrySeconds) implements State {}

    record Stopped() implements State {}
  }
}
