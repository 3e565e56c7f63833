package dev.coracle.launcher.cluster;

import java.util.function.Consumer;

/** Reads what happened to a cluster: one JSON object per line, oldest first. */
public final class ReadEvents {
  private final Surroundings surroundings;

  public ReadEvents(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Hands over the events there are.
   *
   * @param follow goes on until interrupted
   * @throws dev.coracle.errors.ProblemException {@code CLUSTER_NOT_FOUND}
   */
  public void run(String name, boolean follow, Consumer<String> lines) throws InterruptedException {
    var clusters = surroundings.clusters();
    clusters.get(name);
    FollowedFile.read(clusters.folder(name).events(), 0, follow, lines);
  }
}
