package dev.coracle.launcher.cluster;

import java.util.function.Consumer;

/** Shuts the guest down and boots it again; changed settings that waited for it take effect. */
public final class RestartCluster {
  public StartResult run(StartRequest request, Consumer<ClusterEvent> events)
      throws InterruptedException {
    throw new UnsupportedOperationException(request + " " + events);
  }
}
