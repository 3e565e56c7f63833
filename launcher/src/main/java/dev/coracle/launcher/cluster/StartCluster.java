package dev.coracle.launcher.cluster;

import java.util.function.Consumer;

/** Creates, boots, wakes or repairs, whatever a cluster needs. */
public final class StartCluster {
  /**
   * Returns when the API answers, the node is Ready, a cluster name resolves and the default
   * service account exists. Idempotent: a running cluster is left as it is. Interruption rolls a
   * new cluster back, and leaves an existing one in a state that the next command repairs.
   */
  public StartResult run(StartRequest request, Consumer<ClusterEvent> events)
      throws InterruptedException {
    throw new UnsupportedOperationException(request + " " + events);
  }
}
