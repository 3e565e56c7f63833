package dev.coracle.launcher.cluster;

import dev.coracle.addons.AddonCatalog;
import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.driver.Drivers;
import dev.coracle.launcher.guest.GuestConnector;
import dev.coracle.launcher.identity.Identities;
import dev.coracle.launcher.image.NodeImages;
import dev.coracle.launcher.kubeconfig.Kubeconfig;
import dev.coracle.launcher.preflight.HostCheck;
import dev.coracle.launcher.preflight.HostChecks;
import dev.coracle.launcher.store.Home;
import dev.coracle.vm.Vm;
import dev.coracle.vm.VmDriver;
import dev.coracle.vm.VmError;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the use cases work with. Suppliers make what costs time, and are asked only by those who
 * need it.
 *
 * @param environment the command's environment variables
 * @param program runs the commands of this product, for what is to happen after this process
 * @param attendant what looks after a cluster after this process
 */
public record Surroundings(
    Home home,
    Supplier<Drivers> drivers,
    Supplier<NodeImages> images,
    Supplier<AddonCatalog> addons,
    Supplier<Identities> identities,
    Supplier<Kubeconfig> kubeconfig,
    Supplier<ClusterProbe> probe,
    Supplier<GuestConnector> guests,
    Supplier<HostCapacity> capacity,
    Function<HostChecks.Host, List<HostCheck>> hostChecks,
    Map<String, String> environment,
    Path program,
    AttendantMeans attendant,
    InstantSource clock) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** The environment holds secrets, and this may come into a log. */
  @Override
  public String toString() {
    return "Surroundings[" + home.directory() + "]";
  }

  Clusters clusters() {
    return new Clusters(home);
  }

  /**
   * Holds a cluster against all other commands that change it, and against its attendant; who is
   * waited for is told.
   *
   * @throws ProblemException {@code CLUSTER_BUSY} if it is held for longer than {@code patience}
   */
  ClusterLock lock(String cluster, String command, Duration patience, Report report)
      throws InterruptedException {
    var lock = home.lockCluster(cluster, command, patience, report::waitingFor);
    return ClusterLock.of(lock, new Attendant(this, cluster), report);
  }

  VmDriver driver(ClusterRecord cluster) {
    return drivers.get().named(cluster.config().driver());
  }

  /**
   * The VM of a cluster that has one.
   *
   * @throws ProblemException {@code VM_GONE}
   */
  Vm vm(ClusterRecord cluster) throws InterruptedException {
    var name = cluster.config().name();
    return driver(cluster)
        .find(name)
        .orElseThrow(() ->
            new ProblemException(
                VmError.VM_GONE, "The VM of the cluster \"" + name + "\" is gone."));
  }
}
