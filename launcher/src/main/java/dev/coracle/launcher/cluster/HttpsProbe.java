package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.kube.ApiCredentials;
import dev.coracle.launcher.kube.ClusterApi;
import dev.coracle.launcher.kube.NodeStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
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

  private static ClusterApi api(IdentityFiles identity) {
    return new ClusterApi(
        new ApiCredentials(identity.rootCert(), identity.adminCert(), identity.adminKey()));
  }

  private static InetSocketAddress address(ClusterConfig config, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(config.hostAddress()), port);
  }
}
