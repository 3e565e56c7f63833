package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterRecord.Stage;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import java.util.Optional;

/**
 * Removes what there is of a cluster, for delete and for roll-back. The caller holds its lock.
 * Interrupted at any point, it can be done again.
 */
final class Removal {
  private final Surroundings surroundings;

  Removal(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Removes VM, kubeconfig entries and folder.
   *
   * @return whether there was anything
   */
  boolean remove(String name, Report report) throws InterruptedException {
    var folder = surroundings.clusters().folder(name);
    surroundings.clusters().scheduledStop(name).cancel();
    var cluster = known(name, report);
    boolean existed = folder.exists();
    if (cluster.isPresent()) {
      surroundings.clusters().save(cluster.get().at(Stage.DELETING));
    }
    existed |= removeVm(name, cluster, report);
    existed |= removeFromKubeconfig(name, report);
    folder.remove();
    return existed;
  }

  /** A broken cluster.json does not stand in the way: that is what delete is for then. */
  Optional<ClusterRecord> known(String name, Report report) {
    try {
      return surroundings.clusters().find(name);
    } catch (ProblemException e) {
      report.warn(e.problem());
      return Optional.empty();
    }
  }

  private boolean removeVm(String name, Optional<ClusterRecord> cluster, Report report)
      throws InterruptedException {
    boolean removed = false;
    for (var driver : surroundings.drivers().get().all()) {
      boolean itsOwn = cluster.filter(it -> it.config().driver().equals(driver.id())).isPresent();
      try {
        removed |= removeVm(driver, name);
      } catch (ProblemException e) {
        if (itsOwn) {
          throw e;
        }
        // Another driver that does not work here has nothing of this cluster.
        if (cluster.isEmpty()) {
          report.warn(e.problem());
        }
      }
    }
    return removed;
  }

  /** Removes a VM of whatever driver has it; one that does not work here has none. */
  void removeVm(String name) throws InterruptedException {
    for (var driver : surroundings.drivers().get().all()) {
      removeVm(driver, name);
    }
  }

  private boolean removeVm(VmDriver driver, String name) throws InterruptedException {
    var vm = driver.find(name).filter(this::isOurs);
    if (vm.isPresent()) {
      vm.get().delete();
    }
    return vm.isPresent();
  }

  /** Another home of the same user may have a cluster of the same name. */
  boolean isOurs(Vm vm) {
    try {
      return vm.spec().directory().startsWith(surroundings.home().directory());
    } catch (ProblemException e) {
      // One that can't be read was made here: drivers keep what they know of a VM in the home.
      return true;
    }
  }

  boolean removeFromKubeconfig(String name, Report report) throws InterruptedException {
    try {
      return surroundings.kubeconfig().get().remove(name);
    } catch (ProblemException e) {
      report.warn(e.problem());
      return false;
    }
  }
}
