package dev.coracle.launcher.cluster;

import dev.coracle.json.JsonObject;
import dev.coracle.launcher.kube.ClusterObjects;
import dev.coracle.launcher.kube.ObjectRef;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which objects an addon has made, kept in the cluster itself: so it is always that of what is
 * there, also after a restore or in a clone.
 */
final class AddonInventory {
  static final String LABEL = "coracle.dev/addon";
  private static final String NAMESPACE = "kube-system";
  private static final String OBJECTS = "objects";
  private static final String FIELD = " ";

  private final ClusterObjects objects;
  private final String addon;
  private final ObjectRef configMap;

  AddonInventory(ClusterObjects objects, String addon) {
    this.objects = objects;
    this.addon = addon;
    this.configMap = new ObjectRef("v1", "ConfigMap", NAMESPACE, "coracle-addon-" + addon);
  }

  /** In the order in which they were made; empty if there are none. */
  Set<ObjectRef> read() throws InterruptedException {
    var made = new LinkedHashSet<ObjectRef>();
    var found = objects.find(configMap);
    if (found.isPresent()) {
      found
          .get()
          .object("data")
          .optionalText(OBJECTS)
          .orElse("")
          .lines()
          .map(line -> line.split(FIELD, 4))
          .filter(fields -> fields.length == 4)
          .forEach(fields -> made.add(new ObjectRef(fields[0], fields[1], fields[3], fields[2])));
    }
    return made;
  }

  void write(Collection<ObjectRef> made) throws InterruptedException {
    var json = new JsonObject().put("apiVersion", configMap.apiVersion());
    json.put("kind", configMap.kind());
    json.object("metadata")
        .put("namespace", configMap.namespace())
        .put("name", configMap.name())
        .object("labels")
        .put(LABEL, addon);
    json.object("data")
        .put(
            OBJECTS,
            made.stream()
                .map(
                    it -> String.join(FIELD, it.apiVersion(), it.kind(), it.name(), it.namespace()))
                .collect(Collectors.joining("\n")));
    objects.apply(json);
  }

  /** What it is kept in. */
  ObjectRef configMap() {
    return configMap;
  }
}
