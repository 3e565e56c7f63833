package dev.coracle.launcher.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings a cluster to rest; nothing of it is lost. */
public final class StopCluster {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Pods get their thirty seconds, and an emulated guest is slow. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  private final Surroundings surroundings;

  public StopCluster(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Returns when the VM does not run any more. A cluster that is at rest already is a success.
   *
   * @param keepContext leaves kubectl's current context as it is; else it is unset if it is this
   *     cluster's
   * @param powerOff shuts the guest down where the driver could put it to sleep
   * @throws dev.coracle.errors.ProblemException {@code CLUSTER_NOT_FOUND}, {@code CLUSTER_BUSY}
   */
  public void run(String name, boolean keepContext, boolean powerOff, Consumer<ClusterEvent> events)
      throws InterruptedException {
    var clusters = surroundings.clusters();
    clusters.get(name);
    var report = new Report(new EventLog(surroundings, name).alongside(events));
    try (var _ =
        surroundings
            .home()
            .lockCluster(
                name, "stop", PATIENCE, holder -> report.info("Waiting for " + holder + "."))) {
      clusters.scheduledStop(name).cancel();
      var driver = surroundings.drivers().get().named(clusters.get(name).config().driver());
      var vm = driver.find(name);
      if (vm.isPresent()) {
        report.info("Shutting the node down.");
        vm.get().stop(GRACE);
      }
      if (!keepContext) {
        unsetContext(name);
      }
      report.done("The cluster \"" + name + "\" is stopped.");
    }
  }

  private void unsetContext(String name) throws InterruptedException {
    var kubeconfig = surroundings.kubeconfig().get();
    if (kubeconfig.currentContext().equals(Optional.of(name))) {
      kubeconfig.use(Optional.empty());
    }
  }
}
