package dev.coracle.gui.tray;

import dev.coracle.launcher.cluster.ClusterStatus.State;
import java.util.List;

/** What the icon shows of all clusters together. */
public enum TrayState {
  /** Nothing runs and nothing is asleep. */
  NONE,
  STARTING,
  RUNNING,
  ASLEEP,
  PROBLEM;

  /** What a person wants to know of first: trouble, then what is under way, then what runs. */
  public static TrayState of(List<TrayCluster> clusters) {
    if (clusters.stream().anyMatch(it -> it.problem() || it.state() == State.ERROR)) {
      return PROBLEM;
    }
    if (clusters.stream().anyMatch(TrayCluster::isAtWork)) {
      return STARTING;
    }
    if (clusters.stream().anyMatch(it -> it.state() == State.RUNNING)) {
      return RUNNING;
    }
    boolean asleep =
        clusters.stream().anyMatch(it -> it.state() == State.SAVED || it.state() == State.PAUSED);
    return asleep ? ASLEEP : NONE;
  }
}
