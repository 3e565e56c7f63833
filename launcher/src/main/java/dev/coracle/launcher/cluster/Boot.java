package dev.coracle.launcher.cluster;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.configdisk.ConfigDisk;
import dev.coracle.launcher.configdisk.NodeSettings;
import dev.coracle.launcher.identity.ClusterIdentity;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.image.NodeImage;
import dev.coracle.launcher.kubeconfig.Kubeconfig;
import dev.coracle.launcher.preflight.CheckResult;
import dev.coracle.launcher.preflight.HostChecks;
import dev.coracle.launcher.preflight.Preflight;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmSpec;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Brings a cluster's VM from nothing or from rest to running. */
final class Boot {
  private final Surroundings surroundings;

  Boot(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Returns once the hypervisor runs the VM. What is missing is made: image, identity, config disk,
   * VM.
   *
   * @param present the VM, if there is one; it is at rest
   */
  Vm boot(Plan plan, Optional<Vm> present, boolean force, Report report)
      throws InterruptedException {
    var config = plan.cluster().config();
    report.step(StartStep.FETCHING_IMAGE, "Node image of Kubernetes " + config.kubernetesVersion());
    try (var work = new SideBySide(report)) {
      work.start("check the host", () -> checkHost(plan, force, report));
      var image = work.start("verify the node image", () -> fetch(plan.image(), report));
      work.start("make keys and certificates", () -> prepareGuest(config));
      work.await();
      report.step(
          StartStep.CREATING_VM,
          (present.isPresent() ? "Booting" : "Creating") + " the VM: " + size(config));
      return start(plan, present, image.get(), report);
    }
  }

  /** For a person. */
  static String size(ClusterConfig config) {
    return config.cpus()
        + " CPUs, "
        + config.memoryMiB()
        + " MiB of memory, "
        + config.diskMiB()
        + " MiB of disk";
  }

  /** Makes what the cluster's guest is handed, and writes it to the config disk. */
  NodeSettings prepareGuest(ClusterConfig config) {
    var settings =
        GuestSettings.of(config, identity(config), Proxies.of(surroundings.environment(), config));
    ConfigDisk.write(surroundings.clusters().folder(config.name()).configDisk(), settings);
    return settings;
  }

  private Vm start(Plan plan, Optional<Vm> present, NodeImage image, Report report)
      throws InterruptedException {
    var config = plan.cluster().config();
    var spec = VmSpecs.of(config, surroundings.clusters().folder(config.name()), image);
    return report.timed(
        "start the VM",
        () -> {
          var vm =
              present.isPresent()
                  ? fitted(present.get(), spec)
                  : plan.driver().driver().create(spec);
          vm.start();
          return vm;
        });
  }

  /**
   * Wakes a VM. Meanwhile its cluster's keys are looked after, and this process gets ready to ask:
   * the processors are the guest's when it goes on.
   */
  void wake(Vm vm, ClusterConfig config, Report report) throws InterruptedException {
    try (var work = new SideBySide(report)) {
      work.start("check keys and certificates", () -> identity(config));
      work.start(
          "wake the VM",
          () -> {
            vm.start(report.pieces());
            return vm;
          });
      work.start(
          "rehearse the first question",
          () -> {
            var pki = surroundings.clusters().folder(config.name()).pki();
            surroundings.probe().get().rehearse(new IdentityFiles(pki));
            return pki;
          });
      work.await();
    }
  }

  /** The cluster's keys and certificates; what is missing or nears its end is made. */
  ClusterIdentity identity(ClusterConfig config) {
    var pki = surroundings.clusters().folder(config.name()).pki();
    return surroundings
        .identities()
        .get()
        .ensure(pki, GuestSettings.names(config), config.certExpiration());
  }

  /**
   * Makes sure that a running VM can still be reached once the plan is the cluster's configuration.
   *
   * @throws ProblemException {@code CLUSTER_CHANGE_REFUSED}
   */
  void checkApplicable(Plan plan, Vm vm) {
    if (!vm.spec().forwards().equals(VmSpecs.forwards(plan.cluster().config()))) {
      throw new ProblemException(
          LauncherError.CLUSTER_CHANGE_REFUSED,
          "--apiserver-port can change only while the cluster is stopped.");
    }
  }

  private static Vm fitted(Vm vm, VmSpec spec) throws InterruptedException {
    if (!vm.spec().equals(spec)) {
      vm.reconfigure(spec);
    }
    return vm;
  }

  /** This home's verified copy of the image. */
  NodeImage fetch(NodeImage image, Report report) throws InterruptedException {
    var store = surroundings.images().get().store();
    var present = store.find(image.digest());
    if (present.isPresent()) {
      return present.get();
    }
    try (var _ = surroundings.home().lockAll("import of a node image")) {
      var name = image.iso().file().getFileName().toString();
      var copy =
          store.add(
              image, (done, total) -> report.tell(new ClusterEvent.Progress(name, done, total)));
      store.removeUnused(copy, usedImages());
      return copy;
    }
  }

  private Set<String> usedImages() {
    var used = new HashSet<String>();
    for (var name : surroundings.home().clusterNames()) {
      try {
        surroundings.clusters().find(name).ifPresent(cluster -> used.add(cluster.image()));
        used.addAll(Snapshots.images(surroundings.clusters().folder(name)));
      } catch (ProblemException e) {
        // A broken file is the problem of commands on that cluster.
      }
    }
    used.addAll(new Templates(surroundings).images());
    used.addAll(new Trash(surroundings).images());
    return used;
  }

  /** The first failed check ends the start, unless it is forced; lesser findings are told. */
  Boolean checkHost(Plan plan, boolean force, Report report) throws InterruptedException {
    new Trash(surroundings)
        .makeRoom(plan.cluster().config().name(), HostChecks.DISK_AT_LEAST_MIB, report);
    for (var finding : Preflight.run(surroundings.hostChecks().apply(host(plan)))) {
      switch (finding.result()) {
        case CheckResult.Ok _ -> {}
        case CheckResult.Warning warning -> report.warn(warning.problem());
        case CheckResult.Failed failed -> fail(failed.problem(), force, report);
      }
    }
    return true;
  }

  private static void fail(Problem problem, boolean force, Report report) {
    if (!force) {
      throw new ProblemException(problem);
    }
    report.warn(problem);
  }

  private HostChecks.Host host(Plan plan) {
    var config = plan.cluster().config();
    Kubeconfig kubeconfig = surroundings.kubeconfig().get();
    return new HostChecks.Host(
        surroundings.home().directory(),
        plan.driver().driver(),
        config.memoryMiB(),
        config.diskMiB(),
        VmSpecs.endpoints(config),
        kubeconfig.files().getFirst(),
        surroundings.environment());
  }
}
