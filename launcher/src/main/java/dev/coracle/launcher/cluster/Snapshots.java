package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.SnapshotEntry.Undo;
import dev.coracle.launcher.files.AtomicFile;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.launcher.store.ClusterFolder;
import dev.coracle.launcher.store.VersionedFile;
import dev.coracle.vm.Snapshots.Snapshot;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The snapshots of one cluster: those of its VM, which say whether one exists, and a file for each.
 * Who changes them holds the cluster's lock.
 */
final class Snapshots {
  /** How many commands can be undone. */
  private static final int KEPT = 3;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Clusters clusters;
  private final ClusterFolder folder;
  private final String cluster;
  private final Vm vm;

  Snapshots(Surroundings surroundings, String cluster, Vm vm) {
    this.clusters = surroundings.clusters();
    this.folder = clusters.folder(cluster);
    this.cluster = cluster;
    this.vm = vm;
  }

  /** The node images that the snapshots of a cluster need. */
  static Set<String> images(ClusterFolder folder) {
    var images = new HashSet<String>();
    for (var id : folder.snapshotIds()) {
      file(folder, id)
          .read(json -> SnapshotEntry.read(id, json))
          .ifPresent(entry -> images.add(entry.cluster().image()));
    }
    return images;
  }

  /** All, also those that were removed and can come back; oldest first. */
  List<SnapshotEntry> all() throws InterruptedException {
    var entries = new ArrayList<SnapshotEntry>();
    for (var snapshot : vm.snapshots().list()) {
      file(snapshot.name())
          .read(json -> SnapshotEntry.read(snapshot.name(), json))
          .ifPresent(entries::add);
    }
    return entries;
  }

  List<ClusterSnapshot> listed() throws InterruptedException {
    var listed = new ArrayList<ClusterSnapshot>();
    var kept = vm.snapshots().list();
    for (var entry : all()) {
      if (entry.isThere()) {
        var of = kept.stream().filter(it -> it.name().equals(entry.id())).findFirst();
        listed.add(listed(entry, of.orElseThrow()));
      }
    }
    return List.copyOf(listed);
  }

  private static ClusterSnapshot listed(SnapshotEntry entry, Snapshot of) {
    return new ClusterSnapshot(
        entry.name(), of.taken(), of.memory(), entry.undo().map(Undo::command));
  }

  /**
   * @throws ProblemException {@code SNAPSHOT_NOT_FOUND}
   */
  SnapshotEntry get(String name) throws InterruptedException {
    return find(name)
        .orElseThrow(() ->
            new ProblemException(
                VmError.SNAPSHOT_NOT_FOUND,
                "The cluster \"" + cluster + "\" has no snapshot \"" + name + "\"."));
  }

  Optional<SnapshotEntry> find(String name) throws InterruptedException {
    return all().stream()
        .filter(SnapshotEntry::isThere)
        .filter(entry -> entry.name().equals(name))
        .findFirst();
  }

  /** A name that is free, made of the time. */
  String freeName(Instant now) throws InterruptedException {
    var taken = new HashSet<String>();
    all().forEach(entry -> taken.add(entry.name()));
    var name = TIME.format(now);
    for (int more = 2; taken.contains(name); more++) {
      name = TIME.format(now) + "-" + more;
    }
    return name;
  }

  /** Saves what the cluster is. The file is there before the snapshot is. */
  void take(String name, Optional<Undo> undo, Instant now) throws InterruptedException {
    long id = now.toEpochMilli();
    while (Files.exists(folder.snapshot(String.valueOf(id)))) {
      id++;
    }
    var entry = new SnapshotEntry(String.valueOf(id), name, undo, clusters.get(cluster));
    save(entry);
    boolean taken = false;
    try {
      vm.snapshots().take(entry.id());
      taken = true;
    } finally {
      if (!taken) {
        forget(entry);
      }
    }
  }

  void save(SnapshotEntry entry) {
    file(entry.id()).update(entry::write);
  }

  /** Leaves the VM at rest. Done again by the next start if it is cut off. */
  void restore(SnapshotEntry entry) throws InterruptedException {
    AtomicFile.writePrivate(folder.restoring(), entry.id().getBytes(StandardCharsets.UTF_8));
    vm.snapshots().restore(entry.id());
    var now = clusters.get(cluster);
    var was = entry.cluster();
    clusters.save(
        new ClusterRecord(
            now.stage(),
            was.config(),
            was.image(),
            now.created(),
            was.namespace(),
            was.embedCerts(),
            now.autoSleep(),
            was.addons(),
            was.changes()));
    remove(folder.restoring());
  }

  /** Goes on with a restore that was cut off; whether there was one. */
  boolean finishRestore() throws InterruptedException {
    var restoring = folder.restoring();
    if (!Files.exists(restoring)) {
      return false;
    }
    var id = read(restoring);
    var entry = all().stream().filter(it -> it.id().equals(id)).findFirst();
    if (entry.isPresent()) {
      restore(entry.get());
    } else {
      remove(restoring);
    }
    return entry.isPresent();
  }

  /**
   * Removes those that are kept for commands that are no longer to be undone: the older ones, and
   * those that take more than all together may, but never the last.
   */
  void prune(int spaceMiB) throws InterruptedException {
    long taken = 0;
    int count = 0;
    for (var entry : toUndo()) {
      taken += vm.snapshots().mebibytes(entry.id());
      count++;
      if (count > KEPT || (count > 1 && taken > spaceMiB)) {
        vm.snapshots().delete(entry.id());
        forget(entry);
      }
    }
  }

  /** What was done that can be undone, the last first. */
  List<SnapshotEntry> toUndo() throws InterruptedException {
    return all().stream()
        .filter(entry -> entry.undo().isPresent())
        .sorted(
            Comparator.comparing((SnapshotEntry entry) -> entry.undo().orElseThrow().time())
                .reversed())
        .toList();
  }

  private void forget(SnapshotEntry entry) {
    remove(folder.snapshot(entry.id()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.HOME_NOT_READABLE, file + " could not be read: " + e, e);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.FILE_WRITE_FAILED, file + " could not be removed: " + e, e);
    }
  }

  private VersionedFile file(String id) {
    return file(folder, id);
  }

  private static VersionedFile file(ClusterFolder folder, String id) {
    return new VersionedFile(folder.snapshot(id), LauncherError.CLUSTER_FILE_BROKEN, List.of());
  }
}
