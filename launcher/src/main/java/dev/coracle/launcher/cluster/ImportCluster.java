package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.launcher.archive.ArchiveReader;
import dev.coracle.launcher.cluster.ClusterRecord.Stage;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.image.NodeImage;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import dev.coracle.vm.VmState;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes a cluster of one that {@link ExportCluster} wrote to a file, here or elsewhere. */
public final class ImportCluster {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Keys and certificates have a few hundred bytes. */
  private static final long PKI_FILE_AT_MOST = 64 << 10;

  private final Surroundings surroundings;
  private final Clusters clusters;
  private final Boot boot;
  private final RollBack rollBack;

  public ImportCluster(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.clusters = surroundings.clusters();
    this.boot = new Boot(surroundings);
    this.rollBack = new RollBack(surroundings);
  }

  /**
   * Returns when the cluster is there, at rest. It goes on where it was at the next start if this
   * home exported it and name, address and node image are the same; else it boots from its disk.
   * All or nothing, as {@link StartCluster} is.
   *
   * @param asked its name; the one that it had if empty
   * @return its name
   * @throws ProblemException {@code EXPORT_BROKEN}, {@code FILE_FROM_NEWER_VERSION}, {@code
   *     CLUSTER_EXISTS}, {@code CLUSTER_NAME_INVALID}, {@code KUBERNETES_VERSION_UNAVAILABLE},
   *     {@code HOST_DISK_LOW}, {@code HOST_DISK_FULL}; of the driver and the host, as of {@link
   *     StartCluster}
   */
  public String run(Path file, Optional<String> asked, Consumer<ClusterEvent> events)
      throws InterruptedException {
    asked.ifPresent(ClusterName::checked);
    surroundings.home().prepare();
    try (var reader = ArchiveReader.open(file)) {
      var exported = exported(reader);
      var name = asked.orElse(exported.config().name());
      var report = new Report(new EventLog(surroundings, name).alongside(events));
      try (var _ = surroundings.lock(name, "import", PATIENCE, report)) {
        if (rollBack.finishInterrupted(name, report).isPresent()) {
          throw new ProblemException(
              LauncherError.CLUSTER_EXISTS, "There is already a cluster \"" + name + "\".");
        }
        importOrNothing(reader, exported, name, report);
        return name;
      }
    }
  }

  private static ClusterRecord exported(ArchiveReader reader) {
    try {
      var cluster = ClusterCodec.read(reader.about().object(Exports.CLUSTER));
      if (!Clusters.isUsable(cluster.stage())) {
        throw new IllegalArgumentException("its cluster was " + cluster.stage());
      }
      return cluster;
    } catch (JsonException | IllegalArgumentException | DateTimeException | ProblemException e) {
      throw reader.broken(String.valueOf(e.getMessage()), e);
    }
  }

  private void importOrNothing(
      ArchiveReader reader, ClusterRecord exported, String name, Report report)
      throws InterruptedException {
    var driver = surroundings.drivers().get().choose(exported.config().driver()).driver();
    if (!driver.capabilities().contains(Capability.EXPORT)) {
      throw new ProblemException(
          VmError.DRIVER_UNSUPPORTED, "The driver " + driver.id() + " cannot import a machine.");
    }
    surroundings.capacity().get().checked(exported.config());
    requireSpace(reader);
    var image = image(exported, report);
    var cluster = planned(exported, name);
    try {
      makeWhole(reader, exported, cluster, image, driver, report);
    } catch (RuntimeException | InterruptedException e) {
      throw rollBack.run(name, e, report);
    }
  }

  private void requireSpace(ArchiveReader reader) {
    long needed = reader.bytes() >>> 20;
    long free = surroundings.home().freeMebibytes();
    if (free < needed) {
      throw new ProblemException(
          LauncherError.HOST_DISK_LOW,
          surroundings.home().directory()
              + " has "
              + free
              + " MiB left and the import needs "
              + needed
              + " at least.");
    }
  }

