package dev.coracle.launcher.cluster;

import dev.coracle.vm.VmState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Changes what a cluster has of the host: CPUs, memory, disk and the proxies it goes through. */
public final class ResizeCluster {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Surroundings surroundings;
  private final Planner planner;
  private final StopCluster stop;
  private final RestartCluster restart;

  public ResizeCluster(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.planner = new Planner(surroundings);
    this.stop = new StopCluster(surroundings);
    this.restart = new RestartCluster(surroundings);
  }

  /**
   * Returns when a cluster that ran runs again, now with this size. One that was stopped stays so
   * and has the size at its next start; one that slept is shut down, as its memory is of the old
   * size. The node's file system grows with its disk.
   *
   * @param size of what it says, only CPUs, memory, disk and environment
   * @return what has changed, for a person; empty if it had this size
   * @throws dev.coracle.errors.ProblemException {@code CLUSTER_NOT_FOUND}, {@code CLUSTER_BUSY},
   *     {@code CLUSTER_VALUE_INVALID}, {@code CLUSTER_CHANGE_REFUSED} for a smaller disk, all
   *     before anything is changed; those of {@link RestartCluster}
   */
  public List<String> run(String name, ClusterSettings size, Consumer<ClusterEvent> events)
      throws InterruptedException {
    var clusters = surroundings.clusters();
    var request = StartRequest.of(name).with(size);
    var plan = planner.plan(request, Optional.of(clusters.get(name)), new Report(event -> {}));
    if (plan.changes().isEmpty()) {
      new Report(events).done("The cluster \"" + name + "\" has this size.");
      return List.of();
    }
    var vm = plan.driver().driver().find(name);
    var state = vm.isPresent() ? vm.get().state() : VmState.STOPPED;
    if (Readiness.isUp(state)) {
      restart.run(request, events);
      return plan.changes();
    }
    if (state == VmState.SUSPENDED) {
      stop.run(name, true, true, event -> RestartCluster.tellUnlessDone(event, events));
    }
    return remember(request, events);
  }

  private List<String> remember(StartRequest request, Consumer<ClusterEvent> events)
      throws InterruptedException {
    var name = request.name();
    var report = new Report(new EventLog(surroundings, name).alongside(events));
    try (var _ = surroundings.lock(name, "resize", PATIENCE, report)) {
      var was = Optional.of(surroundings.clusters().get(name));
      var plan = planner.plan(request, was, new Report(event -> {}));
      surroundings.clusters().save(plan.cluster());
      report.done("At the next start: " + String.join("; ", plan.changes()) + ".");
      return plan.changes();
    }
  }
}
