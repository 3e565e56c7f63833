package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterRecord.Stage;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.launcher.store.ClusterFolder;
import dev.coracle.launcher.store.DiskUsage;
import dev.coracle.launcher.store.VersionedFile;
import dev.coracle.vm.Vm;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Deleted clusters that can still be brought back. One is deleted once its folder is in the trash,
 * and back once it is no more: its VM follows it there, and goes ahead of it on the way back, so
 * that what was cut off between is seen by the VM's being under the cluster's name while there is
 * no such cluster. Who moves one holds the lock of the cluster's name.
 */
final class Trash {
  /** How long a deleted cluster is kept. */
  static final Duration KEPT = Duration.ofDays(1);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Surroundings surroundings;
  private final Removal removal;

  Trash(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.removal = new Removal(surroundings);
  }

  /** Those that can be brought back, oldest first. */
  List<DeletedCluster> all() {
    return surroundings.home().trashedIds().stream()
        .filter(this::isWhole)
        .flatMap(id -> about(id).stream())
        .sorted(Comparator.comparing(DeletedCluster::deleted).thenComparing(DeletedCluster::id))
        .toList();
  }

  /** The one of this name that was deleted last. */
  Optional<DeletedCluster> last(String name) {
    return all().reversed().stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /** The node images that they boot from, also when they go back to a snapshot. */
  Set<String> images() {
    var images = new HashSet<String>();
    for (var id : surroundings.home().trashedIds()) {
      record(id).ifPresent(cluster -> images.add(cluster.image()));
      images.addAll(Snapshots.images(folder(id)));
    }
    return images;
  }

  /** The addresses to which those of other names come back. */
  Set<String> addresses(String except) {
    var addresses = new HashSet<String>();
    for (var deleted : all()) {
      if (!deleted.name().equals(except)) {
        record(deleted.id()).ifPresent(it -> addresses.add(it.config().hostAddress()));
      }
    }
    return addresses;
  }

  long mebibytes(String id) throws InterruptedException {
    return DiskUsage.mebibytes(folder(id).directory(), folder(id).vm());
  }

  /** Sets aside a cluster at rest that the kubeconfig does not hold any more. All or nothing. */
  void put(ClusterRecord cluster, Vm vm, boolean ran, boolean selected)
      throws InterruptedException {
    var name = cluster.config().name();
    var now = surroundings.clock().instant();
    var deleted = new DeletedCluster(freeId(name, now), name, now, ran, selected);
    var from = surroundings.clusters().folder(name);
    var to = folder(deleted.id());
    about(from).update(deleted::write);
    from.moveTo(to);
    boolean moved = false;
    try {
      vm.rename(to.vmName());
      moved = true;
    } finally {
      if (!moved) {
        to.moveTo(from);
      }
    }
  }

  private String freeId(String name, Instant now) {
    var id = name + "." + TIME.format(now);
    var free = id;
    for (int more = 2; folder(free).exists(); more++) {
      free = id + "-" + more;
    }
    return free;
  }

  /**
   * Brings one back, at rest.
   *
   * @return what it is
   */
  ClusterRecord bringBack(DeletedCluster deleted) throws InterruptedException {
    var from = folder(deleted.id());
    var cluster = record(deleted.id()).orElseThrow();
    var vm = surroundings.driver(cluster).find(from.vmName());
    if (vm.isPresent()) {
      vm.get().rename(deleted.name());
    }
    var to = surroundings.clusters().folder(deleted.name());
    from.moveTo(to);
    forget(to);
    return cluster;
  }

  /** Of no use to a cluster that is there. */
  private static void forget(ClusterFolder folder) {
    try {
      Files.deleteIfExists(folder.deleted());
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.FILE_WRITE_FAILED, folder.deleted() + " could not be removed: " + e, e);
    }
  }

  /** Finishes a deletion that was cut off, and takes back a return that was. */
  void finish(String name) throws InterruptedException {
    var last = last(name);
    if (last.isEmpty() || surroundings.clusters().folder(name).exists()) {
      return;
    }
    var driver = surroundings.driver(record(last.get().id()).orElseThrow());
    var to = folder(last.get().id()).vmName();
    var vm = driver.find(name).filter(removal::isOurs);
    if (vm.isPresent() && driver.find(to).isEmpty()) {
      vm.get().rename(to);
    }
  }

