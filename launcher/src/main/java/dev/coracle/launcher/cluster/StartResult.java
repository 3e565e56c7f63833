package dev.coracle.launcher.cluster;

import java.util.List;

/**
 * What a start came to.
 *
 * @param driverReason why this driver
 * @param changed what of an existing cluster the start changed or repaired, for a person; empty if
 *     it just ran on
 * @param context the kubeconfig context's name
 * @param timings of this start, in the order in which they began
 */
public record StartResult(
    Outcome outcome,
    ClusterConfig config,
    String driverReason,
    List<String> changed,
    String context,
    List<ClusterEvent.Timing> timings) {

  /** How the cluster came to run. */
  public enum Outcome {
    CREATED,
    BOOTED,
    WOKEN,
    ALREADY_RUNNING,
    /** Only decided or fetched, as the request's mode said. */
    NOT_STARTED
  }
}
