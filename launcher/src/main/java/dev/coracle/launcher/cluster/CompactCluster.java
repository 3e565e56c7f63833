package dev.coracle.launcher.cluster;

import dev.coracle.vm.Vm;
import java.util.List;

/**
 * Makes a cluster that was put to sleep take less on disk, after the command that did that and at
 * the lowest priority. No lock of the cluster is held: every other command goes ahead.
 */
public final class CompactCluster {
  private final Surroundings surroundings;

  public CompactCluster(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Does nothing to a cluster that does not sleep, or of which there is none. */
  public void run(String name) throws InterruptedException {
    var cluster = surroundings.clusters().find(ClusterName.checked(name));
    if (cluster.isPresent()) {
      var vm = surroundings.driver(cluster.get()).find(name);
      if (vm.isPresent()) {
        vm.get().compact();
      }
    }
  }

  /**
   * Has a process do it that outlives this one, if there may be something to gain.
   *
   * @throws dev.coracle.errors.ProblemException {@code PROGRAM_NOT_STARTED}
   */
  void runLater(String name, Vm vm) throws InterruptedException {
    if (vm.canCompact()) {
      var program = surroundings.program().toString();
      LastingProcess.started(
          List.of("/usr/bin/env", "nice", "-n", "19", program, "compact", "-p", name));
    }
  }
}
