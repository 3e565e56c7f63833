package dev.coracle.launcher.cluster;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterRecord.Stage;
import dev.coracle.launcher.cluster.StartResult.Outcome;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Creates, boots, wakes or repairs, whatever a cluster needs. */
public final class StartCluster {
  /** Long enough for another command that starts the cluster. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Surroundings surroundings;
  private final Clusters clusters;
  private final Planner planner;
  private final Boot boot;
  private final WakeCopy wakeCopy;
  private final Readiness readiness;
  private final RollBack rollBack;
  private final ClusterAddons addons;

  public StartCluster(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.clusters = surroundings.clusters();
    this.planner = new Planner(surroundings);
    this.boot = new Boot(surroundings);
    this.wakeCopy = new WakeCopy(surroundings);
    this.readiness = new Readiness(surroundings);
    this.rollBack = new RollBack(surroundings);
    this.addons = new ClusterAddons(surroundings);
  }

  /**
   * Returns when the API answers, the node is Ready, a cluster name resolves and the default
   * service account exists. Idempotent: a running cluster is left as it is. A failure or
   * interruption rolls a new cluster back, unless the request keeps it, and leaves an existing one
   * in a state from which the next command goes on. So does the end of this process at any point.
   *
   * @throws ProblemException for whatever stands in the way; its detail names the console log
   */
  public StartResult run(StartRequest request, Consumer<ClusterEvent> events)
      throws InterruptedException {
    ClusterName.checked(request.name());
    return switch (request.mode()) {
      case START -> startLocked(request, events);
      case DRY_RUN -> decide(request, new Report(events));
      case IMAGE_ONLY -> fetchImage(request, new Report(events));
    };
  }

  private StartResult decide(StartRequest request, Report report) throws InterruptedException {
    var existing = clusters.find(request.name()).filter(it -> Clusters.isUsable(it.stage()));
    return result(Outcome.NOT_STARTED, planner.plan(request, existing, report), report);
  }

  private StartResult fetchImage(StartRequest request, Report report) throws InterruptedException {
    surroundings.home().prepare();
    var existing = clusters.find(request.name()).filter(it -> Clusters.isUsable(it.stage()));
    var plan = planner.plan(request, existing, report);
    report.step(
        StartStep.FETCHING_IMAGE, "Node image of Kubernetes " + plan.image().kubernetesVersion());
    boot.fetch(plan.image(), report);
    report.done("The node image is there.");
    return result(Outcome.NOT_STARTED, plan, report);
  }

  private StartResult startLocked(StartRequest request, Consumer<ClusterEvent> events)
      throws InterruptedException {
    surroundings.home().prepare();
    var history = new EventLog(surroundings, request.name());
    var report = new Report(history.alongside(events));
    report.step(StartStep.INITIAL_SETUP, "Cluster \"" + request.name() + "\"");
    try (var _ = surroundings.lock(request.name(), "start", PATIENCE, report)) {
      var result = start(request, report);
      new Trash(surroundings).dropOld(request.name(), report);
      return result;
    }
  }

  /** The same for a cluster that the caller holds. */
  StartResult start(StartRequest request, Report report) throws InterruptedException {
    var existing = rollBack.finishInterrupted(request.name(), report);
    if (clusters.scheduledStop(request.name()).cancel()) {
      report.info("The stop that was scheduled is called off.");
    }
    report.step(StartStep.SELECTING_DRIVER, "Choosing the driver");
    var plan = planned(request, existing, report);
    report.info("Driver: " + plan.driver().reason());
    try {
      var up = bringUp(request, plan, existing.isPresent(), report);
      return finished(request, up, plan, report);
    } catch (RuntimeException | InterruptedException e) {
      boolean isNew = plan.cluster().stage() != Stage.ESTABLISHED;
      if (isNew && !request.keepOnFailure()) {
        throw rollBack.run(request.name(), e, report);
      }
      throw rollBack.explained(request.name(), e);
    }
  }

  /** A new cluster's address is chosen and written while no other can choose it. */
  private Plan planned(StartRequest request, Optional<ClusterRecord> existing, Report report)
      throws InterruptedException {
    if (existing.isPresent()) {
      return planner.plan(request, existing, report);
    }
    try (var _ = surroundings.home().lockAll("start")) {
      var plan = planner.plan(request, existing, report);
      clusters.save(plan.cluster());
      return plan;
    }
  }

  /** A cluster that can be worked with, as its file tells it. */
  private record Up(Outcome outcome, ClusterRecord cluster) {}

  private Up bringUp(StartRequest request, Plan plan, boolean existed, Report report)
      throws InterruptedException {
    boolean established = plan.cluster().stage() == Stage.ESTABLISHED;
    var present = plan.driver().driver().find(request.name());
    var state = present.isPresent() ? present.get().state() : VmState.STOPPED;
    if (present.isPresent() && Readiness.isUp(state) && state != VmState.PAUSED) {
      return goOn(request, plan, present.get(), report);
    }
    if (state == VmState.STOPPING) {
      present.orElseThrow().stop(GRACE);
    }
    if (state == VmState.SUSPENDED || state == VmState.PAUSED) {
      var woken = wake(request, plan, present.orElseThrow(), report);
      if (woken.isPresent()) {
        return woken.get();
      }
    }
    if (plan.cluster().stage() == Stage.CREATING) {
      var copy = wakeCopy.run(request, plan, report);
      if (copy.isPresent()) {
        return adopted(request, plan, copy.get(), report);
      }
    }
    if (established && present.isEmpty()) {
      report.info("The VM was removed from outside; it is made anew.");
    }
    var cluster = bootAndWait(request, plan, present, report);
    return new Up(existed && established ? Outcome.BOOTED : Outcome.CREATED, cluster);
  }

