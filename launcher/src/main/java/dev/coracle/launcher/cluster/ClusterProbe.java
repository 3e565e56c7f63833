package dev.coracle.launcher.cluster;

import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.kube.NodeStatus;
import java.time.Duration;
import java.util.Optional;

/** Asks a cluster's endpoints from the host, as its administrator. */
public interface ClusterProbe {
  /** What the node tells of itself; empty if it does not answer in time. */
  Optional<NodeStatus> status(ClusterConfig config, IdentityFiles identity, Duration timeout)
      throws InterruptedException;

  /** Whether the API server says that it is ready; false too if it does not answer in time. */
  boolean apiReady(ClusterConfig config, IdentityFiles identity, Duration timeout)
      throws InterruptedException;

  /** Whether users can work with the cluster: the node and the API server both say so. */
  default boolean isReady(ClusterConfig config, IdentityFiles identity, Duration timeout)
      throws InterruptedException {
    return apiReady(config, identity, timeout)
        && status(config, identity, timeout).map(NodeStatus::ready).orElse(false);
  }
}
