package dev.coracle.launcher.cluster;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The host's proxy settings as a guest must have them. */
final class Proxies {
  /** What is at the host's own loopback address, the guest finds here. */
  private static final String HOST = "192.168.127.254";

  private static final String GUEST_NETWORK = "192.168.127.0/24";

  private Proxies() {}

  /** Empty if there is no proxy. Upper-case names win, as with most programs. */
  static Map<String, String> of(Map<String, String> environment, ClusterConfig config) {
    var proxies = new LinkedHashMap<String, String>();
    for (var name : new String[] {"HTTP_PROXY", "HTTPS_PROXY"}) {
      var value = value(environment, name);
      if (!value.isBlank()) {
        proxies.put(
            name, value.replaceFirst("(//|@|^)(localhost|127\\.0\\.0\\.1)(?=[:/]|$)", "$1" + HOST));
      }
    }
    if (!proxies.isEmpty()) {
      var own =
          String.join(
              ",",
              "localhost",
              "127.0.0.0/8",
              GUEST_NETWORK,
              config.serviceCidr(),
              config.podCidr(),
              ".svc",
              "." + config.dnsDomain());
      var set = value(environment, "NO_PROXY");
      proxies.put("NO_PROXY", set.isBlank() ? own : set + "," + own);
    }
    return proxies;
  }

  private static String value(Map<String, String> environment, String name) {
    return environment.getOrDefault(
        name, environment.getOrDefault(name.toLowerCase(Locale.ROOT), ""));
  }
}
