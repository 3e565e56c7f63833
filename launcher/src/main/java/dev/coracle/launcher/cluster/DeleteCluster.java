package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterEvent.Warning;
import dev.coracle.launcher.store.Home;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Removes clusters: VM, disks, keys, kubeconfig entries and folder. One that can be brought back is
 * kept for a day, unless it is to go at once.
 */
public final class DeleteCluster {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Pods get their thirty seconds, where the guest cannot be put to sleep. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Surroundings surroundings;
  private final Removal removal;
  private final Templates templates;
  private final Trash trash;

  public DeleteCluster(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.removal = new Removal(surroundings);
    this.templates = new Templates(surroundings);
    this.trash = new Trash(surroundings);
  }

  /**
   * What to do with what a cluster holds.
   *
   * @param forGood removes it at once, and deleted clusters of its name too
   * @param undoSpaceMiB what all deleted clusters together may take on disk; the last one is kept
   *     whatever it takes
   */
  public record Fate(boolean forGood, int undoSpaceMiB) {}

  /**
   * Removes what there is of a cluster, also of one that is half made or whose VM was removed from
   * outside. A cluster of which there is nothing is a success. One that could be worked with is at
   * rest for a day, out of everybody's sight, and {@link Undo} brings it back.
   *
   * @return whether there was anything
   */
  public boolean run(String name, Fate fate, Consumer<ClusterEvent> events)
      throws InterruptedException {
    var report = new Report(events);
    surroundings.clusters().folder(name);
    surroundings.home().prepare();
    try (var _ = surroundings.lock(name, "delete", PATIENCE, report)) {
      trash.finish(name);
      boolean kept = !fate.forGood() && setAside(name, report);
      boolean existed = kept || removal.remove(name, report);
      if (fate.forGood()) {
        existed |= trash.drop(name);
      }
      new ExportCluster(surroundings).clearAway(name);
      templates.dropUnfinished();
      trash.prune(name, fate.undoSpaceMiB(), report);
      new SelectProfile(surroundings).forget(name);
      report.done(result(name, existed, kept));
      return existed;
    }
  }

  private static String result(String name, boolean existed, boolean kept) {
    if (kept) {
      return "The cluster \"" + name + "\" is gone; 'coracle undo' brings it back within a day.";
    }
    return existed
        ? "The cluster \"" + name + "\" is gone."
        : "There was no cluster \"" + name + "\".";
  }

  /** Whether it could be: nobody misses what was never whole. */
  private boolean setAside(String name, Report report) throws InterruptedException {
    var cluster = removal.known(name, report);
    if (cluster.filter(it -> Clusters.isUsable(it.stage())).isEmpty()) {
      return false;
    }
    var driver = surroundings.driver(cluster.get());
    var vm = driver.find(name).filter(removal::isOurs);
    if (vm.isEmpty()
        || vm.get().state() == VmState.BROKEN
        || !driver.capabilities().contains(Capability.RENAME)) {
      return false;
    }
    surroundings.clusters().scheduledStop(name).cancel();
    boolean ran = Readiness.isUp(vm.get().state());
    rest(vm.get(), driver, report);
    removal.removeFromKubeconfig(name, report);
    boolean selected = new SelectProfile(surroundings).current().equals(name);
    trash.put(cluster.get(), vm.get(), ran, selected);
    return true;
  }

  /** Asleep, if it runs and that can be done, else stopped. */
  private static void rest(Vm vm, VmDriver driver, Report report) throws InterruptedException {
    if (vm.state() == VmState.SUSPENDED || vm.state() == VmState.STOPPED) {
      return;
    }
    if (driver.capabilities().contains(Capability.SUSPEND)) {
      try {
        vm.suspend(report.pieces());
        return;
      } catch (ProblemException e) {
        report.info("It cannot be put to sleep, so it is shut down: " + e.problem().detail());
      }
    }
    vm.stop(GRACE);
  }

  /**
   * Removes every cluster, and VMs of ours that belong to none.
   *
   * @param fate for good also removes the rest of the home: templates, images, settings, logs, the
   *     CA
   * @return the names of the removed clusters
   */
  public List<String> all(Fate fate, Consumer<ClusterEvent> events) throws InterruptedException {
    var names = new TreeSet<>(surroundings.home().clusterNames());
    names.addAll(surroundings.home().vmNames());
    for (var driver : surroundings.drivers().get().all()) {
      names.addAll(vms(driver, events));
    }
    for (var name : names) {
      run(name, fate, events);
    }
    if (fate.forGood()) {
      trash.dropAll();
      templates.dropAll();
      surroundings.home().removeAll();
    }
    return List.copyOf(names);
  }

  private List<String> vms(VmDriver driver, Consumer<ClusterEvent> events)
      throws InterruptedException {
    try {
      return driver.list().stream()
          .filter(removal::isOurs)
          .flatMap(vm -> DeleteCluster.name(vm).stream())
          .filter(Home::isClusters)
          .toList();
    } catch (ProblemException e) {
      events.accept(new Warning(e.problem()));
      return List.of();
    }
  }

  /** Empty if the VM can't be read; its directory tells its name then. */
  private static Optional<String> name(Vm vm) {
    try {
      return Optional.of(vm.spec().name());
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }
}
