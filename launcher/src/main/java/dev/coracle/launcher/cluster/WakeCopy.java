package dev.coracle.launcher.cluster;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.configdisk.NodeSettings;
import dev.coracle.launcher.image.NodeImage;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.launcher.store.HeldLock;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Brings the VM of a new cluster up without booting it: a copy of a sleeping template is woken and
 * made the cluster's own. A template that is not there yet is made. The caller holds the cluster's
 * lock; until the copy is the cluster's, its stage is CREATING, so what a killed command leaves of
 * it is removed and not booted: it still has the template's secrets.
 */
final class WakeCopy {
  /** What the cluster that is being started needs itself. */
  private static final long SPARE_DISK_MIB = 3072;

  private final Surroundings surroundings;
  private final Boot boot;
  private final Templates templates;
  private final MakeTemplate makeTemplate;
  private final Removal removal;

  WakeCopy(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.boot = new Boot(surroundings);
    this.templates = new Templates(surroundings);
    this.makeTemplate = new MakeTemplate(surroundings);
    this.removal = new Removal(surroundings);
  }

  /** A machine that sleeps as the template did, and the means to make it another's. */
  private record Copy(Vm vm, Adoption adoption, Instant templateCreated) {}

  private record Prepared(NodeImage image, NodeSettings settings, Optional<Copy> copy) {}

  /**
   * Returns when the node has become the cluster's; its VM runs. Empty if the cluster is to boot,
   * and the report tells why; it has no VM then.
   *
   * @throws ProblemException for what would keep the cluster from booting, too
   */
  Optional<Vm> run(StartRequest request, Plan plan, Report report) throws InterruptedException {
    if (request.templateSpaceMiB() == 0) {
      return Optional.empty();
    }
    var obstacle = obstacle(request, plan);
    if (obstacle.isPresent()) {
      report.info("Booting, for " + obstacle.get() + ".");
      return Optional.empty();
    }
    var shape = Shape.of(plan.cluster().config(), plan.image().digest());
    var prepared = prepare(plan, shape, request.force(), report);
    var copy = prepared.copy();
    if (copy.isEmpty() || !wakes(copy.get(), plan, shape, report)) {
      copy = copyOfNew(request, plan, shape, prepared.image(), report);
      if (copy.isEmpty() || !wakes(copy.get(), plan, shape, report)) {
        return Optional.empty();
      }
    }
    return isAdopted(copy.get(), plan, shape, prepared.settings(), report)
        ? copy.map(Copy::vm)
        : Optional.empty();
  }

  private static Optional<String> obstacle(StartRequest request, Plan plan)
      throws InterruptedException {
    var driver = plan.driver().driver();
    if (request.keepOnFailure()) {
      return Optional.of("what fails is to be kept, and a template would not be");
    }
    return driver.capabilities().containsAll(List.of(Capability.SUSPEND, Capability.CLONE))
        ? Optional.empty()
        : Optional.of("the driver " + driver.id() + " has no templates here");
  }

  private Prepared prepare(Plan plan, Shape shape, boolean force, Report report)
      throws InterruptedException {
    var config = plan.cluster().config();
    report.step(StartStep.FETCHING_IMAGE, "Node image of Kubernetes " + config.kubernetesVersion());
    try (var work = new SideBySide(report)) {
      work.start("check the host", () -> boot.checkHost(plan, force, report));
      var image = work.start("verify the node image", () -> boot.fetch(plan.image(), report));
      var settings = work.start("make keys and certificates", () -> boot.prepareGuest(config));
      var copy = work.start("copy the template", () -> copyIfThere(plan, shape, report));
      work.await();
      return new Prepared(image.get(), settings.get(), copy.get());
    }
  }

  private Optional<Copy> copyIfThere(Plan plan, Shape shape, Report report)
      throws InterruptedException {
    try (var _ = lock(shape, report)) {
      var template = templates.asleep(shape.id());
      return template.isPresent() ? copy(template.get(), plan, shape, report) : Optional.empty();
    }
  }