  /** The one that it booted from, or the newest of the same version. */
  private NodeImage image(ClusterRecord exported, Report report) throws InterruptedException {
    var images = surroundings.images().get();
    var same = images.imported(exported.image());
    return same.isPresent()
        ? same.get()
        : boot.fetch(images.resolve(exported.config().kubernetesVersion()), report);
  }

  /** Its address is chosen and written while no other can choose it. */
  private ClusterRecord planned(ClusterRecord exported, String name) throws InterruptedException {
    try (var _ = surroundings.home().lockAll("import")) {
      var config = exported.config().named(name);
      var cluster =
          new ClusterRecord(
              Stage.CREATING,
              config.at(new Planner(surroundings).addressOf(config)),
              exported.image(),
              exported.created(),
              exported.namespace(),
              exported.embedCerts(),
              exported.autoSleep(),
              exported.addons(),
              List.of());
      clusters.save(cluster);
      return cluster;
    }
  }

  private void makeWhole(
      ArchiveReader reader,
      ClusterRecord exported,
      ClusterRecord cluster,
      NodeImage image,
      VmDriver driver,
      Report report)
      throws InterruptedException {
    var config = cluster.config();
    var folder = clusters.folder(config.name());
    folder.makePki();
    folder.makeTransfer();
    reader.extract(
        Exports.PKI,
        (name, size) -> IdentityFiles.NAMES.contains(name) && size <= PKI_FILE_AT_MOST,
        folder.pki(),
        (done, total) -> {});
    reader.extract(
        Exports.VM, (name, size) -> true, folder.transfer(), Exports.progress("import", report));
    boot.prepareGuest(config);
    var state = makeVm(reader, exported, cluster, image, driver, report);
    folder.removeTransfer();
    var whole =
        new ClusterRecord(
            exported.stage(),
            config,
            image.digest(),
            cluster.created(),
            cluster.namespace(),
            cluster.embedCerts(),
            cluster.autoSleep(),
            cluster.addons(),
            List.of());
    surroundings.kubeconfig().get().merge(KubeEntries.of(whole, folder), false);
    clusters.save(whole);
    report.done(
        "The cluster \""
            + config.name()
            + "\" is here, "
            + (state == VmState.SUSPENDED ? "asleep." : "stopped."));
  }

  private VmState makeVm(
      ArchiveReader reader,
      ClusterRecord exported,
      ClusterRecord cluster,
      NodeImage image,
      VmDriver driver,
      Report report)
      throws InterruptedException {
    var folder = clusters.folder(cluster.config().name());
    var spec = VmSpecs.of(cluster.config(), folder, image);
    var otherwise = otherwise(reader, exported, cluster, image);
    otherwise.ifPresent(why -> report.info("It will boot, for " + why + "."));
    report.info("Expanding disk and memory.");
    return report.timed(
        "make the VM",
        () -> {
          try {
            return driver.create(spec, folder.transfer(), otherwise.isEmpty()).state();
          } catch (ProblemException e) {
            if (e.problem().code() != VmError.VM_RESUME_FAILED) {
              throw e;
            }
            report.warn(e.problem());
            return driver.create(spec, folder.transfer(), false).state();
          }
        });
  }

  /** Why its memory is of no use, as far as that is not the driver's to say. */
  private Optional<String> otherwise(
      ArchiveReader reader, ClusterRecord exported, ClusterRecord cluster, NodeImage image) {
    var was = exported.config();
    var is = cluster.config();
    if (!reader.isSealed(surroundings.identities().get()::seal)) {
      return Optional.of("another home exported it");
    }
    if (!was.name().equals(is.name()) || !was.hostAddress().equals(is.hostAddress())) {
      return Optional.of("its name or address is another than when it was exported");
    }
    return exported.image().equals(image.digest())
        ? Optional.empty()
        : Optional.of("its node image is another than when it was exported");
  }
}
