package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.identity.IdentityFiles;
import java.net.InetAddress;
import java.util.function.Consumer;

/** Opens a cluster's dashboard to its owner. */
public final class OpenDashboard {
  private static final String ADDON = "dashboard";

  private final Surroundings surroundings;

  public OpenDashboard(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Returns when the dashboard can be opened; its addon is enabled if it is not.
   *
   * @param port at the cluster's address; 0 for one that is free
   * @return for the caller to close
   * @throws ProblemException {@code CLUSTER_NOT_RUNNING}, {@code LOCAL_PORT_IN_USE}, and what
   *     enabling an addon throws
   */
  public Dashboard run(String cluster, int port, Consumer<ClusterEvent> events)
      throws InterruptedException {
    var clusters = surroundings.clusters();
    var config = clusters.get(cluster).config();
    new Reach(surroundings).require(cluster);
    var addons = new ClusterAddons(surroundings);
    var addon = addons.get(cluster, ADDON);
    if (!addon.enabled() || addon.pending()) {
      addons.enable(cluster, ADDON, AddonChoice.none(), events);
    }
    var identity = new IdentityFiles(clusters.folder(cluster).pki());
    var objects = surroundings.probe().get().objects(config, identity);
    try {
      return new Dashboard(cluster, objects, InetAddress.ofLiteral(config.hostAddress()), port);
    } catch (ProblemException e) {
      objects.close();
      throw e;
    }
  }
}