  private HeldLock lock(Shape shape, Report report) throws InterruptedException {
    return templates.lock(shape.id(), report::waitingFor);
  }

  /** Empty if the template's memory is of no use any more; it is gone then. */
  private Optional<Copy> copy(Vm template, Plan plan, Shape shape, Report report)
      throws InterruptedException {
    var record = templates.get(shape.id());
    var folder = templates.folder(shape.id());
    try {
      var config = plan.cluster().config();
      var vm =
          template.copy(
              VmSpecs.copy(template.spec(), config, surroundings.clusters().folder(config.name())));
      folder.use(surroundings.clock().instant());
      var adoption = Adoption.of(surroundings, record.config(), folder);
      return Optional.of(new Copy(vm, adoption, record.created()));
    } catch (ProblemException e) {
      if (e.problem().code() != VmError.VM_RESUME_FAILED) {
        throw e;
      }
      tellUseless(e.problem(), report);
      templates.drop(shape.id());
      return Optional.empty();
    }
  }

  /** Empty if there can be no template. */
  private Optional<Copy> copyOfNew(
      StartRequest request, Plan plan, Shape shape, NodeImage image, Report report)
      throws InterruptedException {
    try (var _ = lock(shape, report)) {
      var madeMeanwhile = templates.asleep(shape.id());
      if (madeMeanwhile.isPresent()) {
        return copy(madeMeanwhile.get(), plan, shape, report);
      }
      // All of the memory is written at worst.
      if (surroundings.home().freeMebibytes() < shape.config().memoryMiB() + SPARE_DISK_MIB) {
        report.info("Booting, for the disk has too little space for a template.");
        return Optional.empty();
      }
      report.step(StartStep.CREATING_VM, "Creating a template: " + Boot.size(shape.config()));
      var template = makeTemplate.boot(plan, shape, image, request.waitTimeout(), report);
      if (!makeTemplate.sleeps(template, shape, report)) {
        return Optional.empty();
      }
      templates.prune(shape.id(), request.templateSpaceMiB(), report);
      return report.timed("copy the template", () -> copy(template, plan, shape, report));
    }
  }

  /** False if the memory cannot be loaded any more: copy and template are gone then. */
  private boolean wakes(Copy copy, Plan plan, Shape shape, Report report)
      throws InterruptedException {
    report.step(StartStep.CREATING_VM, "Waking a copy of the template");
    try {
      boot.wake(copy.vm(), plan.cluster().config(), report);
      return true;
    } catch (ProblemException e) {
      if (e.problem().code() != VmError.VM_RESUME_FAILED) {
        throw e;
      }
      discard(copy, plan, shape, e.problem(), report);
      return false;
    }
  }

  private boolean isAdopted(Copy copy, Plan plan, Shape shape, NodeSettings settings, Report report)
      throws InterruptedException {
    report.step(StartStep.PREPARING_KUBERNETES, "Making the node the cluster's own");
    try (var adoption = copy.adoption()) {
      adoption.run(plan.cluster().config(), settings, plan.slowness(), report);
      return true;
    } catch (ProblemException e) {
      if (e.problem().code() == LauncherError.NODE_NOT_ADOPTED) {
        discard(copy, plan, shape, e.problem(), report);
      } else {
        report.info("Booting, for " + Adoption.told(e.problem()));
        removal.removeVm(plan.cluster().config().name());
      }
      return false;
    }
  }

  /** A template of which one copy was of no use would fail each start, unless it is another now. */
  private void discard(Copy copy, Plan plan, Shape shape, Problem why, Report report)
      throws InterruptedException {
    tellUseless(why, report);
    copy.adoption().close();
    removal.removeVm(plan.cluster().config().name());
    try (var _ = lock(shape, report)) {
      if (templates
          .find(shape.id())
          .filter(it -> it.created().equals(copy.templateCreated()))
          .isPresent()) {
        templates.drop(shape.id());
      }
    }
  }

  private static void tellUseless(Problem why, Report report) {
    report.info("The template is of no use any more and goes, for " + Adoption.told(why));
  }
}
