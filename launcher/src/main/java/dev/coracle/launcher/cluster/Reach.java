package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.problem.LauncherError;
import java.time.Duration;

/** Whether who connects to a cluster's node gets an answer. */
record Reach(Surroundings surroundings) {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * Whether it runs, or stands still until somebody connects. Where the process is gone that is to
   * notice the connection, the cluster runs when this returns.
   */
  boolean isOpen(String name) throws InterruptedException {
    return isOpen(name, state(name));
  }

  /**
   * @throws ProblemException {@code CLUSTER_NOT_FOUND}, {@code CLUSTER_NOT_RUNNING}
   */
  void require(String name) throws InterruptedException {
    var state = state(name);
    if (!isOpen(name, state)) {
      throw new ProblemException(
          LauncherError.CLUSTER_NOT_RUNNING,
          "The cluster \""
              + name
              + "\" "
              + (state == State.PAUSED ? "is paused." : "does not run."));
    }
  }

  private State state(String name) throws InterruptedException {
    return new ReadStatus(surroundings).host(surroundings.clusters().get(name).config());
  }

  private boolean isOpen(String name, State state) throws InterruptedException {
    if (state != State.PAUSED) {
      return state == State.RUNNING;
    }
    if (surroundings.clusters().get(name).autoPause().isEmpty()) {
      return false;
    }
    if (!new Attendant(surroundings, name).isThere()) {
      var report = new Report(_ -> {});
      // Who holds it makes it run, and who lets go of it has it attended.
      surroundings.lock(name, "unpause", PATIENCE, report).close();
    }
    return true;
  }
}
