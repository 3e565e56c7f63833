package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.configdisk.ConfigDisk;
import dev.coracle.launcher.configdisk.NodeSettings;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.kube.ApiCredentials;
import dev.coracle.launcher.kube.ClusterApi;
import dev.coracle.launcher.kube.ClusterObjects;
import dev.coracle.launcher.kube.HttpsObjects;
import dev.coracle.launcher.kube.NodeStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Over mutual TLS. */
public final class HttpsProbe implements ClusterProbe {
  @Override
  public Optional<NodeStatus> status(ClusterConfig config, IdentityFiles identity, Duration timeout)
      throws InterruptedException {
    try (var api = api(identity)) {
      return Optional.of(api.status(address(config, ClusterConfig.STATUS_PORT), timeout));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean apiReady(ClusterConfig config, IdentityFiles identity, Duration timeout)
      throws InterruptedException {
    try (var api = api(identity)) {
      return api.ready(address(config, config.apiServerPort()), timeout);
    } catch (ProblemException e) {
      return false;
    }
  }

  @Override
  public void rehearse(IdentityFiles identity) {
    try {
      ClusterApi.rehearse(credentials(identity));
    } catch (ProblemException e) {
      // the first question tells
    }
  }

  @Override
  public Adopter adopter(ClusterConfig template, IdentityFiles identity) {
    return new HttpsAdopter(
        ClusterApi.certifiedAs(
            InetAddress.ofLiteral(template.hostAddress()), credentials(identity)));
  }

  @Override
  public ClusterObjects objects(ClusterConfig config, IdentityFiles identity) {
    return new HttpsObjects(
        api(identity),
        address(config, config.apiServerPort()),
        address(config, ClusterConfig.STATUS_PORT));
  }

  private record HttpsAdopter(ClusterApi api) implements Adopter {
    private static final int ENTROPY_BYTES = 64;

    @Override
    public Map<String, Duration> adopt(
        ClusterConfig cluster, NodeSettings settings, Duration timeout)
        throws InterruptedException {
      var seconds =
          api.adopt(address(cluster, ClusterConfig.STATUS_PORT), adoption(settings), timeout);
      var costs = new LinkedHashMap<String, Duration>();
      seconds.forEach((part, cost) -> costs.put(part, Duration.ofMillis(Math.round(cost * 1000))));
      return costs;
    }

    /** With randomness, for the copies of one template would all draw the same. */
    private static JsonObject adoption(NodeSettings settings) {
      var entropy = new byte[ENTROPY_BYTES];
      new SecureRandom().nextBytes(entropy);
      var adoption = new JsonObject().put("entropy", Base64.getEncoder().encodeToString(entropy));
      ConfigDisk.json(settings, adoption.object("config"));
      return adoption;
    }

    @Override
    public void close() {
      api.close();
    }
  }

  private static ClusterApi api(IdentityFiles identity) {
    return new ClusterApi(credentials(identity));
  }

  private static ApiCredentials credentials(IdentityFiles identity) {
    return new ApiCredentials(identity.rootCert(), identity.adminCert(), identity.adminKey());
  }

  private static InetSocketAddress address(ClusterConfig config, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(config.hostAddress()), port);
  }
}
