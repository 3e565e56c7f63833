package dev.coracle.launcher.preflight;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.preflight.HostCheck.Fix;
import dev.coracle.launcher.problem.LauncherError;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether programs of the user would ask a proxy for the cluster, which it can't reach. */
final class ProxySettings {
  private ProxySettings() {}

  static HostCheck check(InetAddress cluster, Map<String, String> environment) {
    var address = cluster.getHostAddress();
    var noProxy = value(environment, "NO_PROXY").orElse("");
    var proxy =
        value(environment, "HTTPS_PROXY")
            .or(() -> value(environment, "HTTP_PROXY"))
            .or(() -> value(environment, "ALL_PROXY"));
    return new HostCheck(
        "proxy",
        "Proxy settings",
        () -> {
          if (proxy.isEmpty()) {
            return new CheckResult.Ok("no proxy is set");
          }
          return exempts(noProxy, cluster)
              ? new CheckResult.Ok(address + " is reached without the proxy")
              : new CheckResult.Warning(
                  new Problem(
                      LauncherError.HOST_PROXY_MISSES_CLUSTER,
                      "a proxy is set (%s) and NO_PROXY does not name %s"
                          .formatted(withoutPassword(proxy.get()), address)));
        },
        Optional.of(
            new Fix.CommandLine(
                "Lets programs of this shell reach the cluster; put it into your shell's profile.",
                "export NO_PROXY=" + (noProxy.isEmpty() ? address : noProxy + "," + address))));
  }

  /** Programs read either spelling. */
  private static Optional<String> value(Map<String, String> environment, String name) {
    return List.of(name, name.toLowerCase(Locale.ROOT)).stream()
        .map(spelling -> environment.getOrDefault(spelling, ""))
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  private static boolean exempts(String noProxy, InetAddress cluster) {
    return Arrays.stream(noProxy.split(",", -1))
        .map(String::strip)
        .anyMatch(entry ->
            entry.equals("*")
                || entry.equals(cluster.getHostAddress())
                || contains(entry, cluster));
  }

  private static boolean contains(String range, InetAddress address) {
    var parts = range.split("/", 2);
    if (parts.length < 2) {
      return false;
    }
    try {
      var base = InetAddress.ofLiteral(parts[0]).getAddress();
      var bytes = address.getAddress();
      var prefix = Integer.parseInt(parts[1]);
      if (base.length != bytes.length || prefix > bytes.length * 8) {
        return false;
      }
      for (var bit = 0; bit < prefix; bit++) {
        if (((base[bit / 8] ^ bytes[bit / 8]) & (0x80 >> bit % 8)) != 0) {
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String withoutPassword(String proxy) {
    return proxy.replaceAll("//[^/@]*@", "//");
  }
}
