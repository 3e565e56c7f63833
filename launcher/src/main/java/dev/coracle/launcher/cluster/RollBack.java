package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.store.ClusterFolder;
import dev.coracle.vm.Uninterrupted;
import dev.coracle.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Ends what cannot go on: leaves nothing of a cluster that never was ready, but its console log.
 */
final class RollBack {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Surroundings surroundings;
  private final Removal removal;
  private final Templates templates;

  RollBack(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.removal = new Removal(surroundings);
    this.templates = new Templates(surroundings);
  }

  /**
   * Finishes what an earlier command did not come to: a removal is completed, a half-made cluster
   * removed. The caller holds the cluster's lock.
   *
   * @return the cluster, if it can go on
   */
  Optional<ClusterRecord> finishInterrupted(String name, Report report)
      throws InterruptedException {
    new Trash(surroundings).finish(name);
    new ExportCluster(surroundings).clearAway(name);
    var clusters = surroundings.clusters();
    var found = clusters.find(name);
    if (found.filter(cluster -> Clusters.isUsable(cluster.stage())).isPresent()) {
      clusters.folder(name).removeTransfer();
      return finishRestore(found.orElseThrow(), report) ? clusters.find(name) : found;
    }
    if (found.isPresent() || clusters.folder(name).exists()) {
      report.info("Clearing away what an interrupted command left.");
      removal.remove(name, report);
      templates.dropUnfinished();
    }
    return Optional.empty();
  }

  private boolean finishRestore(ClusterRecord cluster, Report report) throws InterruptedException {
    var name = cluster.config().name();
    if (!Files.exists(surroundings.clusters().folder(name).restoring())) {
      return false;
    }
    report.info("Going on with a restore that was cut off.");
    var vm = surroundings.driver(cluster).find(name);
    return vm.isPresent() && new Snapshots(surroundings, name, vm.get()).finishRestore();
  }

  /**
   * Removes the cluster after a failure.
   *
   * @return what to throw: the failure, with the place of the console log
   */
  RuntimeException run(String name, Exception failure, Report report) throws InterruptedException {
    // Ctrl-C may have come as a failed file operation, which leaves the thread interrupted.
    boolean interrupted = Thread.interrupted();
    var kept = keepConsole(name, surroundings.clusters().folder(name));
    try {
      Uninterrupted.run(() -> {
        removal.remove(name, report);
        templates.dropUnfinished();
      });
    } catch (RuntimeException e) {
      // The journal stays, so the next command finishes it; the failure itself is what to tell.
      failure.addSuppressed(e);
    }
    if (interrupted) {
      throw (InterruptedException) new InterruptedException().initCause(failure);
    }
    return rethrown(failure, kept);
  }

  /** The failure of a cluster that stays, with the place of its console log. */
  RuntimeException explained(String name, Exception failure) throws InterruptedException {
    var console = console(surroundings.clusters().folder(name));
    return rethrown(failure, Optional.of(console).filter(Files::exists));
  }

  /** The failure of a template that was to become a cluster's, whose console log is kept. */
  ProblemException ofTemplate(String name, ClusterFolder template, ProblemException failure) {
    return withConsole(failure, keepConsole(name, template));
  }

  private Optional<Path> keepConsole(String name, ClusterFolder folder) {
    var console = console(folder);
    if (!Files.exists(console)) {
      return Optional.empty();
    }
    var kept =
        surroundings
            .home()
            .logs()
            .resolve(name + "-" + TIME.format(surroundings.clock().instant()) + ".console.log");
    try {
      Files.createDirectories(kept.getParent());
      Files.copy(console, kept);
      return Optional.of(kept);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path console(ClusterFolder folder) {
    return folder.vm().resolve(VmSpec.CONSOLE_LOG);
  }

  private static RuntimeException rethrown(Exception failure, Optional<Path> console)
      throws InterruptedException {
    return switch (failure) {
      case InterruptedException interrupted -> throw interrupted;
      case ProblemException problem -> withConsole(problem, console);
      case RuntimeException other -> other;
      default -> new IllegalStateException(failure);
    };
  }

  private static ProblemException withConsole(ProblemException failure, Optional<Path> console) {
    return console.isPresent()
        ? new ProblemException(
            failure.problem().code(),
            failure.problem().detail() + " The console log is " + console.get() + ".",
            failure)
        : failure;
  }
}
