package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.guest.GuestAddress;
import dev.coracle.launcher.guest.GuestShell;
import dev.coracle.launcher.identity.ClusterIdentity;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.problem.LauncherError;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** How to reach a cluster's node over SSH. */
public final class SshAccess {
  private static final String USER = "root";

  private final Surroundings surroundings;

  public SshAccess(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Quick: asks nobody whether the node runs.
   *
   * @throws dev.coracle.errors.ProblemException {@code CLUSTER_NOT_FOUND}
   */
  public GuestAddress address(String name) {
    var clusters = surroundings.clusters();
    var config = clusters.get(name).config();
    var identity = new IdentityFiles(clusters.folder(name).pki());
    return new GuestAddress(
        new InetSocketAddress(InetAddress.ofLiteral(config.hostAddress()), ClusterConfig.SSH_PORT),
        USER,
        identity.sshKey(),
        identity.sshKnownHosts(),
        ClusterIdentity.SSH_HOST_ALIAS);
  }

  /**
   * The same, of a node that runs.
   *
   * @throws ProblemException {@code CLUSTER_NOT_FOUND}, {@code CLUSTER_NOT_RUNNING}
   */
  public GuestAddress addressOfRunning(String name) throws InterruptedException {
    var address = address(name);
    var host = new ReadStatus(surroundings).host(surroundings.clusters().get(name).config());
    return switch (host) {
      case SAVED -> throw notRunning(name, "is asleep");
      case STOPPED, NONEXISTENT -> throw notRunning(name, "is stopped");
      case PAUSED -> {
        new Reach(surroundings).require(name);
        yield address;
      }
      case STARTING, RUNNING, STOPPING, ERROR, MISCONFIGURED, CONFIGURED -> address;
    };
  }

  private static ProblemException notRunning(String name, String how) {
    return new ProblemException(
        LauncherError.CLUSTER_NOT_RUNNING, "The cluster \"" + name + "\" " + how + ".");
  }

  /** A logged-in connection, for the caller to close. */
  public GuestShell connect(String name, Duration timeout) throws InterruptedException {
    return surroundings.guests().get().connect(address(name), timeout);
  }
}
