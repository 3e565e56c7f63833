package dev.coracle.launcher.cluster;

import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.preflight.CheckResult;
import dev.coracle.launcher.preflight.HostCheck;
import dev.coracle.launcher.preflight.HostChecks;
import dev.coracle.vm.VmDriver;
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
   * The checks for a cluster that exists, else for one with the defaults, and what there is of
   * templates; none has run yet.
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
    boolean runs = new ReadStatus(surroundings).host(config) == State.RUNNING;
    return checks(
        drivers.named(config.driver()),
        config.memoryMiB(),
        config.diskMiB(),
        runs ? List.of() : VmSpecs.endpoints(config));
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
    return checks;
  }

  private CheckResult templates() throws InterruptedException {
    var templates = new Templates(surroundings);
    var whole = templates.whole();
    long mebibytes = 0;
    for (var id : whole) {
      mebibytes += templates.mebibytes(id);
    }
    return new CheckResult.Ok(whole.size() + ", " + mebibytes + " MiB on disk");
  }
}
