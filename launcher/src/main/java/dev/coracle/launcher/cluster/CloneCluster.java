package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterRecord.Stage;
import dev.coracle.launcher.configdisk.NodeSettings;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes a second, independent cluster of one, which shares its disk and memory copy-on-write. */
public final class CloneCluster {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofMinutes(2);

  private final Surroundings surroundings;
  private final Clusters clusters;
  private final Boot boot;
  private final Readiness readiness;
  private final RollBack rollBack;

  public CloneCluster(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.clusters = surroundings.clusters();
    this.boot = new Boot(surroundings);
    this.readiness = new Readiness(surroundings);
    this.rollBack = new RollBack(surroundings);
  }

  /**
   * Returns when the new cluster can be worked with. It goes on where the other is, as far as that
   * has a memory that its node can be woken from, with an identity of its own; objects and volumes
   * are as they were, tokens and Secrets stay good. A source that runs is put to sleep meanwhile.
   * All or nothing, as {@link StartCluster} is.
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
    try (var _ = lock(name, report)) {
      if (rollBack.finishInterrupted(name, report).isPresent()) {
        throw exists(name);
      }
      // No two clones wait for each other: what one holds is there, what the other makes is not.
      try (var _ = lock(source, report)) {
        rollBack.finishInterrupted(source, report);
        makeOrNothing(clusters.get(source), name, report);
      }
      return new StartCluster(surroundings).start(StartRequest.of(name), report);
    }
  }

  private ClusterLock lock(String name, Report report) throws InterruptedException {
    return surroundings.lock(name, "clone", PATIENCE, report);
  }

  private static ProblemException exists(String name) {
    return new ProblemException(
        LauncherError.CLUSTER_EXISTS, "There is already a cluster \"" + name + "\".");
  }

  /** Until the copy is the clone's, its stage is CREATING: it must not go on as the source. */
  private void makeOrNothing(ClusterRecord source, String name, Report report)
      throws InterruptedException {
    var driver = surroundings.driver(source);
    if (!driver.capabilities().contains(Capability.CLONE)) {
      throw new ProblemException(
          VmError.DRIVER_UNSUPPORTED, "The driver " + driver.id() + " cannot copy a machine.");
    }
    var vm = surroundings.vm(source);
    var clone = planned(source, name);
    try (var work = new SideBySide(report)) {
      var settings =
          work.start("make keys and certificates", () -> boot.prepareGuest(clone.config()));
      var spec = VmSpecs.copy(vm.spec(), clone.config(), clusters.folder(name));
      var copy =
          work.start(
              "copy the source", () -> new RestingCopy(driver, "source", report).of(vm, spec));
      work.await();
      becomeItself(copy.get(), source, clone, settings.get(), report);
      clusters.save(clone.at(Stage.BOOTING));
    } catch (RuntimeException | InterruptedException e) {
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
              source.embedCerts(),
              source.autoSleep(),
              source.addons(),
              List.of());
      clusters.save(clone);
      return clone;
    }
  }

  /** Leaves the copy running as the clone, or stopped: then it becomes the clone when it boots. */
  private void becomeItself(
      Vm copy, ClusterRecord source, ClusterRecord clone, NodeSettings settings, Report report)
      throws InterruptedException {
    if (copy.state() != VmState.SUSPENDED) {
      report.info("The clone boots, for the source has no memory that sleeps.");
      return;
    }
    report.info("Waking the clone.");
    try {
      boot.wake(copy, clone.config(), report);
    } catch (ProblemException e) {
      if (e.problem().code() != VmError.VM_RESUME_FAILED) {
        throw e;
      }
      tellBoots(e, report);
      return;
    }
    var slowness = surroundings.drivers().get().choose(clone.config().driver()).slowness();
    var folder = clusters.folder(source.config().name());
    try (var adoption = Adoption.of(surroundings, source.config(), folder)) {
      adoption.run(clone.config(), settings, slowness, report);
      report.timed(
          "first answer",
          () -> {
            readiness.awaitWoken(copy, clone.config(), slowness, Optional.empty(), report);
            return copy;
          });
    } catch (ProblemException e) {
      tellBoots(e, report);
      copy.stop(GRACE);
    }
  }

  private static void tellBoots(ProblemException why, Report report) {
    report.info("The clone boots, for " + Adoption.told(why.problem()));
  }
}
