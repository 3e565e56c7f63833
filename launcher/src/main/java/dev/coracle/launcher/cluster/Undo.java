package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes back what was done to a cluster. */
public final class Undo {
  /** Of about four snapshots with memory, or sleeping clusters. */
  public static final int DEFAULT_SPACE_MIB = 4096;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Surroundings surroundings;
  private final SnapshotCluster snapshots;
  private final Trash trash;

  /**
   * @param spaceMiB as of {@link SnapshotCluster}
   */
  public Undo(Surroundings surroundings, int spaceMiB) {
    this.surroundings = surroundings;
    this.snapshots = new SnapshotCluster(surroundings, spaceMiB);
    this.trash = new Trash(surroundings);
  }

  /**
   * A command that can be undone.
   *
   * @param id of a deleted cluster; empty for what was done to one that is there
   */
  public record Undoable(String cluster, String command, Instant time, Optional<String> id) {}

  /** What can be undone: of the cluster's commands, and of all deletions; the last first. */
  public List<Undoable> list(String name) throws InterruptedException {
    var all = new ArrayList<Undoable>();
    var cluster = usable(name);
    if (cluster.isPresent()) {
      for (var entry : snapshots.toUndo(name)) {
        var undo = entry.undo().orElseThrow();
        all.add(new Undoable(name, undo.command(), undo.time(), Optional.empty()));
      }
      for (var change : cluster.get().changes()) {
        all.add(new Undoable(name, change.command(), change.time(), Optional.empty()));
      }
      all.sort(Comparator.comparing(Undoable::time).reversed());
    }
    for (var deleted : trash.all().reversed()) {
      all.add(new Undoable(deleted.name(), "delete", deleted.deleted(), Optional.of(deleted.id())));
    }
    return List.copyOf(all);
  }

  /**
   * Takes back the last command on a cluster that can be undone: its deletion, if there is none of
   * the name.
   *
   * @return the command
   * @throws ProblemException {@code NOTHING_TO_UNDO}, {@code CLUSTER_NOT_FOUND}; those of {@link
   *     StartCluster}, when the command is undone all the same
   */
  public String last(String name, Consumer<ClusterEvent> events) throws InterruptedException {
    if (usable(name).isPresent()) {
      return snapshots.undo(name, events);
    }
    var deleted = trash.last(name);
    if (deleted.isEmpty()) {
      throw new ProblemException(
          LauncherError.CLUSTER_NOT_FOUND, "There is no cluster \"" + name + "\"." + others());
    }
    return bringBack(deleted.get(), events);
  }

  /**
   * Brings a deleted cluster back, under its name and address. One that ran runs again.
   *
   * @param id as {@link #list} tells it
   * @return the command that is undone
   * @throws ProblemException {@code NOTHING_TO_UNDO}; {@code CLUSTER_EXISTS} if there is a new
   *     cluster of the name, when nothing has changed; those of {@link StartCluster}, when the
   *     cluster is back all the same
   */
  public String deletion(String id, Consumer<ClusterEvent> events) throws InterruptedException {
    return bringBack(get(id), events);
  }

  private DeletedCluster get(String id) {
    return trash.all().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(
                LauncherError.NOTHING_TO_UNDO,
                "There is no deleted cluster \"" + id + "\"." + others()));
  }

  private String others() {
    var ids = trash.all().reversed().stream().map(DeletedCluster::id).toList();
    return ids.isEmpty() ? "" : " Deleted, and can come back: " + String.join(", ", ids) + ".";
  }

  private String bringBack(DeletedCluster deleted, Consumer<ClusterEvent> events)
      throws InterruptedException {
    var name = deleted.name();
    var report = new Report(new EventLog(surroundings, name).alongside(events));
    try (var _ = surroundings.lock(name, "undo", PATIENCE, report)) {
      if (new RollBack(surroundings).finishInterrupted(name, report).isPresent()) {
        throw new ProblemException(
            LauncherError.CLUSTER_EXISTS,
            "The cluster \""
                + deleted.id()
                + "\" cannot come back while there is another of its name.");
      }
      var cluster = trash.bringBack(get(deleted.id()));
      if (deleted.selected()) {
        new SelectProfile(surroundings).select(name);
      }
      surroundings
          .kubeconfig()
          .get()
          .merge(KubeEntries.of(cluster, surroundings.clusters().folder(name)), false);
    }
    if (deleted.ran()) {
      new StartCluster(surroundings)
          .run(StartRequest.of(name), event -> RestartCluster.tellUnlessDone(event, events));
    }
    report.done("The cluster \"" + name + "\" is back.");
    return "delete";
  }

  private Optional<ClusterRecord> usable(String name) {
    return surroundings
        .clusters()
        .find(ClusterName.checked(name))
        .filter(it -> Clusters.isUsable(it.stage()));
  }
}