  private ClusterRecord bootAndWait(
      StartRequest request, Plan plan, Optional<Vm> present, Report report)
      throws InterruptedException {
    var vm = boot.boot(plan, present, request.force(), report);
    var cluster = plan.cluster().booted(plan.image().digest());
    clusters.save(cluster);
    await(request, plan, vm, report);
    return cluster;
  }

  /** Empty if the VM cannot be woken; it is stopped then. */
  private Optional<Up> wake(StartRequest request, Plan plan, Vm vm, Report report)
      throws InterruptedException {
    var cluster = kept(plan, vm, report);
    report.step(StartStep.CREATING_VM, "Waking the VM");
    try {
      boot.wake(vm, cluster.config(), report);
    } catch (ProblemException e) {
      if (e.problem().code() != VmError.VM_RESUME_FAILED) {
        throw e;
      }
      report.warn(e.problem());
      return Optional.empty();
    }
    return Optional.of(answers(request, plan, vm, new Up(Outcome.WOKEN, cluster), report));
  }

  /** The node is the cluster's from here on: what fails now need not be made anew. */
  private Up adopted(StartRequest request, Plan plan, Vm vm, Report report)
      throws InterruptedException {
    var cluster = plan.cluster().booted(plan.image().digest());
    clusters.save(cluster);
    return answers(request, plan, vm, new Up(Outcome.CREATED, cluster), report);
  }

  /** A woken VM: used as it is if its cluster answers, else booted once more. */
  private Up answers(StartRequest request, Plan plan, Vm vm, Up up, Report report)
      throws InterruptedException {
    report.step(StartStep.PREPARING_KUBERNETES, "Waiting for Kubernetes to answer");
    try {
      return report.timed(
          "first answer",
          () -> {
            readiness.awaitWoken(
                vm, plan.cluster().config(), plan.slowness(), request.waitTimeout(), report);
            return up;
          });
    } catch (ProblemException e) {
      return new Up(Outcome.BOOTED, bootOnceMore(request, plan, vm, e.problem(), report));
    }
  }

  /** The cluster of a VM that goes on as it is, whatever is asked for. */
  private ClusterRecord kept(Plan plan, Vm vm, Report report) {
    boot.checkApplicable(plan, vm);
    if (!plan.changes().isEmpty()) {
      report.info(
          "These changes take effect with 'coracle restart': " + String.join("; ", plan.changes()));
    }
    var cluster = plan.cluster().booted(plan.cluster().image());
    clusters.save(cluster);
    return cluster;
  }

  private ClusterRecord bootOnceMore(
      StartRequest request, Plan plan, Vm vm, Problem why, Report report)
      throws InterruptedException {
    report.warn(why);
    report.info("Booting the VM once more.");
    vm.stop(GRACE);
    return bootAndWait(request, plan, Optional.of(vm), report);
  }

  /** A running VM: used as it is if its cluster is, or becomes, ready; else booted once more. */
  private Up goOn(StartRequest request, Plan plan, Vm vm, Report report)
      throws InterruptedException {
    var cluster = kept(plan, vm, report);
    boot.identity(cluster.config());
    var problems = vm.problems();
    if (problems.isEmpty() && readiness.holds(cluster.config())) {
      return new Up(Outcome.ALREADY_RUNNING, cluster);
    }
    report.info("The VM runs, but the cluster does not answer yet.");
    try {
      if (!problems.isEmpty()) {
        problems.forEach(report::warn);
        vm.start();
      }
      await(request, plan, vm, report);
      return new Up(Outcome.BOOTED, cluster);
    } catch (ProblemException e) {
      return new Up(Outcome.BOOTED, bootOnceMore(request, plan, vm, e.problem(), report));
    }
  }

  private void await(StartRequest request, Plan plan, Vm vm, Report report)
      throws InterruptedException {
    report.step(StartStep.PREPARING_KUBERNETES, "Waiting for Kubernetes");
    readiness.await(vm, plan, request.waitTimeout(), report);
  }

  private StartResult finished(StartRequest request, Up up, Plan plan, Report report)
      throws InterruptedException {
    var config = plan.cluster().config();
    report.step(StartStep.CONFIGURING_HOST, "Writing the kubeconfig");
    report.timed(
        "write the kubeconfig",
        () ->
            surroundings
                .kubeconfig()
                .get()
                .merge(
                    KubeEntries.of(up.cluster(), clusters.folder(config.name())),
                    !request.keepContext()));
    report.step(StartStep.VERIFYING_KUBERNETES, "Kubernetes is ready at " + config.server());
    var established = up.cluster().at(Stage.ESTABLISHED);
    clusters.save(established);
    addons.settle(config.name(), report);
    report.step(StartStep.DONE, "Done");
    report.done("Kubernetes " + config.kubernetesVersion() + " is ready.");
    return result(up.outcome(), plan.with(established), report);
  }

  private static StartResult result(Outcome outcome, Plan plan, Report report) {
    return new StartResult(
        outcome,
        plan.cluster().config(),
        plan.driver().reason(),
        plan.changes(),
        plan.cluster().config().name(),
        report.timings());
  }
}
