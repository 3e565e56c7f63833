package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterRecord.Stage;
import dev.coracle.launcher.configdisk.ConfigDisk;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.image.NodeImage;
import dev.coracle.vm.Vm;
import java.time.Duration;
import java.util.Optional;

/** Boots a node that is nobody's, to put it to sleep and wake copies of it. */
final class MakeTemplate {
  private final Surroundings surroundings;
  private final Templates templates;
  private final Planner planner;
  private final Readiness readiness;
  private final RollBack rollBack;

  MakeTemplate(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.templates = new Templates(surroundings);
    this.planner = new Planner(surroundings);
    this.readiness = new Readiness(surroundings);
    this.rollBack = new RollBack(surroundings);
  }

  /**
   * Returns when the node is ready, as a cluster of this plan's would be; what was left of an
   * earlier attempt is gone. The caller holds the template.
   *
   * @throws ProblemException for whatever would keep the cluster itself from booting
   */
  Vm boot(Plan plan, Shape shape, NodeImage image, Optional<Duration> limit, Report report)
      throws InterruptedException {
    templates.drop(shape.id());
    var template =
        shape.template(
            planner.freeAddress(shape.id(), shape.config()), surroundings.clock().instant());
    templates.save(shape.id(), template);
    var vm = report.timed("start the VM", () -> start(plan, shape, template.config(), image));
    report.step(StartStep.PREPARING_KUBERNETES, "Waiting for Kubernetes");
    var folder = templates.folder(shape.id());
    var identity = new IdentityFiles(folder.pki());
    try {
      readiness.await(vm, template.config(), identity, plan.slowness(), limit, report);
    } catch (ProblemException e) {
      throw rollBack.ofTemplate(plan.cluster().config().name(), folder, e);
    }
    return vm;
  }

  private Vm start(Plan plan, Shape shape, ClusterConfig config, NodeImage image)
      throws InterruptedException {
    var folder = templates.folder(shape.id());
    var identity =
        surroundings
            .identities()
            .get()
            .ensure(folder.pki(), GuestSettings.names(config), config.certExpiration());
    ConfigDisk.write(folder.configDisk(), GuestSettings.ofTemplate(config, identity));
    var vm = plan.driver().driver().create(VmSpecs.of(config, folder, image));
    vm.start();
    return vm;
  }

  /** Puts the node to sleep, which makes the template whole; it is gone if that cannot be done. */
  boolean sleeps(Vm vm, Shape shape, Report report) throws InterruptedException {
    try {
      vm.suspend(report.pieces());
      templates.save(shape.id(), templates.get(shape.id()).at(Stage.ESTABLISHED));
      return true;
    } catch (ProblemException e) {
      report.info(
          "Booting, for there can be no template: "
              + e.problem().code().name()
              + ": "
              + e.problem().detail());
      templates.drop(shape.id());
      return false;
    }
  }
}
