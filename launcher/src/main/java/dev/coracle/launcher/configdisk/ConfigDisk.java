package dev.coracle.launcher.configdisk;

import dev.coracle.json.JsonObject;
import dev.coracle.launcher.files.AtomicFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes the settings of a guest as the disk image that it reads at boot (docs/guest.md). */
public final class ConfigDisk {
  private static final String VOLUME_ID = "CORACLE_CFG";
  private static final String FILE_NAME = "config.json";

  private ConfigDisk() {}

  /**
   * Replaces the image, readable by its owner only. Equal settings give equal bytes.
   *
   * @throws dev.coracle.errors.ProblemException FILE_WRITE_FAILED
   */
  public static void write(Path image, NodeSettings settings) {
    AtomicFile.writePrivate(
        image, IsoImage.of(VOLUME_ID, FILE_NAME, json(settings, new JsonObject()).toBytes()));
  }

  /** Puts into an object what the disk's config.json holds. */
  public static JsonObject json(NodeSettings settings, JsonObject into) {
    return into.put("version", settings.version())
        .put("cluster", settings.cluster())
        .put("nodeName", settings.nodeName())
        .put("kubernetesVersion", settings.kubernetesVersion())
        .put("hostAddress", settings.hostAddress())
        .put("apiServerPort", settings.apiServerPort())
        .put("statusPort", settings.statusPort())
        .put("serviceCIDR", settings.serviceCIDR())
        .put("podCIDR", settings.podCIDR())
        .put("dnsDomain", settings.dnsDomain())
        .put("certNames", settings.certNames())
        .put("certIPs", settings.certIPs())
        .put("certExpiration", settings.certExpiration())
        .put("extraConfig", sorted(settings.extraConfig(), TreeMap::new))
        .put("featureGates", sorted(settings.featureGates(), value -> value))
        .put("dnsServers", settings.dnsServers())
        .put("environment", sorted(settings.environment(), value -> value))
        .put("insecureRegistries", settings.insecureRegistries())
        .put("registryMirrors", settings.registryMirrors())
        .put("template", settings.template())
        .put("ssh", json(settings.ssh()))
        .put("pki", json(settings.pki()));
  }

  private static Map<String, Object> json(NodeSettings.Ssh ssh) {
    return sorted(
        Map.of("authorizedKeys", ssh.authorizedKeys(), "hostKey", ssh.hostKey()), value -> value);
  }

  private static Map<String, Object> json(NodeSettings.Pki pki) {
    return sorted(
        Map.of(
            "rootCert", pki.rootCert(),
            "servingCert", pki.servingCert(),
            "servingKey", pki.servingKey(),
            "clientCert", pki.clientCert(),
            "clientKey", pki.clientKey()),
        value -> value);
  }

  /** An immutable map has another order in each run. */
  private static <T> Map<String, Object> sorted(Map<String, T> map, Function<T, Object> value) {
    var sorted = new TreeMap<String, Object>();
    map.forEach((name, each) -> sorted.put(name, value.apply(each)));
    return sorted;
  }
}
