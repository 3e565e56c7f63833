package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.preflight.CheckResult;
import dev.coracle.launcher.preflight.HostCheck;
import dev.coracle.launcher.preflight.HostChecks;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmDriver.Capability;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What would keep a cluster from running well on this host. */
public final class CheckHost {
  private final Surroundings surroundings;

  public CheckHost(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * The checks for a cluster that exists, else for one with the defaults, and what templates,
   * snapshots and deleted clusters take; none has run yet.
   *
   * @throws dev.coracle.errors.ProblemException {@code CLUSTER_FILE_BROKEN}, {@code
   *     DRIVER_NONE_USABLE} with the reason of each
   */
  public List<HostCheck> checks(String name) throws InterruptedException {
    var cluster = surroundings.clusters().find(name).filter(it -> Clusters.isUsable(it.stage()));
    var drivers = surroundings.drivers().get();
    if (cluster.isEmpty()) {
      var driver = drivers.chooseBest().driver();
      var defaults =
          ConfigChange.create(
              name,
              ClusterSettings.none(),
              driver.id(),
              "",
              "127.0.0.1",
              surroundings.capacity().get());
      return checks(driver, defaults.memoryMiB(), defaults.diskMiB(), List.of());
    }
    var config = cluster.get().config();
    var host = new ReadStatus(surroundings).host(config);
    boolean runs = host == State.RUNNING || host == State.PAUSED;
    return checks(
        drivers.named(config.driver()),
        config.memoryMiB(),
        config.diskMiB(),
        runs ? List.of() : endpoints(config));
  }

  /** What this product listens at itself is free for the cluster when it needs it. */
  private List<InetSocketAddress> endpoints(ClusterConfig config) {
    boolean held = new Attendant(surroundings, config.name()).holds();
    return VmSpecs.endpoints(config).stream()
        .filter(it -> !held || it.getPort() != config.apiServerPort())
        .toList();
  }

  private List<HostCheck> checks(
      VmDriver driver, int memoryMiB, int diskMiB, List<InetSocketAddress> endpoints) {
    var checks =
        new ArrayList<>(
            surroundings
                .hostChecks()
                .apply(
                    new HostChecks.Host(
                        surroundings.home().directory(),
                        driver,
                        memoryMiB,
                        diskMiB,
                        endpoints,
                        surroundings.kubeconfig().get().files().getFirst(),
                        surroundings.environment())));
    checks.add(
        new HostCheck("templates", "Templates of new clusters", this::templates, Optional.empty()));
    checks.add(
        new HostCheck("snapshots", "Snapshots of clusters", this::snapshots, Optional.empty()));
    checks.add(
        new HostCheck(
            "trash", "Deleted clusters that can come back", this::trash, Optional.empty()));
    return checks;
  }

  private CheckResult templates() throws InterruptedException {
    var templates = new Templates(surroundings);
    var whole = templates.whole();
    long mebibytes = 0;
    for (var id : whole) {
      mebibytes += templates.mebibytes(id);
    }
    return taking(whole.size(), mebibytes);
  }

  private CheckResult snapshots() throws InterruptedException {
    int count = 0;
    long mebibytes = 0;
    for (var name : surroundings.home().clusterNames()) {
      var vm = vm(name);
      if (vm.isPresent()) {
        for (var snapshot : vm.get().snapshots().list()) {
          count++;
          mebibytes += vm.get().snapshots().mebibytes(snapshot.name());
        }
      }
    }
    return taking(count, mebibytes);
  }

  /** Of a cluster that may have snapshots. */
  private Optional<Vm> vm(String name) throws InterruptedException {
    try {
      var driver = surroundings.driver(surroundings.clusters().get(name));
      return driver.capabilities().contains(Capability.SNAPSHOT)
          ? driver.find(name)
          : Optional.empty();
    } catch (ProblemException e) {
      // A broken file is the problem of commands on that cluster.
      return Optional.empty();
    }
  }

  private CheckResult trash() throws InterruptedException {
    var trash = new Trash(surroundings);
    trash.dropOld("", new Report(event -> {}));
    var all = trash.all();
    long mebibytes = 0;
    for (var deleted : all) {
      mebibytes += trash.mebibytes(deleted.id());
    }
    return taking(all.size(), mebibytes);
  }

  private static CheckResult taking(int count, long mebibytes) {
    return new CheckResult.Ok(count + ", " + mebibytes + " MiB on disk");
  }
}
