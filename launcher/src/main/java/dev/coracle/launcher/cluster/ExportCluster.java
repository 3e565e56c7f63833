package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.archive.ArchiveWriter;
import dev.coracle.launcher.identity.IdentityFiles;
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

/** Writes a whole cluster to one file, from which it can be made anew on any host. */
public final class ExportCluster {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Surroundings surroundings;

  public ExportCluster(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Returns when the file is whole and on the disk; until then there is none. It holds all of the
   * cluster's keys and data, but no snapshots, and only its owner may read it. A cluster that runs
   * is put to sleep and woken meanwhile.
   *
   * @throws ProblemException {@code CLUSTER_NOT_FOUND}, {@code OUTPUT_NOT_WRITTEN}, {@code
   *     HOST_DISK_LOW}, {@code HOST_DISK_FULL}, {@code DRIVER_UNSUPPORTED}
   */
  public void run(String name, Path file, Consumer<ClusterEvent> events)
      throws InterruptedException {
    surroundings.clusters().get(name);
    var report = new Report(new EventLog(surroundings, name).alongside(events));
    try (var _ = surroundings.lock(name, "export", PATIENCE, report)) {
      new RollBack(surroundings).finishInterrupted(name, report);
      var cluster = surroundings.clusters().get(name);
      var driver = surroundings.driver(cluster);
      if (!driver.capabilities().contains(Capability.EXPORT)) {
        throw new ProblemException(
            VmError.DRIVER_UNSUPPORTED, "The driver " + driver.id() + " cannot export a machine.");
      }
      try (var writer = ArchiveWriter.to(file)) {
        write(cluster, driver, writer, report);
      }
      report.done("The cluster \"" + name + "\" is in " + file + ".");
    }
  }

  private void write(ClusterRecord cluster, VmDriver driver, ArchiveWriter writer, Report report)
      throws InterruptedException {
    var folder = surroundings.clusters().folder(cluster.config().name());
    folder.makeTransfer();
    try {
      var vm = surroundings.vm(cluster);
      report.timed("compress disk and memory", () -> export(vm, driver, folder.transfer(), report));
      writer.add(new IdentityFiles(folder.pki()).present(Exports.PKI), false, (done, total) -> {});
      writer.add(files(folder.transfer()), true, Exports.progress("export", report));
      writer.finish(about(cluster), surroundings.identities().get()::seal);
    } finally {
      folder.removeTransfer();
    }
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

  /** At rest it is what it was. */
  private static Vm export(Vm vm, VmDriver driver, Path directory, Report report)
      throws InterruptedException {
    boolean ran = Readiness.isUp(vm.state());
    if (ran) {
      if (!driver.capabilities().contains(Capability.SUSPEND)) {
        throw new ProblemException(
            VmError.VM_WRONG_STATE, "This driver exports only a cluster that is stopped.");
      }
      report.info("Putting the cluster to sleep meanwhile.");
      vm.suspend(report.pieces());
    }
    try {
      report.info("Compressing disk and memory.");
      vm.export(directory);
    } finally {
      if (ran) {
        report.info("Waking the cluster.");
        wake(vm, report);
      }
    }
    return vm;
  }

  /** Also when the command was interrupted meanwhile, which it stays. */
  private static void wake(Vm vm, Report report) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      vm.start(report.pieces());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
