package dev.coracle.launcher.cluster;

import dev.coracle.launcher.configdisk.NodeSettings;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.kube.ClusterObjects;
import dev.coracle.launcher.kube.NodeStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks a cluster's endpoints from the host, as its administrator. */
public interface ClusterProbe {
  /** What the node tells of itself; empty if it does not answer in time. */
  Optional<NodeStatus> status(ClusterConfig config, IdentityFiles identity, Duration timeout)
      throws InterruptedException;

  /** Whether the API server says that it is ready; false too if it does not answer in time. */
  boolean apiReady(ClusterConfig config, IdentityFiles identity, Duration timeout)
      throws InterruptedException;

  /**
   * Does for nothing what a process does for its first question only, while there is nobody to ask
   * yet. Never fails.
   */
  default void rehearse(IdentityFiles identity) {}

  /**
   * Who can make a woken copy of a template another cluster's. What that needs of the template's
   * keys is read now: the template may go.
   *
   * @throws dev.coracle.errors.ProblemException {@code API_REFUSED} if they are unreadable
   */
  Adopter adopter(ClusterConfig template, IdentityFiles identity);

  /** The objects of a cluster that runs, for the caller to close. */
  ClusterObjects objects(ClusterConfig config, IdentityFiles identity);

  /** The administrator of a template, to whom its copies still listen. */
  interface Adopter extends AutoCloseable {
    /**
     * Returns when the node that answers at the cluster's address has become the cluster's.
     *
     * @return what it took, by what was replaced
     * @throws dev.coracle.errors.ProblemException {@code API_UNREACHABLE} if nobody answers yet,
     *     {@code NODE_NOT_ADOPTED} if the template is none that the cluster can be made of, {@code
     *     NODE_ADOPTION_FAILED}, {@code API_TIMEOUT}, {@code API_REFUSED}, {@code
     *     API_ANSWER_INVALID}
     */
    Map<String, Duration> adopt(ClusterConfig cluster, NodeSettings settings, Duration timeout)
        throws InterruptedException;

    @Override
    void close();
  }

  /** Whether users can work with the cluster: the node and the API server both say so. */
  default boolean isReady(ClusterConfig config, IdentityFiles identity, Duration timeout)
      throws InterruptedException {
    return apiReady(config, identity, timeout)
        && status(config, identity, timeout).map(NodeStatus::ready).orElse(false);
  }
}
