package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that was decided about a cluster when it was made, or changed since.
 *
 * @param hostAddress of 127.0.0.0/8, this cluster's alone and kept for its life
 * @param certNames further names that the API server's certificate holds
 * @param certIps further addresses that the API server's certificate holds
 * @param extraConfig component → flag without dashes → value
 * @param environment proxies that the guest uses, instead of those of the command that boots it
 * @param certExpiration how long certificates of the cluster last
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
    Duration certExpiration) {
  /** Where the guest's sshd is reached, at the cluster's address. */
  public static final int SSH_PORT = 2222;

  /** Where the node tells its state, at the cluster's address. */
  public static final int STATUS_PORT = 10240;

  /** The node's name in every cluster: a node cannot change it once it has started. */
  static final String NODE_NAME = "coracle";

  static final int MIN_MEMORY_MIB = 1800;
  static final int MIN_DISK_MIB = 2000;

  /** The node refuses less: it looks only now and then which ones end soon. */
  private static final Duration MIN_CERT_EXPIRATION = Duration.ofMinutes(10);

  private static final Set<String> COMPONENTS =
      Set.of("apiserver", "controller-manager", "scheduler", "kubelet", "proxy", "etcd");

  /**
   * Takes only what a cluster can be made of.
   *
   * @throws ProblemException {@code CLUSTER_NAME_INVALID}, {@code CLUSTER_VALUE_INVALID}
   */
  public ClusterConfig {
    ClusterName.checked(name);
    check(cpus >= 1, "A cluster needs a CPU at least, not " + cpus + ".");
    check(
        memoryMiB >= MIN_MEMORY_MIB,
        "A cluster needs " + MIN_MEMORY_MIB + " MiB of memory at least, not " + memoryMiB + ".");
    check(
        diskMiB >= MIN_DISK_MIB,
        "A cluster needs a disk of " + MIN_DISK_MIB + " MiB at least, not " + diskMiB + ".");
    check(
        apiServerPort > 0
            && apiServerPort < 65536
            && apiServerPort != SSH_PORT
            && apiServerPort != STATUS_PORT,
        apiServerPort + " cannot be the API server's port.");
    check(hostAddress.startsWith("127."), hostAddress + " is no address of 127.0.0.0/8.");
    checkAddress(hostAddress);
    certIps.forEach(ClusterConfig::checkAddress);
    checkRange(serviceCidr);
    checkRange(podCidr);
    check(
        dnsDomain.matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?"),
        "\"" + dnsDomain + "\" cannot be the cluster's DNS domain.");
    check(
        certExpiration.compareTo(MIN_CERT_EXPIRATION) >= 0,
        "Certificates must last 10m at least, not " + GoDuration.text(certExpiration) + ".");
    for (var component : extraConfig.keySet()) {
      check(
          COMPONENTS.contains(component),
          "\""
              + component
              + "\" is no component for --extra-config; these are: "
              + String.join(", ", COMPONENTS.stream().sorted().toList())
              + ".");
    }
    certNames = List.copyOf(certNames);
    certIps = List.copyOf(certIps);
    extraConfig = Map.copyOf(extraConfig);
    featureGates = Map.copyOf(featureGates);
    insecureRegistries = List.copyOf(insecureRegistries);
    registryMirrors = List.copyOf(registryMirrors);
    dnsServers = List.copyOf(dnsServers);
    environment = Map.copyOf(environment);
  }

  /** Where kubectl finds the API server. */
  public URI server() {
    return URI.create("https://" + hostAddress + ":" + apiServerPort);
  }

  /** The same at another address. */
  ClusterConfig at(String address) {
    return with(name, address);
  }

  /** The same of another cluster. */
  ClusterConfig named(String other) {
    return with(other, hostAddress);
  }

  private ClusterConfig with(String otherName, String address) {
    return new ClusterConfig(
        otherName,
        driver,
        cpus,
        memoryMiB,
        diskMiB,
        kubernetesVersion,
        address,
        apiServerPort,
        certNames,
        certIps,
        serviceCidr,
        podCidr,
        dnsDomain,
        extraConfig,
        featureGates,
        insecureRegistries,
        registryMirrors,
        dnsServers,
        environment,
        certExpiration);
  }

  /**
   * What a running node cannot change any more, with what it can, that is what the cluster has for
   * itself, left out. A template's certificates never have to be renewed while it sleeps.
   */
  ClusterConfig shape() {
    return new ClusterConfig(
        "template",
        driver,
        cpus,
        memoryMiB,
        diskMiB,
        kubernetesVersion,
        "127.0.0.1",
        apiServerPort,
        List.of(),
        List.of(),
        serviceCidr,
        podCidr,
        dnsDomain,
        extraConfig,
        featureGates,
        insecureRegistries,
        registryMirrors,
        List.of(),
        Map.of(),
        Duration.ofDays(3650));
  }

  private static void checkAddress(String address) {
    if (isIpv4(address)) {
      return; // InetAddress would load the network library, for commands that only read
    }
    try {
      InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw invalid("\"" + address + "\" is no IP address.");
    }
  }

  private static boolean isIpv4(String address) {
    int parts = 0;
    int value = -1;
    for (int i = 0; i <= address.length(); i++) {
      char c = i == address.length() ? '.' : address.charAt(i);
      if (c == '.') {
        if (value < 0) {
          return false;
        }
        parts++;
        value = -1;
      } else if (c < '0' || c > '9' || value == 0) {
        return false;
      } else {
        value = Math.max(value, 0) * 10 + c - '0';
        if (value > 255) {
          return false;
        }
      }
    }
    return parts == 4;
  }

  private static void checkRange(String range) {
    check(
        range.matches("(\\d{1,3}\\.){3}\\d{1,3}/([89]|1\\d|2\\d)"),
        "\"" + range + "\" is no IPv4 address range such as 10.96.0.0/16.");
    checkAddress(range.substring(0, range.indexOf('/')));
  }

  private static void check(boolean valid, String otherwise) {
    if (!valid) {
      throw invalid(otherwise);
    }
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(LauncherError.CLUSTER_VALUE_INVALID, detail);
  }
}
