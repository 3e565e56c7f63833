package dev.coracle.gui.workloads.objects;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One object, looked at closely.
 *
 * @param containers that run or ran, those for initialization last; of a pod only
 * @param ports on which it listens, as it says
 * @param replicas that are wanted, of what can be scaled
 * @param yaml what the API server tells, without who owns which field and with the values of
 *     secrets masked
 */
public record Details(
    Row row,
    Map<String, String> labels,
    List<Condition> conditions,
    List<Link> links,
    List<Row> events,
    List<String> containers,
    List<Integer> ports,
    Optional<Integer> replicas,
    String yaml) {
  /** Stands for a secret's value; as long for each. */
  static final String MASK = "••••••••";

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  /** As most kinds tell them. */
  public record Condition(String type, String status, String reason, String message) {}

  /** What another object is to this one. */
  public enum Relation {
    OWNER,
    OWNED,
    USES,
    USED_BY,
    ABOUT
  }

  public record Link(Relation relation, ObjectId id) {}

  /** Empty if there is no such object any more. May take some milliseconds. */
  public static Optional<Details> of(ObjectId id, LiveObjects live) {
    return live.find(id).map(object -> of(id, object, live));
  }

  private static Details of(ObjectId id, HasMetadata object, LiveObjects live) {
    var generic = SERIALIZATION.convertValue(object, GenericKubernetesResource.class);
    return new Details(
        Rows.of(id.kind(), object),
        new TreeMap<>(Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of())),
        conditions(generic),
        new Links(live).of(id, object),
        id.kind() == ObjectKind.EVENT ? List.of() : events(id, object, live),
        object instanceof Pod pod ? containers(pod) : List.of(),
        Ports.of(object),
        replicas(id, generic),
        SERIALIZATION.asYaml(id.kind() == ObjectKind.SECRET ? masked(generic) : generic));
  }

  /** Of a secret, by name, as they are; empty if it is gone. */
  public static Map<String, String> revealed(ObjectId secret, LiveObjects live) {
    return live.find(secret).filter(Secret.class::isInstance).map(Secret.class::cast).stream()
        .flatMap(it ->
            Objects.requireNonNullElse(it.getData(), Map.<String, String>of()).entrySet().stream())
        .collect(
            TreeMap::new,
            (all, entry) -> all.put(entry.getKey(), Base64Text.decoded(entry.getValue())),
            Map::putAll);
  }

  private static List<Condition> conditions(GenericKubernetesResource object) {
    return object.<Object>get("status", "conditions") instanceof List<?> list
        ? list.stream()
            .filter(Map.class::isInstance)
            .map(it -> (Map<?, ?>) it)
            .map(it ->
                new Condition(
                    text(it, "type"), text(it, "status"), text(it, "reason"), text(it, "message")))
            .toList()
        : List.of();
  }

  private static String text(Map<?, ?> map, String key) {
    var value = map.get(key);
    return value == null ? "" : value.toString();
  }

  private static Optional<Integer> replicas(ObjectId id, GenericKubernetesResource object) {
    return id.kind().isScalable() && object.<Object>get("spec", "replicas") instanceof Number number
        ? Optional.of(number.intValue())
        : Optional.empty();
  }

  private static List<Row> events(ObjectId id, HasMetadata object, LiveObjects live) {
    return live.objects(ObjectKind.EVENT).stream()
        .map(Event.class::cast)
        .filter(event -> {
          var about = event.getInvolvedObject();
          return id.kind().apiName().equals(about.getKind())
              && id.name().equals(about.getName())
              && (about.getUid() == null || about.getUid().equals(object.getMetadata().getUid()));
        })
        .map(event -> Rows.of(ObjectKind.EVENT, event))
        .sorted(Comparator.comparing(Row::created).reversed())
        .toList();
  }

  private static List<String> containers(Pod pod) {
    return pod.getSpec() == null
        ? List.of()
        : Stream.concat(
                pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
            .map(container -> container.getName())
            .toList();
  }

  private static GenericKubernetesResource masked(GenericKubernetesResource secret) {
    for (var part : List.of("data", "stringData")) {
      if (secret.getAdditionalProperties().get(part) instanceof Map<?, ?> values) {
        var masks = new TreeMap<String, Object>();
        values.keySet().forEach(key -> masks.put(key.toString(), MASK));
        secret.setAdditionalProperty(part, masks);
      }
    }
    var annotations = secret.getMetadata().getAnnotations();
    if (annotations != null) {
      annotations.computeIfPresent(LAST_APPLIED, (_, _) -> MASK);
    }
    return secret;
  }
}
