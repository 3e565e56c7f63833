package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.Vm;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets a cluster stand still in memory, and go on. */
public final class PauseCluster {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Surroundings surroundings;

  public PauseCluster(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Returns when nothing of the cluster is executed any more. It keeps its memory, and its own time
   * stands still, so nothing in it notices. A cluster that is paused already is a success.
   *
   * @throws ProblemException {@code CLUSTER_NOT_FOUND}, {@code CLUSTER_NOT_RUNNING}, {@code
   *     DRIVER_UNSUPPORTED}
   */
  public void pause(String name, Consumer<ClusterEvent> events) throws InterruptedException {
    var report = begin(name, events);
    try (var _ = surroundings.lock(name, "pause", PATIENCE, report)) {
      var vm = running(name);
      report.info("Pausing the node.");
      vm.pause();
      if (surroundings.clusters().get(name).autoPause().isPresent()) {
        report.info("The next connection to it lets it go on, as the addon auto-pause is enabled.");
      }
      report.done("The cluster \"" + name + "\" is paused.");
    }
  }

  /**
   * Returns when the API answers. A cluster that runs already is a success.
   *
   * @throws ProblemException {@code CLUSTER_NOT_FOUND}, {@code CLUSTER_NOT_RUNNING}
   */
  public void unpause(String name, Consumer<ClusterEvent> events) throws InterruptedException {
    var report = begin(name, events);
    try (var _ = surroundings.lock(name, "unpause", PATIENCE, report)) {
      var vm = running(name);
      report.info("Unpausing the node.");
      vm.start(report.pieces());
      var config = surroundings.clusters().get(name).config();
      var slowness = surroundings.drivers().get().choose(config.driver()).slowness();
      new Readiness(surroundings).awaitWoken(vm, config, slowness, Optional.empty(), report);
      new ClusterAddons(surroundings).settle(name, report);
      report.done("The cluster \"" + name + "\" is unpaused.");
    }
  }

  /**
   * For who is about to connect to a cluster.
   *
   * @throws ProblemException {@code CLUSTER_NOT_RUNNING} if it stands still and no connection lets
   *     it go on
   */
  public void requireNotPaused(String name) throws InterruptedException {
    var config = surroundings.clusters().get(name).config();
    if (new ReadStatus(surroundings).host(config) == ClusterStatus.State.PAUSED) {
      new Reach(surroundings).require(name);
    }
  }

  private Report begin(String name, Consumer<ClusterEvent> events) {
    surroundings.clusters().get(name);
    return new Report(new EventLog(surroundings, name).alongside(events));
  }

  private Vm running(String name) throws InterruptedException {
    var vm = surroundings.driver(surroundings.clusters().get(name)).find(name);
    if (vm.isEmpty() || !Readiness.isUp(vm.get().state())) {
      throw new ProblemException(
          LauncherError.CLUSTER_NOT_RUNNING, "The cluster \"" + name + "\" does not run.");
    }
    return vm.get();
  }
}
