package dev.coracle.launcher.cluster;

import dev.coracle.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Between {@link ClusterRecord} and cluster.json. */
final class ClusterCodec {
  private ClusterCodec() {}

  static ClusterRecord read(JsonObject file) {
    return new ClusterRecord(
        ClusterRecord.Stage.valueOf(file.text("stage").toUpperCase(Locale.ROOT)),
        config(file.object("config")),
        file.text("image"),
        Instant.parse(file.text("created")),
        file.optionalText("namespace"),
        file.has("embedCerts") && file.flag("embedCerts"),
        file.optionalText("autoSleep").map(Duration::parse),
        file.has("addons") ? addons(file.object("addons")) : Map.of(),
        changes(file));
  }

  /** Puts the record into what is there, whose other members stay. */
  static JsonObject write(ClusterRecord cluster, JsonObject file) {
    file.put("version", 1);
    file.put("stage", cluster.stage().name().toLowerCase(Locale.ROOT));
    file.put("created", cluster.created().toString());
    file.put("image", cluster.image());
    cluster
        .namespace()
        .ifPresentOrElse(value -> file.put("namespace", value), () -> file.remove("namespace"));
    file.put("embedCerts", cluster.embedCerts());
    cluster
        .autoSleep()
        .ifPresentOrElse(
            value -> file.put("autoSleep", value.toString()), () -> file.remove("autoSleep"));
    write(cluster.config(), file.object("config"));
    file.remove("addons");
    if (!cluster.addons().isEmpty()) {
      file.put("addons", json(cluster.addons()));
    }
    file.remove("addonChanges");
    if (!cluster.changes().isEmpty()) {
      file.put("addonChanges", cluster.changes().stream().map(ClusterCodec::json).toList());
    }
    return file;
  }

  private static Map<String, Object> json(AddonChange change) {
    var json = new LinkedHashMap<String, Object>();
    json.put("command", change.command());
    json.put("time", change.time().toString());
    json.put("before", json(change.before()));
    return json;
  }

  private static Map<String, Object> json(Map<String, AddonState> addons) {
    var json = new LinkedHashMap<String, Object>();
    addons.forEach((name, state) -> {
      var addon = new LinkedHashMap<String, Object>();
      addon.put("stage", state.stage().name().toLowerCase(Locale.ROOT));
      addon.put("values", new TreeMap<>(state.values()));
      addon.put("images", new TreeMap<>(state.images()));
      json.put(name, addon);
    });
    return json;
  }

  private static List<AddonChange> changes(JsonObject file) {
    return file.objects("addonChanges").stream()
        .map(json ->
            new AddonChange(
                json.text("command"),
                Instant.parse(json.text("time")),
                addons(json.object("before"))))
        .toList();
  }

  private static Map<String, AddonState> addons(JsonObject json) {
    var addons = new LinkedHashMap<String, AddonState>();
    for (var name : json.names()) {
      var addon = json.object(name);
      addons.put(
          name,
          new AddonState(
              AddonState.Stage.valueOf(addon.text("stage").toUpperCase(Locale.ROOT)),
              addon.textsByName("values"),
              addon.textsByName("images")));
    }
    return addons;
  }

  private static ClusterConfig config(JsonObject json) {
    return new ClusterConfig(
        json.text("name"),
        json.text("driver"),
        json.integer("cpus"),
        json.integer("memoryMiB"),
        json.integer("diskMiB"),
        json.text("kubernetesVersion"),
        json.text("hostAddress"),
        json.integer("apiServerPort"),
        json.texts("certNames"),
        json.texts("certIPs"),
        json.text("serviceCIDR"),
        json.text("podCIDR"),
        json.text("dnsDomain"),
        extraConfig(json.object("extraConfig")),
        json.flagsByName("featureGates"),
        json.texts("insecureRegistries"),
        json.texts("registryMirrors"),
        json.texts("dnsServers"),
        json.textsByName("environment"),
        Duration.parse(json.text("certExpiration")));
  }

  private static void write(ClusterConfig config, JsonObject json) {
    json.put("name", config.name())
        .put("driver", config.driver())
        .put("cpus", config.cpus())
        .put("memoryMiB", config.memoryMiB())
        .put("diskMiB", config.diskMiB())
        .put("kubernetesVersion", config.kubernetesVersion())
        .put("hostAddress", config.hostAddress())
        .put("apiServerPort", config.apiServerPort())
        .put("certNames", config.certNames())
        .put("certIPs", config.certIps())
        .put("serviceCIDR", config.serviceCidr())
        .put("podCIDR", config.podCidr())
        .put("dnsDomain", config.dnsDomain())
        .put("extraConfig", new TreeMap<>(config.extraConfig()))
        .put("featureGates", new TreeMap<>(config.featureGates()))
        .put("insecureRegistries", config.insecureRegistries())
        .put("registryMirrors", config.registryMirrors())
        .put("dnsServers", config.dnsServers())
        .put("environment", new TreeMap<>(config.environment()))
        .put("certExpiration", config.certExpiration().toString());
  }

  private static Map<String, Map<String, String>> extraConfig(JsonObject json) {
    var components = new LinkedHashMap<String, Map<String, String>>();
    for (var component : json.names()) {
      components.put(component, json.textsByName(component));
    }
    return components;
  }
}
