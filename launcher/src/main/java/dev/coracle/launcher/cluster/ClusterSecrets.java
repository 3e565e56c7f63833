package dev.coracle.launcher.cluster;

import dev.coracle.addons.Addon;
import dev.coracle.addons.Parameter;
import dev.coracle.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What of a cluster's file nobody is shown: its environment, which may hold a proxy's password, and
 * the secrets of its addons.
 */
final class ClusterSecrets {
  private final ClusterRecord cluster;
  private final Map<String, List<Parameter>> parameters;

  /**
   * @param addons those that are known; of any other nothing is shown
   */
  ClusterSecrets(ClusterRecord cluster, List<Addon> addons) {
    this.cluster = cluster;
    parameters = addons.stream().collect(Collectors.toMap(Addon::name, Addon::parameters));
  }

  /** All of them, as they are. */
  List<String> values() {
    var values = new ArrayList<>(cluster.config().environment().values());
    cluster
        .addons()
        .forEach((addon, state) ->
            state
                .values()
                .forEach((name, value) -> {
                  if (isSecret(addon, name)) {
                    values.add(value);
                  }
                }));
    return values;
  }

  /** The cluster's file without them. */
  JsonObject withoutThem() {
    var json = ClusterCodec.write(cluster, new JsonObject());
    var environment = json.object("config").object("environment");
    cluster.config().environment().keySet().forEach(it -> environment.put(it, Parameter.MASK));
    cluster
        .addons()
        .forEach((addon, state) -> {
          var values = json.object("addons").object(addon).object("values");
          state.values().keySet().stream()
              .filter(it -> isSecret(addon, it))
              .forEach(it -> values.put(it, Parameter.MASK));
        });
    // What was before; it has values too.
    return json.remove("addonChanges");
  }

  private boolean isSecret(String addon, String parameter) {
    return parameters.getOrDefault(addon, List.of()).stream()
        .noneMatch(it -> it.name().equals(parameter) && !it.secret());
  }
}
