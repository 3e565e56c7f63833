package dev.coracle.launcher.cluster;

/** Asks hypervisor, node and kubeconfig how a cluster is. */
public final class ReadStatus {
  /** A cluster that there is nothing of is {@link ClusterStatus.State#NONEXISTENT}. */
  public ClusterStatus run(String name) throws InterruptedException {
    throw new UnsupportedOperationException(name);
  }
}
