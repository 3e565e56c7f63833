package dev.coracle.launcher.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a cluster's servers may be called; its serving CA can certify nothing else.
 *
 * @param serviceCIDR the range of service addresses: {@code 10.96.0.0/16}
 * @param hostAddress where the host reaches the cluster
 * @param certNames further names that the user asked for; {@code *.x} stands for all below x
 * @param certIPs further addresses that the user asked for, as literals
 */
public record ServingNames(
    String nodeName,
    String dnsDomain,
    String serviceCIDR,
    String hostAddress,
    List<String> certNames,
    List<String> certIPs) {
  private static final String GUEST_ADDRESS = "192.168.127.2";
  private static final Pattern DNS_NAME =
      Pattern.compile("(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  /**
   * @throws IllegalArgumentException if a name or an address is none
   */
  public ServingNames {
    certNames = List.copyOf(certNames);
    certIPs = List.copyOf(certIPs);
    InetAddress.ofLiteral(hostAddress);
    certIPs.forEach(InetAddress::ofLiteral);
    certNames.forEach(ServingNames::requireName);
    requireName(nodeName);
    requireName(dnsDomain);
    firstAddress(serviceCIDR);
  }

  /** DNS names, without wildcards: a name stands for itself and all below it. */
  Set<String> dnsNames() {
    var names = new LinkedHashSet<String>();
    names.add("localhost");
    names.add(nodeName);
    names.add("kubernetes");
    names.add("kubernetes.default");
    names.add("kubernetes.default.svc");
    names.add("kubernetes.default.svc." + dnsDomain);
    certNames.forEach(name -> names.add(name.startsWith("*.") ? name.substring(2) : name));
    return names;
  }

  Set<InetAddress> addresses() {
    var literals = new ArrayList<>(List.of("127.0.0.1", "::1", GUEST_ADDRESS, hostAddress));
    literals.addAll(certIPs);
    var addresses = new LinkedHashSet<InetAddress>();
    literals.forEach(literal -> addresses.add(InetAddress.ofLiteral(literal)));
    addresses.add(firstAddress(serviceCIDR));
    return addresses;
  }

  private static void requireName(String name) {
    if (!DNS_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a DNS name: " + name);
    }
  }

  /** The address of the service {@code kubernetes}: the first of the range after its base. */
  private static InetAddress firstAddress(String cidr) {
    var parts = cidr.split("/", 2);
    if (parts.length != 2) {
      throw new IllegalArgumentException("not an address range: " + cidr);
    }
    var bytes = InetAddress.ofLiteral(parts[0]).getAddress();
    var prefix = Integer.parseInt(parts[1]);
    if (prefix < 0 || prefix > bytes.length * 8 - 2) {
      throw new IllegalArgumentException("no room for addresses in " + cidr);
    }
    for (var bit = prefix; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    bytes[bytes.length - 1] |= 1;
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
