package dev.coracle.launcher.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything that was decided about a cluster when it was made, or changed since.
 *
 * @param hostAddress of 127.0.0.0/8, this cluster's alone and kept for its life
 * @param certNames further names that the API server's certificate holds
 * @param certIps further addresses that the API server's certificate holds
 */
public record ClusterConfig(
    String name,
    String driver,
    int cpus,
    int memoryMiB,
    int diskMiB,
    String kubernetesVersion,
    String hostAddress,
    int apiServerPort,
    List<String> certNames,
    List<String> certIps,
    String serviceCidr,
    String podCidr,
    String dnsDomain,
    Map<String, Map<String, String>> extraConfig,
    Map<String, Boolean> featureGates,
    List<String> insecureRegistries,
    List<String> registryMirrors,
    List<String> dnsServers,
    Map<String, String> environment,
    Duration certExpiration) {}
