package dev.coracle.gui.workloads.objects;

import dev.coracle.launcher.cluster.ApiAccess;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;

/**
 * Asks a cluster's API server as the cluster's own administrator. The user's kubeconfig and
 * environment are neither read nor written.
 */
public final class ClusterAccess {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration RECONNECT = Duration.ofSeconds(1);

  private ClusterAccess() {}

  /** A client for the caller to close. It connects when it is used. */
  public static KubernetesClient connect(ApiAccess.Endpoint endpoint) {
    return new KubernetesClientBuilder().withConfig(config(endpoint)).build();
  }

  private static Config config(ApiAccess.Endpoint endpoint) {
    var credentials = endpoint.credentials();
    return new ConfigBuilder(Config.empty())
        .withAutoConfigure(false)
        .withMasterUrl(endpoint.server().toString())
        .withCaCertFile(credentials.certificateAuthority().toString())
        .withClientCertFile(credentials.clientCertificate().toString())
        .withClientKeyFile(credentials.clientKey().toString())
        .withClientKeyAlgo("EC")
        .withNamespace("default")
        .withConnectionTimeout((int) CONNECT.toMillis())
        .withRequestTimeout((int) ANSWER.toMillis())
        .withRequestRetryBackoffLimit(0)
        .withWatchReconnectInterval((int) RECONNECT.toMillis())
        .build();
  }
}
