package dev.coracle.launcher.configdisk;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The config.json of docs/guest.md: what a guest is told at each boot. Members are named as in the
 * file.
 *
 * @param certExpiration of leaf certificates, as a Go duration: {@code 8760h}
 * @param extraConfig component to flag, without dashes, to value
 * @param template whether a copy of the guest may be given another identity
 */
public record NodeSettings(
    int version,
    String cluster,
    String nodeName,
    String kubernetesVersion,
    String hostAddress,
    int apiServerPort,
    int statusPort,
    String serviceCIDR,
    String podCIDR,
    String dnsDomain,
    List<String> certNames,
    List<String> certIPs,
    String certExpiration,
    Map<String, Map<String, String>> extraConfig,
    Map<String, Boolean> featureGates,
    List<String> dnsServers,
    Map<String, String> environment,
    List<String> insecureRegistries,
    List<String> registryMirrors,
    boolean template,
    Ssh ssh,
    Pki pki) {
  /** The only version that guests of this release read. */
  public static final int VERSION = 1;

  private static final Set<String> COMPONENTS =
      Set.of("apiserver", "controller-manager", "scheduler", "kubelet", "proxy", "etcd");
  private static final Pattern KUBERNETES_VERSION = Pattern.compile("v1\\.\\d+\\.\\d+.*");
  private static final Pattern GO_DURATION = Pattern.compile("(\\d+(\\.\\d+)?(h|m|s|ms))+");
  private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

  public record Ssh(List<String> authorizedKeys, String hostKey) {
    public Ssh {
      authorizedKeys = List.copyOf(authorizedKeys);
      require(!authorizedKeys.isEmpty(), "ssh.authorizedKeys");
      require(hostKey.startsWith("-----BEGIN OPENSSH PRIVATE KEY-----"), "ssh.hostKey");
    }

    @Override
    public String toString() {
      return "Ssh" + authorizedKeys;
    }
  }

  public record Pki(
      String rootCert, String servingCert, String servingKey, String clientCert, String clientKey) {
    public Pki {
      require(isPem(rootCert, "CERTIFICATE"), "pki.rootCert");
      require(isPem(servingCert, "CERTIFICATE"), "pki.servingCert");
      require(isPem(servingKey, "PRIVATE KEY"), "pki.servingKey");
      require(isPem(clientCert, "CERTIFICATE"), "pki.clientCert");
      require(isPem(clientKey, "PRIVATE KEY"), "pki.clientKey");
    }

    private static boolean isPem(String text, String type) {
      return text.startsWith("-----BEGIN " + type + "-----");
    }

    @Override
    public String toString() {
      return "Pki[…]";
    }
  }

  /** The environment holds the proxies' passwords, and this may come into a log. */
  @Override
  public String toString() {
    return "NodeSettings[" + cluster + "]";
  }

  /**
   * @throws IllegalArgumentException if a member is none that a guest would take
   */
  public NodeSettings {
    certNames = List.copyOf(certNames);
    certIPs = List.copyOf(certIPs);
    extraConfig =
        extraConfig.entrySet().stream()
            .collect(toUnmodifiableMap(Map.Entry::getKey, flags -> Map.copyOf(flags.getValue())));
    featureGates = Map.copyOf(featureGates);
    dnsServers = List.copyOf(dnsServers);
    environment = Map.copyOf(environment);
    insecureRegistries = List.copyOf(insecureRegistries);
    registryMirrors = List.copyOf(registryMirrors);
    require(version == VERSION, "version");
    require(!cluster.isBlank(), "cluster");
    require(!nodeName.isBlank(), "nodeName");
    require(!dnsDomain.isBlank(), "dnsDomain");
    require(KUBERNETES_VERSION.matcher(kubernetesVersion).matches(), "kubernetesVersion");
    require(isPort(apiServerPort), "apiServerPort");
    require(isPort(statusPort) && statusPort != apiServerPort, "statusPort");
    require(isAddress(hostAddress), "hostAddress");
    require(isRange(serviceCIDR), "serviceCIDR");
    require(isRange(podCIDR), "podCIDR");
    require(certIPs.stream().allMatch(NodeSettings::isAddress), "certIPs");
    require(dnsServers.stream().allMatch(NodeSettings::isAddress), "dnsServers");
    require(GO_DURATION.matcher(certExpiration).matches(), "certExpiration");
    require(COMPONENTS.containsAll(extraConfig.keySet()), "extraConfig");
  }

  /** Ports of the guest that its SSH server and its gateway's forwards take. */
  private static boolean isPort(int port) {
    return port > 0 && port < 65536 && port != 22 && port != 2222;
  }

  private static boolean isAddress(String literal) {
    try {
      InetAddress.ofLiteral(literal);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isRange(String cidr) {
    var slash = cidr.indexOf('/');
    return slash > 0
        && isAddress(cidr.substring(0, slash))
        && PREFIX.matcher(cidr.substring(slash + 1)).matches();
  }

  private static void require(boolean valid, String member) {
    if (!valid) {
      throw new IllegalArgumentException("not a valid " + member + " for a guest");
    }
  }
}
