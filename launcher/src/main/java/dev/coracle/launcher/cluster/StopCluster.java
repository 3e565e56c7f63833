package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings a cluster to rest; nothing of it is lost. */
public final class StopCluster {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Pods get their thirty seconds, and an emulated guest is slow. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  private final Surroundings surroundings;

  public StopCluster(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Returns when the VM does not run any more: it sleeps on disk where the driver can do that, else
   * it is shut down. No process is left, but for one that may make it smaller for some seconds. A
   * cluster that is at rest already is a success.
   *
   * @param keepContext leaves kubectl's current context as it is; else it is unset if it is this
   *     cluster's
   * @param powerOff shuts the guest down where the driver could put it to sleep
   * @throws dev.coracle.errors.ProblemException {@code CLUSTER_NOT_FOUND}, {@code CLUSTER_BUSY}
   */
  public void run(String name, boolean keepContext, boolean powerOff, Consumer<ClusterEvent> events)
      throws InterruptedException {
    run(name, keepContext, powerOff, false, events);
  }

  /**
   * The same, but a small process is left, which wakes the cluster when something connects to its
   * API; so kubectl's current context stays. Where the driver cannot put it to sleep it is shut
   * down, and nothing is left.
   */
  public void untilConnected(String name, Consumer<ClusterEvent> events)
      throws InterruptedException {
    run(name, true, false, true, events);
  }

  private void run(
      String name,
      boolean keepContext,
      boolean powerOff,
      boolean wakeOnConnect,
      Consumer<ClusterEvent> events)
      throws InterruptedException {
    var clusters = surroundings.clusters();
    clusters.get(name);
    var report = new Report(new EventLog(surroundings, name).alongside(events));
    try (var lock = surroundings.lock(name, "stop", PATIENCE, report)) {
      lock.wakesOnConnect(wakeOnConnect);
      clusters.scheduledStop(name).cancel();
      var driver = surroundings.driver(clusters.get(name));
      boolean sleeps = !powerOff && driver.capabilities().contains(Capability.SUSPEND);
      var vm = driver.find(name);
      if (vm.isPresent()) {
        if (sleeps) {
          suspend(vm.get(), report);
        } else {
          shutDown(vm.get(), report);
        }
      }
      if (!keepContext) {
        unsetContext(name);
      }
      new Trash(surroundings).dropOld(name, report);
      boolean asleep = vm.isPresent() && vm.get().state() == VmState.SUSPENDED;
      report.done("The cluster \"" + name + "\" is " + (asleep ? "asleep." : "stopped."));
      if (asleep) {
        compact(name, vm.get(), report);
      }
    }
  }

  /** It sleeps all the same. */
  private void compact(String name, Vm vm, Report report) throws InterruptedException {
    try {
      new CompactCluster(surroundings).runLater(name, vm);
    } catch (ProblemException e) {
      report.warn(e.problem());
    }
  }

  private static void suspend(Vm vm, Report report) throws InterruptedException {
    switch (vm.state()) {
      case RUNNING, STARTING, PAUSED, SUSPENDED -> {
        report.info("Putting the node to sleep.");
        vm.suspend(report.pieces());
      }
      case STOPPING, STOPPED, BROKEN -> shutDown(vm, report);
    }
  }

  /** A guest that sleeps or is paused cannot shut itself down: it goes on first. */
  private static void shutDown(Vm vm, Report report) throws InterruptedException {
    if (vm.state() == VmState.SUSPENDED || vm.state() == VmState.PAUSED || isHalted(vm)) {
      report.info("Waking the node, so that it can shut down.");
      try {
        vm.start();
      } catch (ProblemException e) {
        if (e.problem().code() != VmError.VM_RESUME_FAILED) {
          throw e;
        }
        report.warn(e.problem());
      }
    }
    report.info("Shutting the node down.");
    vm.stop(GRACE);
  }

  /** On its way to sleep or from it. */
  private static boolean isHalted(Vm vm) throws InterruptedException {
    return vm.problems().stream().anyMatch(problem -> problem.code() == VmError.VM_PAUSED);
  }

  private void unsetContext(String name) throws InterruptedException {
    var kubeconfig = surroundings.kubeconfig().get();
    if (kubeconfig.currentContext().equals(Optional.of(name))) {
      kubeconfig.use(Optional.empty());
    }
  }
}
