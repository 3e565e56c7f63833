package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What becomes of a cluster's configuration by what was asked.
 *
 * @param changes what is new of an existing cluster, for a person; each takes effect at a boot
 */
record ConfigChange(ClusterConfig config, List<String> changes) {
  ConfigChange {
    changes = List.copyOf(changes);
  }

  /** The configuration of a new cluster. */
  static ClusterConfig create(
      String name,
      ClusterSettings asked,
      String driver,
      String kubernetesVersion,
      String hostAddress,
      HostCapacity host) {
    return new ClusterConfig(
        name,
        driver,
        asked.cpus().orElse(host.defaultCpus()),
        asked.memoryMiB().orElse(host.defaultMemoryMiB()),
        asked.diskMiB().orElse(20_000),
        kubernetesVersion,
        hostAddress,
        asked.apiServerPort().orElse(8443),
        asked.apiServerNames().orElse(List.of()),
        asked.apiServerIps().orElse(List.of()),
        asked.serviceCidr().orElse("10.96.0.0/16"),
        asked.podCidr().orElse("10.244.0.0/16"),
        asked.dnsDomain().orElse("cluster.local"),
        asked.extraConfig().orElse(Map.of()),
        asked.featureGates().orElse(Map.of()),
        asked.insecureRegistries().orElse(List.of()),
        asked.registryMirrors().orElse(List.of()),
        asked.dnsServers().orElse(List.of()),
        asked.environment().orElse(Map.of()),
        asked.certExpiration().orElse(Duration.ofDays(365)));
  }

  /**
   * Changes an existing cluster.
   *
   * @param driver the id that was asked for, resolved
   * @param kubernetesVersion the one that was asked for, resolved
   * @throws ProblemException {@code CLUSTER_CHANGE_REFUSED} for what cannot change
   */
  static ConfigChange of(
      ClusterConfig was,
      ClusterSettings asked,
      Optional<String> driver,
      Optional<String> kubernetesVersion) {
    fixed("driver", was.driver(), driver);
    fixed("kubernetes-version", was.kubernetesVersion(), kubernetesVersion);
    fixed("service-cluster-ip-range", was.serviceCidr(), asked.serviceCidr());
    fixed("pod-network-cidr", was.podCidr(), asked.podCidr());
    fixed("dns-domain", was.dnsDomain(), asked.dnsDomain());
    fixed("static-ip", was.hostAddress(), asked.hostAddress());
    if (asked.diskMiB().orElse(was.diskMiB()) < was.diskMiB()) {
      throw refused("disk-size", was.diskMiB() + " MiB", asked.diskMiB().getAsInt() + " MiB");
    }
    var is =
        new ClusterConfig(
            was.name(),
            was.driver(),
            asked.cpus().orElse(was.cpus()),
            asked.memoryMiB().orElse(was.memoryMiB()),
            asked.diskMiB().orElse(was.diskMiB()),
            was.kubernetesVersion(),
            was.hostAddress(),
            asked.apiServerPort().orElse(was.apiServerPort()),
            asked.apiServerNames().orElse(was.certNames()),
            asked.apiServerIps().orElse(was.certIps()),
            was.serviceCidr(),
            was.podCidr(),
            was.dnsDomain(),
            asked.extraConfig().orElse(was.extraConfig()),
            asked.featureGates().orElse(was.featureGates()),
            asked.insecureRegistries().orElse(was.insecureRegistries()),
            asked.registryMirrors().orElse(was.registryMirrors()),
            asked.dnsServers().orElse(was.dnsServers()),
            asked.environment().orElse(was.environment()),
            asked.certExpiration().orElse(was.certExpiration()));
    return new ConfigChange(is, differences(was, is));
  }

  private static List<String> differences(ClusterConfig was, ClusterConfig is) {
    var changes = new ArrayList<String>();
    difference(changes, "cpus", was.cpus(), is.cpus());
    difference(changes, "memory", was.memoryMiB() + " MiB", is.memoryMiB() + " MiB");
    difference(changes, "disk-size", was.diskMiB() + " MiB", is.diskMiB() + " MiB");
    difference(changes, "apiserver-port", was.apiServerPort(), is.apiServerPort());
    difference(changes, "apiserver-names", was.certNames(), is.certNames());
    difference(changes, "apiserver-ips", was.certIps(), is.certIps());
    difference(changes, "extra-config", was.extraConfig(), is.extraConfig());
    difference(changes, "feature-gates", was.featureGates(), is.featureGates());
    difference(changes, "insecure-registry", was.insecureRegistries(), is.insecureRegistries());
    difference(changes, "registry-mirror", was.registryMirrors(), is.registryMirrors());
    difference(changes, "dns-servers", was.dnsServers(), is.dnsServers());
    if (!was.environment().equals(is.environment())) {
      // Names only: a value may hold a password.
      var names = String.join(", ", new TreeSet<>(is.environment().keySet()));
      changes.add("proxies: " + (names.isEmpty() ? "none" : names));
    }
    difference(changes, "cert-expiration", was.certExpiration(), is.certExpiration());
    return changes;
  }

  private static void difference(List<String> changes, String what, Object was, Object is) {
    if (!was.equals(is)) {
      changes.add(what + ": " + was + " → " + is);
    }
  }

  private static void fixed(String flag, String was, Optional<String> asked) {
    asked
        .filter(value -> !value.equals(was))
        .ifPresent(value -> {
          throw refused(flag, was, value);
        });
  }

  private static ProblemException refused(String flag, String was, String asked) {
    return new ProblemException(
        LauncherError.CLUSTER_CHANGE_REFUSED,
        "--" + flag + " of an existing cluster cannot change from " + was + " to " + asked + ".");
  }
}
