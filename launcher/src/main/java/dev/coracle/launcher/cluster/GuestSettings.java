package dev.coracle.launcher.cluster;

import dev.coracle.launcher.configdisk.NodeSettings;
import dev.coracle.launcher.identity.ClusterIdentity;
import dev.coracle.launcher.identity.ServingNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a guest is told of its configuration. */
final class GuestSettings {
  private GuestSettings() {}

  /**
   * @param proxies those of the command's environment; the cluster's own go first
   */
  static NodeSettings of(
      ClusterConfig config, ClusterIdentity identity, Map<String, String> proxies) {
    return of(config, identity, proxies, false);
  }

  static NodeSettings ofTemplate(ClusterConfig config, ClusterIdentity identity) {
    return of(config, identity, Map.of(), true);
  }

  private static NodeSettings of(
      ClusterConfig config,
      ClusterIdentity identity,
      Map<String, String> proxies,
      boolean template) {
    return new NodeSettings(
        NodeSettings.VERSION,
        config.name(),
        ClusterConfig.NODE_NAME,
        config.kubernetesVersion(),
        config.hostAddress(),
        config.apiServerPort(),
        ClusterConfig.STATUS_PORT,
        config.serviceCidr(),
        config.podCidr(),
        config.dnsDomain(),
        config.certNames(),
        addresses(config),
        GoDuration.text(config.certExpiration()),
        config.extraConfig(),
        config.featureGates(),
        config.dnsServers(),
        environment(config, proxies),
        config.insecureRegistries(),
        config.registryMirrors(),
        template,
        new NodeSettings.Ssh(List.of(identity.sshAuthorizedKey()), identity.sshHostKey()),
        new NodeSettings.Pki(
            identity.rootCert(),
            identity.servingCert(),
            identity.servingKey(),
            identity.clientCert(),
            identity.clientKey()));
  }

  /** Proxies that the cluster names must not stand between its own parts either. */
  private static Map<String, String> environment(
      ClusterConfig config, Map<String, String> proxies) {
    var all = new LinkedHashMap<>(config.environment());
    var own = Proxies.of(config.environment(), config);
    all.putAll(own.isEmpty() ? proxies : own);
    return all;
  }

  static ServingNames names(ClusterConfig config) {
    return new ServingNames(
        ClusterConfig.NODE_NAME,
        config.dnsDomain(),
        config.serviceCidr(),
        config.hostAddress(),
        config.certNames(),
        config.certIps());
  }

  private static List<String> addresses(ClusterConfig config) {
    var addresses = new ArrayList<>(List.of(config.hostAddress()));
    addresses.addAll(config.certIps());
    return addresses;
  }
}
