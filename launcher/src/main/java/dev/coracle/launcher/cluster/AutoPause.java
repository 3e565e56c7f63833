package dev.coracle.launcher.cluster;

/**
 * The addon by which a cluster that nobody uses stands still until somebody connects. It has no
 * objects in the cluster: what there is of it is what the cluster's file says, and its attendant.
 */
final class AutoPause {
  static final String ADDON = "auto-pause";

  /** The parameter that says after how long, as Go writes durations. */
  static final String INTERVAL = "interval";

  /** What the catalogue has too; to read that takes longer than a stop. */
  static final String DEFAULT_INTERVAL = "1m";

  private AutoPause() {}
}
