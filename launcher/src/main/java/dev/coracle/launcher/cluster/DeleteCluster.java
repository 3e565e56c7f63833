package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterEvent.Warning;
import dev.coracle.launcher.store.Home;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Removes clusters: VM, disks, keys, kubeconfig entries and folder. */
public final class DeleteCluster {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Surroundings surroundings;
  private final Removal removal;
  private final Templates templates;

  public DeleteCluster(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.removal = new Removal(surroundings);
    this.templates = new Templates(surroundings);
  }

  /**
   * Removes what there is of a cluster, also of one that is half made or whose VM was removed from
   * outside. A cluster of which there is nothing is a success.
   *
   * @return whether there was anything
   */
  public boolean run(String name, Consumer<ClusterEvent> events) throws InterruptedException {
    var report = new Report(events);
    surroundings.clusters().folder(name);
    surroundings.home().prepare();
    try (var _ = surroundings.lock(name, "delete", PATIENCE, report)) {
      boolean existed = removal.remove(name, report);
      templates.dropUnfinished();
      new SelectProfile(surroundings).forget(name);
      report.done(
          existed
              ? "The cluster \"" + name + "\" is gone."
              : "There was no cluster \"" + name + "\".");
      return existed;
    }
  }

  /**
   * Removes every cluster, and VMs of ours that belong to none.
   *
   * @param purge also the rest of the home: templates, images, settings, logs, the CA
   * @return the names of the removed clusters
   */
  public List<String> all(boolean purge, Consumer<ClusterEvent> events)
      throws InterruptedException {
    var names = new TreeSet<>(surroundings.home().clusterNames());
    names.addAll(surroundings.home().vmNames());
    for (var driver : surroundings.drivers().get().all()) {
      names.addAll(vms(driver, events));
    }
    for (var name : names) {
      run(name, events);
    }
    if (purge) {
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