  /** Removes all of a name for good; whether there was one. */
  boolean drop(String name) throws InterruptedException {
    finish(name);
    var ids =
        surroundings.home().trashedIds().stream().filter(id -> name(id).equals(name)).toList();
    for (var id : ids) {
      drop(folder(id));
    }
    return !ids.isEmpty();
  }

  /** Removes all for good, of whatever name. */
  void dropAll() throws InterruptedException {
    for (var id : surroundings.home().trashedIds()) {
      drop(folder(id));
    }
  }

  /**
   * Removes those that were kept for their time, and what is left of any. That it cannot be done is
   * told.
   *
   * @param held the cluster whose lock the caller holds
   */
  void dropOld(String held, Report report) throws InterruptedException {
    var end = surroundings.clock().instant().minus(KEPT);
    try {
      for (var id : surroundings.home().trashedIds()) {
        if (isOver(id, end)) {
          dropUnlessHeld(id, held);
        }
      }
    } catch (ProblemException e) {
      report.warn(e.problem());
    }
  }

  /** One that a newer release made is not understood, and kept as any other. */
  private boolean isOver(String id, Instant end) {
    if (isWhole(id)) {
      return about(id).orElseThrow().deleted().isBefore(end);
    }
    return record(id).isPresent() || folder(id).used().isBefore(end);
  }

  /** The same, and the oldest go while all but the last take more than they may. */
  void prune(String held, int spaceMiB, Report report) throws InterruptedException {
    dropOld(held, report);
    try {
      var kept = all().reversed();
      long taken = 0;
      for (var deleted : kept) {
        taken += mebibytes(deleted.id());
        if (taken > spaceMiB && !deleted.equals(kept.getFirst())) {
          dropUnlessHeld(deleted.id(), held);
        }
      }
    } catch (ProblemException e) {
      report.warn(e.problem());
    }
  }

  /** Removes the oldest, one by one, while less than this is free on the disk, and tells it. */
  void makeRoom(String held, long freeMiB, Report report) throws InterruptedException {
    for (var deleted : all()) {
      if (surroundings.home().freeMebibytes() < freeMiB && dropUnlessHeld(deleted.id(), held)) {
        report.info(
            "The disk is short: the deleted cluster " + deleted.id() + " cannot be undone now.");
      }
    }
  }

  private boolean dropUnlessHeld(String id, String held) throws InterruptedException {
    var name = name(id);
    if (name.equals(held)) {
      finish(name);
      drop(folder(id));
      return true;
    }
    try (var _ = surroundings.home().lockCluster(name, "delete", Duration.ZERO, _ -> {})) {
      finish(name);
      drop(folder(id));
      return true;
    } catch (ProblemException e) {
      if (e.problem().code() != LauncherError.CLUSTER_BUSY) {
        throw e;
      }
      return false;
    }
  }

  /** Interrupted at any point, it can be done again. */
  private void drop(ClusterFolder folder) throws InterruptedException {
    var id = Objects.requireNonNull(folder.directory().getFileName()).toString();
    record(id)
        .ifPresent(
            it -> file(folder).update(json -> ClusterCodec.write(it.at(Stage.DELETING), json)));
    removal.removeVm(folder.vmName());
    folder.remove();
  }

  private static String name(String id) {
    return id.substring(0, Math.max(0, id.lastIndexOf('.')));
  }

  private boolean isWhole(String id) {
    return record(id).filter(it -> Clusters.isUsable(it.stage())).isPresent()
        && about(id).isPresent();
  }

  private Optional<DeletedCluster> about(String id) {
    try {
      return about(folder(id)).read(json -> DeletedCluster.read(id, json));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** Empty also for one whose file cannot be understood: it is of no use to anybody. */
  private Optional<ClusterRecord> record(String id) {
    try {
      return file(folder(id)).read(ClusterCodec::read);
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private ClusterFolder folder(String id) {
    return surroundings.home().trashed(id);
  }

  private static VersionedFile about(ClusterFolder folder) {
    return new VersionedFile(folder.deleted(), LauncherError.CLUSTER_FILE_BROKEN, List.of());
  }

  private static VersionedFile file(ClusterFolder folder) {
    return new VersionedFile(folder.file(), LauncherError.CLUSTER_FILE_BROKEN, List.of());
  }
}
