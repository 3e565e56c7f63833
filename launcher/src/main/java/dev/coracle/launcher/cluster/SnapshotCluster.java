package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.SnapshotEntry.Undo;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Saves and restores what a cluster is, with the pods that run. */
public final class SnapshotCluster {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,62}");

  private final Surroundings surroundings;
  private final int undoSpaceMiB;

  /**
   * @param undoSpaceMiB what all that is kept of one cluster for {@link Undo} may take on disk; the
   *     last is kept whatever it takes
   */
  public SnapshotCluster(Surroundings surroundings, int undoSpaceMiB) {
    this.surroundings = surroundings;
    this.undoSpaceMiB = undoSpaceMiB;
  }

  /**
   * Oldest first.
   *
   * @throws ProblemException {@code CLUSTER_NOT_FOUND}, {@code DRIVER_UNSUPPORTED}
   */
  public List<ClusterSnapshot> list(String cluster) throws InterruptedException {
    return snapshots(cluster).listed();
  }

  /**
   * Saves what the cluster is. One that runs goes on, and stands still only meanwhile.
   *
   * @param asked its name; made of the time if empty
   * @return its name
   * @throws ProblemException {@code SNAPSHOT_NAME_INVALID}, {@code SNAPSHOT_EXISTS}, {@code
   *     CLUSTER_NOT_FOUND}, {@code DRIVER_UNSUPPORTED}, {@code HOST_DISK_FULL}
   */
  public String take(String cluster, Optional<String> asked, Consumer<ClusterEvent> events)
      throws InterruptedException {
    asked.ifPresent(SnapshotCluster::checked);
    var report = begin(cluster, events);
    try (var _ = lock(cluster, "snapshot take", report)) {
      var snapshots = snapshots(cluster);
      var now = surroundings.clock().instant();
      var name = asked.isPresent() ? asked.get() : snapshots.freeName(now);
      if (snapshots.find(name).isPresent()) {
        throw new ProblemException(
            VmError.SNAPSHOT_EXISTS,
            "The cluster \"" + cluster + "\" already has a snapshot \"" + name + "\".");
      }
      report.timed(
          "take the snapshot",
          () -> {
            snapshots.take(name, Optional.empty(), now);
            return name;
          });
      report.done("The snapshot \"" + name + "\" is taken.");
      return name;
    }
  }

  /**
   * Makes the cluster what it was. One that runs runs again when this returns. What it is now can
   * be had back by {@link Undo}.
   *
   * @throws ProblemException {@code SNAPSHOT_NOT_FOUND}, when nothing has changed; those of {@link
   *     StartCluster}
   */
  public void restore(String cluster, String name, Consumer<ClusterEvent> events)
      throws InterruptedException {
    var report = begin(cluster, events);
    boolean ran;
    try (var _ = lock(cluster, "snapshot restore", report)) {
      var entry = snapshots(cluster).get(name);
      ran = restore(cluster, entry, "snapshot restore " + name, report);
    }
    finish(cluster, ran, "The cluster \"" + cluster + "\" is what it was.", report, events);
  }

  /**
   * Removes a snapshot, which can be had back by {@link Undo}.
   *
   * @throws ProblemException {@code SNAPSHOT_NOT_FOUND}
   */
  public void delete(String cluster, String name, Consumer<ClusterEvent> events)
      throws InterruptedException {
    var report = begin(cluster, events);
    try (var _ = lock(cluster, "snapshot delete", report)) {
      var snapshots = snapshots(cluster);
      var entry = snapshots.get(name);
      var now = surroundings.clock().instant();
      snapshots.save(entry.with(Optional.of(new Undo("snapshot delete " + name, true, now))));
      snapshots.prune(undoSpaceMiB);
      report.done("The snapshot \"" + name + "\" is gone.");
    }
  }

  /**
   * Takes back the last command that can be undone. To do it again takes that back in turn if the
   * cluster was made what it had been, else the command before.
   *
   * @return the command
   * @throws ProblemException {@code NOTHING_TO_UNDO}
   */
  String undo(String cluster, Consumer<ClusterEvent> events) throws InterruptedException {
    var report = begin(cluster, events);
    boolean ran = false;
    String command;
    try (var _ = lock(cluster, "undo", report)) {
      var record = surroundings.clusters().get(cluster);
      var entry = toUndo(cluster).stream().findFirst();
      var addons =
          record.changes().stream()
              .findFirst()
              .filter(it -> entry.isEmpty() || it.time().isAfter(time(entry.get())));
      if (addons.isPresent()) {
        command = addons.get().command();
        new AddonUndo(surroundings).run(record, addons.get(), report);
      } else if (entry.isPresent()) {
        var undo = entry.get().undo().orElseThrow();
        command = undo.command();
        if (undo.removal()) {
          snapshots(cluster).save(entry.get().with(Optional.empty()));
        } else {
          ran = restore(cluster, entry.get(), "undo", report);
        }
      } else {
        throw new ProblemException(
            LauncherError.NOTHING_TO_UNDO,
            "Nothing was done to the cluster \"" + cluster + "\" that can be undone.");
      }
    }
    finish(cluster, ran, "\"coracle " + command + "\" is undone.", report, events);
    return command;
  }

  /** Empty also where the driver cannot take snapshots. */
  List<SnapshotEntry> toUndo(String cluster) throws InterruptedException {
    var record = surroundings.clusters().get(cluster);
    return surroundings.driver(record).capabilities().contains(Capability.SNAPSHOT)
        ? snapshots(cluster).toUndo()
        : List.of();
  }

  private static Instant time(SnapshotEntry entry) {
    return entry.undo().orElseThrow().time();
  }

  /** Whether the cluster ran. It is at rest now. */
  private boolean restore(String cluster, SnapshotEntry entry, String command, Report report)
      throws InterruptedException {
    var snapshots = snapshots(cluster);
    var record = surroundings.clusters().get(cluster);
    var driver = surroundings.driver(record);
    var vm = surroundings.vm(record);
    boolean ran = Readiness.isUp(vm.state());
    if (ran) {
      rest(vm, driver, report);
    }
    keep(snapshots, command, vm, report);
    report.timed(
        "restore the snapshot",
        () -> {
          snapshots.restore(entry);
          return entry;
        });
    snapshots.prune(undoSpaceMiB);
    return ran;
  }

  private static void rest(Vm vm, VmDriver driver, Report report) throws InterruptedException {
    if (driver.capabilities().contains(Capability.SUSPEND)) {
      vm.suspend(report.pieces());
    } else {
      vm.stop(GRACE);
    }
  }

  /** So that it can be undone. What is broken is not worth it. */
  private void keep(Snapshots snapshots, String command, Vm vm, Report report)
      throws InterruptedException {
    if (vm.state() == VmState.BROKEN) {
      return;
    }
    var now = surroundings.clock().instant();
    var name = snapshots.freeName(now);
    report.timed(
        "keep what is, for undo",
        () -> {
          snapshots.take(name, Optional.of(new Undo(command, false, now)), now);
          return name;
        });
  }

  private void finish(
      String cluster, boolean start, String done, Report report, Consumer<ClusterEvent> events)
      throws InterruptedException {
    if (start) {
      new StartCluster(surroundings)
          .run(
              StartRequest.of(cluster).keepingContext(),
              event -> RestartCluster.tellUnlessDone(event, events));
    }
    report.done(done);
  }

  private Report begin(String cluster, Consumer<ClusterEvent> events) {
    surroundings.clusters().get(cluster);
    return new Report(new EventLog(surroundings, cluster).alongside(events));
  }

  private ClusterLock lock(String cluster, String command, Report report)
      throws InterruptedException {
    return surroundings.lock(cluster, command, PATIENCE, report);
  }

  private Snapshots snapshots(String cluster) throws InterruptedException {
    var record = surroundings.clusters().get(cluster);
    var driver = surroundings.driver(record);
    if (!driver.capabilities().contains(Capability.SNAPSHOT)) {
      throw new ProblemException(
          VmError.DRIVER_UNSUPPORTED, "The driver " + driver.id() + " cannot take snapshots.");
    }
    return new Snapshots(surroundings, cluster, surroundings.vm(record));
  }

  private static void checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ProblemException(
          LauncherError.SNAPSHOT_NAME_INVALID,
          "\"" + name + "\" cannot be the name of a snapshot.");
    }
  }
}
