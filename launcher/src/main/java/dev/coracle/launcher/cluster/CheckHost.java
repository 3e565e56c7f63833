package dev.coracle.launcher.cluster;

import dev.coracle.launcher.cluster.ClusterStatus.State;
import dev.coracle.launcher.preflight.HostCheck;
import dev.coracle.launcher.preflight.HostChecks;
import dev.coracle.vm.VmDriver;
import java.net.InetSocketAddress;
import java.util.List;

/** What would keep a cluster from running well on this host. */
public final class CheckHost {
  private final Surroundings surroundings;

  public CheckHost(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * The checks for a cluster that exists, else for one with the defaults; none has run yet.
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
    return surroundings
        .hostChecks()
        .apply(
            new HostChecks.Host(
                surroundings.home().directory(),
                driver,
                memoryMiB,
                diskMiB,
                endpoints,
                surroundings.kubeconfig().get().files().getFirst(),
                surroundings.environment()));
  }
}
