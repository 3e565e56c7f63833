package dev.coracle.launcher.cluster;

import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.kube.ApiCredentials;
import java.net.URI;

/** Where a cluster's API server is, and with which files its administrator asks it. */
public final class ApiAccess {
  private final Surroundings surroundings;

  public ApiAccess(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  public record Endpoint(URI server, ApiCredentials credentials) {}

  /**
   * Quick: asks nobody whether the cluster runs. To connect to one that sleeps wakes it.
   *
   * @throws dev.coracle.errors.ProblemException {@code CLUSTER_NOT_FOUND}, {@code
   *     CLUSTER_FILE_BROKEN}
   */
  public Endpoint run(String name) {
    var clusters = surroundings.clusters();
    var config = clusters.get(name).config();
    var identity = new IdentityFiles(clusters.folder(name).pki());
    return new Endpoint(
        config.server(),
        new ApiCredentials(identity.rootCert(), identity.adminCert(), identity.adminKey()));
  }
}
