package dev.coracle.gui.workloads.fakes;

import dev.coracle.gui.workloads.objects.ObjectKind;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What an API server knows of kinds, and how it merges and refuses. */
final class Resources {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Resources() {}

  static String plural(String kind) {
    return kind.equals("Namespace")
        ? "namespaces"
        : ObjectKind.named(kind).orElseThrow(() -> new IllegalArgumentException(kind)).plural();
  }

  /** Every kind is told in every version: nobody asks for one where it is not. */
  static List<Map<String, Object>> of(String path) {
    return Stream.concat(
            Stream.of(resource("Namespace", "namespaces", false)),
            Arrays.stream(ObjectKind.values())
                .map(kind -> resource(kind.apiName(), kind.plural(), true)))
        .filter(_ -> path.startsWith("/api"))
        .toList();
  }

  private static Map<String, Object> resource(String kind, String plural, boolean namespaced) {
    return Map.of(
        "kind", kind, "name", plural, "namespaced", namespaced, "verbs", List.of("get", "patch"));
  }

  static Map<String, Object> conflict(Map<String, String> ownerByField) {
    var causes =
        ownerByField.entrySet().stream()
            .map(it ->
                Map.of(
                    "reason",
                    "FieldManagerConflict",
                    "message",
                    "conflict with \"" + it.getValue() + "\"",
                    "field",
                    it.getKey()))
            .toList();
    return Map.of(
        "kind",
        "Status",
        "apiVersion",
        "v1",
        "status",
        "Failure",
        "reason",
        "Conflict",
        "code",
        409,
        "message",
        "Apply failed with conflicts",
        "details",
        Map.of("causes", causes));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(String json) {
    return SERIALIZATION.unmarshal(json, LinkedHashMap.class);
  }

  /** Maps are merged, anything else is replaced. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> merge(Map<String, Object> into, Map<String, Object> patch) {
    patch.forEach((key, value) -> {
      if (value instanceof Map<?, ?> map && into.get(key) instanceof Map<?, ?> there) {
        merge((Map<String, Object>) there, (Map<String, Object>) map);
      } else {
        into.put(key, value);
      }
    });
    return into;
  }
}
