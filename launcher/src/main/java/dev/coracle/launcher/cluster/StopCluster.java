package dev.coracle.launcher.cluster;

import java.util.function.Consumer;

/** Brings a cluster to rest; nothing of it is lost. */
public final class StopCluster {
  /**
   * Returns when the VM does not run any more. A cluster that is at rest already is a success.
   *
   * @param name of the cluster
   * @param keepContext leaves kubectl's current context as it is; else it is unset if it is this
   *     cluster's
   * @param powerOff shuts the guest down where the driver could put it to sleep
   */
  public void run(String name, boolean keepContext, boolean powerOff, Consumer<ClusterEvent> events)
      throws InterruptedException {
    throw new UnsupportedOperationException(name + keepContext + powerOff + events);
  }
}
