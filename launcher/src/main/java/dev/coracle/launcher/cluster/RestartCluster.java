package dev.coracle.launcher.cluster;

import java.util.function.Consumer;

/** Shuts the guest down and boots it again; changed settings that waited for it take effect. */
public final class RestartCluster {
  private final StopCluster stop;
  private final StartCluster start;

  public RestartCluster(Surroundings surroundings) {
    this.stop = new StopCluster(surroundings);
    this.start = new StartCluster(surroundings);
  }

  /**
   * Returns when the cluster can be worked with again.
   *
   * @throws dev.coracle.errors.ProblemException those of {@link StopCluster} and {@link
   *     StartCluster}
   */
  public StartResult run(StartRequest request, Consumer<ClusterEvent> events)
      throws InterruptedException {
    stop.run(request.name(), true, true, event -> tellUnlessDone(event, events));
    return start.run(request, events);
  }

  /** For what is only a part of a use case. */
  static void tellUnlessDone(ClusterEvent event, Consumer<ClusterEvent> events) {
    if (!(event instanceof ClusterEvent.Done)) {
      events.accept(event);
    }
  }
}
