package dev.coracle.launcher.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** After how long without anybody a cluster is put to sleep. */
public final class AutoSleep {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Surroundings surroundings;

  public AutoSleep(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Empty if it is never put to sleep.
   *
   * @throws dev.coracle.errors.ProblemException {@code CLUSTER_NOT_FOUND}
   */
  public Optional<Duration> get(String name) {
    return surroundings.clusters().get(name).autoSleep();
  }

  /**
   * Holds from now on, also for a cluster that runs.
   *
   * @param after zero: never
   * @throws dev.coracle.errors.ProblemException {@code CLUSTER_NOT_FOUND}, {@code CLUSTER_BUSY}
   */
  public void set(String name, Duration after, Consumer<ClusterEvent> events)
      throws InterruptedException {
    var clusters = surroundings.clusters();
    clusters.get(name);
    var report = new Report(new EventLog(surroundings, name).alongside(events));
    try (var _ = surroundings.lock(name, "start", PATIENCE, report)) {
      clusters.save(clusters.get(name).sleepingAfter(Optional.of(after)));
    }
    report.done(
        after.isPositive()
            ? "The cluster sleeps when nobody used it for " + GoDuration.text(after) + "."
            : "The cluster is never put to sleep by itself.");
  }
}
