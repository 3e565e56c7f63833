package dev.coracle.launcher.cluster;

import java.util.List;
import java.util.function.Consumer;

/** Removes clusters: VM, disks, keys, kubeconfig entries and folder. */
public final class DeleteCluster {
  /**
   * Removes what there is of a cluster, also of one that is half made or whose VM was removed from
   * outside. A cluster of which there is nothing is a success.
   *
   * @return whether there was anything
   */
  public boolean run(String name, Consumer<ClusterEvent> events) throws InterruptedException {
    throw new UnsupportedOperationException(name + events);
  }

  /**
   * Removes every cluster, and VMs of ours that belong to none.
   *
   * @param purge also the home folder: images, settings, the CA
   * @return the names of the removed clusters
   */
  public List<String> all(boolean purge, Consumer<ClusterEvent> events)
      throws InterruptedException {
    throw new UnsupportedOperationException("" + purge + events);
  }
}
