package dev.coracle.launcher.cluster;

/** Reads what is kept about a cluster; asks nobody, so it is quick. */
public final class ReadClusterConfig {
  private final Surroundings surroundings;

  public ReadClusterConfig(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Reads the configuration of an existing cluster.
   *
   * @throws dev.coracle.errors.ProblemException {@code CLUSTER_NOT_FOUND}, {@code
   *     CLUSTER_FILE_BROKEN}
   */
  public ClusterConfig run(String name) {
    return surroundings.clusters().get(name).config();
  }
}
