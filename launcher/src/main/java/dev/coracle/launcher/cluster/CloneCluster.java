package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterRecord.Stage;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.launcher.store.HeldLock;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import java.time.Duration;
import java.util.function.Consumer;

/** Makes a second, independent cluster of one, which shares its disk copy-on-write. */
public final class CloneCluster {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Surroundings surroundings;
  private final Clusters clusters;
  private final RollBack rollBack;

  public CloneCluster(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.clusters = surroundings.clusters();
    this.rollBack = new RollBack(surroundings);
  }

  /**
   * Returns when the new cluster can be worked with. It boots from what the other has on its disk,
   * with an address, certificates and an SSH host key of its own; objects, volumes and the keys of
   * service accounts and Secrets are as they were. A source that runs is put to sleep and woken
   * meanwhile. All or nothing, as {@link StartCluster} is.
   *
   * @throws ProblemException {@code CLUSTER_NOT_FOUND}, {@code CLUSTER_EXISTS}, {@code
   *     CLUSTER_NAME_INVALID}, {@code DRIVER_UNSUPPORTED}; those of {@link StartCluster}
   */
  public StartResult run(String source, String name, Consumer<ClusterEvent> events)
      throws InterruptedException {
    clusters.get(source);
    clusters.folder(name);
    if (source.equals(name)) {
      throw exists(name);
    }
    var report = new Report(new EventLog(surroundings, name).alongside(events));
    boolean sourceFirst = source.compareTo(name) < 0;
    // In the order of their names, so that no two commands wait for each other.
    try (var _ = lock(sourceFirst ? source : name, report);
        var _ = lock(sourceFirst ? name : source, report)) {
      if (rollBack.finishInterrupted(name, report).isPresent()) {
        throw exists(name);
      }
      rollBack.finishInterrupted(source, report);
      copyOrNothing(clusters.get(source), name, report);
    }
    report.info("The clone boots from what \"" + source + "\" has on its disk.");
    return new StartCluster(surroundings).run(StartRequest.of(name), events);
  }

  private HeldLock lock(String name, Report report) throws InterruptedException {
    return surroundings.lock(name, "clone", PATIENCE, report);
  }

  private static ProblemException exists(String name) {
    return new ProblemException(
        LauncherError.CLUSTER_EXISTS, "There is already a cluster \"" + name + "\".");
  }

  private void copyOrNothing(ClusterRecord source, String name, Report report)
      throws InterruptedException {
    var driver = surroundings.driver(source);
    if (!driver.capabilities().contains(Capability.CLONE)) {
      throw new ProblemException(
          VmError.DRIVER_UNSUPPORTED, "The driver " + driver.id() + " cannot copy a machine.");
    }
    var vm = surroundings.vm(source);
    var clone = planned(source, name);
    try {
      new Boot(surroundings).prepareGuest(clone.config());
      copy(vm, driver, clone, report);
      clusters.save(clone.at(Stage.BOOTING));
    } catch (ProblemException | InterruptedException e) {
      throw rollBack.run(name, e, report);
    }
  }

  /** Its address is chosen and written while no other can choose it. */
  private ClusterRecord planned(ClusterRecord source, String name) throws InterruptedException {
    try (var _ = surroundings.home().lockAll("clone")) {
      var config = source.config().named(name);
      var clone =
          new ClusterRecord(
              Stage.CREATING,
              config.at(new Planner(surroundings).freeAddress(name, config)),
              source.image(),
              surroundings.clock().instant(),
              source.namespace(),
              source.embedCerts());
      clusters.save(clone);
      return clone;
    }
  }

  private void copy(Vm vm, VmDriver driver, ClusterRecord clone, Report report)
      throws InterruptedException {
    boolean ran = Readiness.isUp(vm.state());
    if (ran) {
      requireSleep(driver);
      report.info("Putting the source to sleep meanwhile.");
      vm.suspend(report.pieces());
    }
    try {
      report.timed("copy the VM", () -> copy(vm, clone));
    } finally {
      if (ran) {
        report.info("Waking the source.");
        vm.start(report.pieces());
      }
    }
  }

  private static void requireSleep(VmDriver driver) throws InterruptedException {
    if (!driver.capabilities().contains(Capability.SUSPEND)) {
      throw new ProblemException(
          VmError.VM_WRONG_STATE, "This driver copies only a cluster that is stopped.");
    }
  }

  /** The memory holds the source's identity, so the clone has its disk only. */
  private Vm copy(Vm vm, ClusterRecord clone) throws InterruptedException {
    var config = clone.config();
    var copied = vm.copy(VmSpecs.copy(vm.spec(), config, clusters.folder(config.name())));
    if (copied.state() == VmState.SUSPENDED) {
      copied.stop(Duration.ZERO);
    }
    return copied;
  }
}
