package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.launcher.store.ClusterFolder;
import dev.coracle.launcher.store.Home;
import dev.coracle.launcher.store.VersionedFile;
import java.util.List;
import java.util.Optional;

/** The clusters of a home, as their files tell them. */
record Clusters(Home home) {

  /** Empty if there is no cluster.json. */
  Optional<ClusterRecord> find(String name) {
    return file(name).read(json -> readable(name, json));
  }

  /**
   * A cluster that a command can work with.
   *
   * @throws ProblemException {@code CLUSTER_NOT_FOUND}, also for one that is half made or half
   *     removed
   */
  ClusterRecord get(String name) {
    return find(ClusterName.checked(name))
        .filter(cluster -> isUsable(cluster.stage()))
        .orElseThrow(() ->
            new ProblemException(
                LauncherError.CLUSTER_NOT_FOUND, "There is no cluster \"" + name + "\"."));
  }

  static boolean isUsable(ClusterRecord.Stage stage) {
    return stage == ClusterRecord.Stage.ESTABLISHED || stage == ClusterRecord.Stage.BOOTING;
  }

  /** Durable when it returns; the folder is made if it is missing. */
  void save(ClusterRecord cluster) {
    var name = cluster.config().name();
    folder(name).make();
    file(name).update(json -> ClusterCodec.write(cluster, json));
  }

  ClusterFolder folder(String name) {
    return home.cluster(ClusterName.checked(name));
  }

  ScheduledStop scheduledStop(String name) {
    return new ScheduledStop(new LastingProcess(folder(name).scheduledStop()));
  }

  /** What cannot be a cluster's configuration is a fault of the file, not of who reads it. */
  private static ClusterRecord readable(String name, JsonObject json) {
    try {
      var cluster = ClusterCodec.read(json);
      if (!cluster.config().name().equals(name)) {
        throw new IllegalArgumentException("it is of the cluster " + cluster.config().name());
      }
      return cluster;
    } catch (ProblemException e) {
      throw new IllegalArgumentException(e.problem().detail(), e);
    }
  }

  private VersionedFile file(String name) {
    return new VersionedFile(folder(name).file(), LauncherError.CLUSTER_FILE_BROKEN, List.of());
  }
}
