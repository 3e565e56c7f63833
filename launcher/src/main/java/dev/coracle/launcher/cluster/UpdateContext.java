package dev.coracle.launcher.cluster;

/** Brings the kubeconfig entry of a cluster up to date. */
public final class UpdateContext {
  private final Surroundings surroundings;

  public UpdateContext(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Merges the cluster's entry into the kubeconfig.
   *
   * @param keepContext leaves kubectl's current context as it is
   * @return whether anything in the file had to change
   * @throws dev.coracle.errors.ProblemException {@code CLUSTER_NOT_FOUND}, and those of the
   *     kubeconfig
   */
  public boolean run(String name, boolean keepContext) throws InterruptedException {
    var clusters = surroundings.clusters();
    var cluster = clusters.get(name);
    new Boot(surroundings).identity(cluster.config());
    return surroundings
        .kubeconfig()
        .get()
        .merge(KubeEntries.of(cluster, clusters.folder(name)), !keepContext);
  }
}
