package dev.coracle.launcher.cluster;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterProbe.Adopter;
import dev.coracle.launcher.configdisk.NodeSettings;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.launcher.store.ClusterFolder;
import java.time.Duration;

/** Makes the woken copy of a node a cluster's own. */
record Adoption(Adopter adopter) implements AutoCloseable {
  /** For a woken node to answer and to become another cluster's; it takes a tenth of that. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(10);

  /**
   * What it needs of the original's keys is read now: the original may go.
   *
   * @param folder the original's
   */
  static Adoption of(Surroundings surroundings, ClusterConfig original, ClusterFolder folder) {
    return new Adoption(
        surroundings.probe().get().adopter(original, new IdentityFiles(folder.pki())));
  }

  /**
   * Returns when the node that answers at the cluster's address is the cluster's.
   *
   * @throws ProblemException as {@link Adopter#adopt}
   */
  void run(ClusterConfig cluster, NodeSettings settings, int slowness, Report report)
      throws InterruptedException {
    report.timed(
        "adopt",
        () -> {
          adopt(cluster, settings, LIMIT.multipliedBy(slowness), report);
          return cluster;
        });
  }

  /** The node goes on a moment after its VM does; until then nobody answers. */
  private void adopt(ClusterConfig cluster, NodeSettings settings, Duration limit, Report report)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      var begin = report.elapsed();
      try {
        adopter
            .adopt(cluster, settings, limit)
            .forEach((part, cost) ->
                report.tell(new ClusterEvent.Timing("node: adopt: " + part, begin, cost)));
        return;
      } catch (ProblemException e) {
        if (e.problem().code() != LauncherError.API_UNREACHABLE || System.nanoTime() - end > 0) {
          throw e;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  /** Why there is none, for a person. */
  static String told(Problem problem) {
    return problem.code().name() + ": " + problem.detail();
  }

  @Override
  public void close() {
    adopter.close();
  }
}
