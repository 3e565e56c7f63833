package dev.coracle.launcher.cluster;

import dev.coracle.launcher.driver.Drivers;
import dev.coracle.launcher.guest.GuestConnector;
import dev.coracle.launcher.identity.Identities;
import dev.coracle.launcher.image.NodeImages;
import dev.coracle.launcher.kubeconfig.Kubeconfig;
import dev.coracle.launcher.preflight.HostCheck;
import dev.coracle.launcher.preflight.HostChecks;
import dev.coracle.launcher.store.Home;
import java.nio.file.Path;
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
 */
public record Surroundings(
    Home home,
    Supplier<Drivers> drivers,
    Supplier<NodeImages> images,
    Supplier<Identities> identities,
    Supplier<Kubeconfig> kubeconfig,
    Supplier<ClusterProbe> probe,
    Supplier<GuestConnector> guests,
    Supplier<HostCapacity> capacity,
    Function<HostChecks.Host, List<HostCheck>> hostChecks,
    Map<String, String> environment,
    Path program,
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
}
