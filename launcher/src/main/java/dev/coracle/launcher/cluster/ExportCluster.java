package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.archive.ArchiveWriter;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.launcher.store.ClusterFolder;
import dev.coracle.vm.Uninterrupted;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmDriver.Capability;
import dev.coracle.vm.VmError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes a whole cluster to one file, from which it can be made anew on any host. What is written
 * is a copy of its VM, so the cluster can be worked with meanwhile.
 */
public final class ExportCluster {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Surroundings surroundings;
  private final Removal removal;

  public ExportCluster(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.removal = new Removal(surroundings);
  }

  /**
   * Returns when the file is whole and on the disk; until then there is none. It holds all of the
   * cluster's keys and data, but no snapshots, and only its owner may read it. A cluster that runs
   * is put to sleep for a moment; no other command waits for longer than that.
   *
   * @throws ProblemException {@code CLUSTER_NOT_FOUND}, {@code OUTPUT_NOT_WRITTEN}, {@code
   *     HOST_DISK_LOW}, {@code HOST_DISK_FULL}, {@code DRIVER_UNSUPPORTED}; {@code CLUSTER_BUSY} if
   *     another export of it takes too long
   */
  public void run(String name, Path file, Consumer<ClusterEvent> events)
      throws InterruptedException {
    surroundings.clusters().get(name);
    var report = new Report(new EventLog(surroundings, name).alongside(events));
    try (var _ = surroundings.home().lockExport(name, PATIENCE, report::waitingFor);
        var writer = ArchiveWriter.to(file)) {
      clear(name);
      try {
        write(copied(name, report), writer, report);
      } finally {
        Uninterrupted.run(() -> clear(name));
      }
      report.done("The cluster \"" + name + "\" is in " + file + ".");
    }
  }

  /** Removes what a killed export of a cluster has left, unless another is at work. */
  void clearAway(String name) throws InterruptedException {
    var home = surroundings.home();
    if (!home.export(name).exists()) {
      return;
    }
    try (var _ = home.lockExport(name, Duration.ZERO, _ -> {})) {
      clear(name);
    } catch (ProblemException e) {
      if (e.problem().code() != LauncherError.CLUSTER_BUSY) {
        throw e;
      }
    }
  }

  /** The folder is there as long as anything is. */
  private void clear(String name) throws InterruptedException {
    var folder = surroundings.home().export(name);
    removal.removeVm(folder.vmName());
    folder.remove();
  }

  /** The cluster as it is now, at rest, with its keys: out of everybody's way. */
  private ClusterRecord copied(String name, Report report) throws InterruptedException {
    try (var _ = surroundings.lock(name, "export", PATIENCE, report)) {
      new RollBack(surroundings).finishInterrupted(name, report);
      var cluster = surroundings.clusters().get(name);
      var driver = surroundings.driver(cluster);
      requireCapable(driver);
      var folder = surroundings.home().export(name);
      folder.makeTransfer();
      copyKeys(surroundings.clusters().folder(name), folder);
      var vm = surroundings.vm(cluster);
      new RestingCopy(driver, "cluster", report)
          .of(vm, VmSpecs.copy(vm.spec(), cluster.config(), folder));
      return cluster;
    }
  }

  private static void requireCapable(VmDriver driver) throws InterruptedException {
    var capabilities = driver.capabilities();
    if (!capabilities.contains(Capability.EXPORT) || !capabilities.contains(Capability.CLONE)) {
      throw new ProblemException(
          VmError.DRIVER_UNSUPPORTED, "The driver " + driver.id() + " cannot export a machine.");
    }
  }

  private static void copyKeys(ClusterFolder from, ClusterFolder to) {
    to.makePki();
    new IdentityFiles(from.pki()).copyTo(to.pki());
  }

  private void write(ClusterRecord cluster, ArchiveWriter writer, Report report)
      throws InterruptedException {
    var folder = surroundings.home().export(cluster.config().name());
    var copy = surroundings.driver(cluster).find(folder.vmName()).orElseThrow();
    report.info("Compressing disk and memory.");
    report.timed("compress disk and memory", () -> export(copy, folder.transfer()));
    writer.add(new IdentityFiles(folder.pki()).present(Exports.PKI), false, (done, total) -> {});
    writer.add(files(folder.transfer()), true, Exports.progress("export", report));
    writer.finish(about(cluster), surroundings.identities().get()::seal);
  }

  private static Vm export(Vm copy, Path directory) throws InterruptedException {
    copy.export(directory);
    return copy;
  }

  private static JsonObject about(ClusterRecord cluster) {
    var about = new JsonObject();
    ClusterCodec.write(cluster, about.object(Exports.CLUSTER));
    return about;
  }

  private static Map<String, Path> files(Path directory) {
    var all = new TreeMap<String, Path>();
    try (var files = Files.list(directory)) {
      files.forEach(file -> all.put(Exports.VM + file.getFileName(), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }
}
