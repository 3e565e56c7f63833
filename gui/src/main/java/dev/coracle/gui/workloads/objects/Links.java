package dev.coracle.gui.workloads.objects;

import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which other objects one has to do with. */
final class Links {
  /** Kinds that controllers make. */
  private static final List<ObjectKind> MADE =
      List.of(ObjectKind.REPLICA_SET, ObjectKind.JOB, ObjectKind.POD);

  private static final Set<ObjectKind> OWNING =
      Set.of(
          ObjectKind.DEPLOYMENT,
          ObjectKind.REPLICA_SET,
          ObjectKind.STATEFUL_SET,
          ObjectKind.DAEMON_SET,
          ObjectKind.CRON_JOB,
          ObjectKind.JOB);

  private final LiveObjects live;

  Links(LiveObjects live) {
    this.live = live;
  }

  List<Details.Link> of(ObjectId id, HasMetadata object) {
    var links = new LinkedHashSet<Details.Link>();
    for (var owner : object.getMetadata().getOwnerReferences()) {
      owner(id, owner).ifPresent(it -> links.add(new Details.Link(Details.Relation.OWNER, it)));
    }
    if (object instanceof Event event) {
      about(event.getInvolvedObject())
          .ifPresent(it -> links.add(new Details.Link(Details.Relation.ABOUT, it)));
    }
    var owned = new ArrayList<ObjectId>();
    if (OWNING.contains(id.kind())) {
      addOwned(object.getMetadata().getUid(), owned);
    }
    owned.forEach(it -> links.add(new Details.Link(Details.Relation.OWNED, it)));
    uses(id, object).forEach(it -> links.add(new Details.Link(Details.Relation.USES, it)));
    usedBy(id, object).forEach(it -> links.add(new Details.Link(Details.Relation.USED_BY, it)));
    return List.copyOf(links);
  }

  private static Optional<ObjectId> owner(ObjectId of, OwnerReference owner) {
    return ObjectKind.named(owner.getKind())
        .map(kind -> new ObjectId(kind, of.namespace(), owner.getName()));
  }

  private static Optional<ObjectId> about(ObjectReference reference) {
    return ObjectKind.named(reference.getKind())
        .map(kind ->
            new ObjectId(
                kind,
                reference.getNamespace() == null ? "" : reference.getNamespace(),
                reference.getName()));
  }

  /**
   * Also what is owned by what is owned; sets of replicas that an update left empty are left out.
   */
  private void addOwned(String uid, List<ObjectId> owned) {
    for (var kind : MADE) {
      live.objects(kind).stream()
          .filter(object -> isOwnedBy(uid, object) && !isLeftEmpty(object))
          .sorted(Comparator.comparing(object -> object.getMetadata().getName()))
          .forEach(object -> {
            owned.add(ObjectId.of(kind, object));
            if (OWNING.contains(kind)) {
              addOwned(object.getMetadata().getUid(), owned);
            }
          });
    }
  }

  private static boolean isOwnedBy(String uid, HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(uid));
  }

  private static boolean isLeftEmpty(HasMetadata object) {
    return object instanceof ReplicaSet set
        && Integer.valueOf(0).equals(set.getSpec().getReplicas());
  }

  private Stream<ObjectId> uses(ObjectId id, HasMetadata object) {
    return switch (object) {
      case Pod pod -> mounted(id.namespace(), pod).distinct();
      case Ingress ingress -> backends(ingress).map(name -> service(id, name)).distinct();
      case Service service -> selected(service).map(pod -> ObjectId.of(ObjectKind.POD, pod));
      default -> Stream.of();
    };
  }

  private Stream<ObjectId> usedBy(ObjectId id, HasMetadata object) {
    return switch (id.kind()) {
      case CLAIM, CONFIG_MAP, SECRET ->
          pods(id.namespace())
              .filter(pod -> mounted(id.namespace(), pod).anyMatch(id::equals))
              .map(pod -> ObjectId.of(ObjectKind.POD, pod));
      case POD ->
          live.objects(ObjectKind.SERVICE).stream()
              .map(Service.class::cast)
              .filter(service ->
                  id.namespace().equals(service.getMetadata().getNamespace())
                      && selects(service, object))
              .map(service -> ObjectId.of(ObjectKind.SERVICE, service));
      case SERVICE ->
          live.objects(ObjectKind.INGRESS).stream()
              .map(Ingress.class::cast)
              .filter(ingress ->
                  id.namespace().equals(ingress.getMetadata().getNamespace())
                      && backends(ingress).anyMatch(id.name()::equals))
              .map(ingress -> ObjectId.of(ObjectKind.INGRESS, ingress));
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, JOB, CRON_JOB, INGRESS, EVENT, REPLICA_SET ->
          Stream.of();
    };
  }

  private Stream<Pod> pods(String namespace) {
    return live.objects(ObjectKind.POD).stream()
        .map(Pod.class::cast)
        .filter(pod -> namespace.equals(pod.getMetadata().getNamespace()));
  }

  /** The pods that a service sends its clients to. */
  Stream<Pod> selected(Service service) {
    return pods(service.getMetadata().getNamespace())
        .filter(pod -> selects(service, pod))
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()));
  }

  private static boolean selects(Service service, HasMetadata pod) {
    var selector = service.getSpec() == null ? null : service.getSpec().getSelector();
    var labels = pod.getMetadata().getLabels();
    return selector != null
        && !selector.isEmpty()
        && (labels == null ? Map.<String, String>of() : labels)
            .entrySet()
            .containsAll(selector.entrySet());
  }

  private static Stream<String> backends(Ingress ingress) {
    return ingress.getSpec() == null
        ? Stream.of()
        : ingress.getSpec().getRules().stream()
            .filter(rule -> rule.getHttp() != null)
            .flatMap(rule -> rule.getHttp().getPaths().stream())
            .map(HTTPIngressPath::getBackend)
            .filter(backend -> backend != null && backend.getService() != null)
            .map(backend -> backend.getService().getName());
  }

  private static ObjectId service(ObjectId ingress, String name) {
    return new ObjectId(ObjectKind.SERVICE, ingress.namespace(), name);
  }

  private static Stream<ObjectId> mounted(String namespace, Pod pod) {
    var spec = pod.getSpec();
    return spec == null
        ? Stream.of()
        : Stream.concat(
            spec.getVolumes().stream().flatMap(volume -> mounted(namespace, volume)),
            spec.getContainers().stream()
                .flatMap(container ->
                    Stream.concat(
                        container.getEnvFrom().stream().flatMap(from -> read(namespace, from)),
                        container.getEnv().stream().flatMap(from -> read(namespace, from)))));
  }

  private static Stream<ObjectId> mounted(String namespace, Volume volume) {
    if (volume.getPersistentVolumeClaim() != null) {
      return Stream.of(
          new ObjectId(
              ObjectKind.CLAIM, namespace, volume.getPersistentVolumeClaim().getClaimName()));
    }
    if (volume.getConfigMap() != null) {
      return Stream.of(
          new ObjectId(ObjectKind.CONFIG_MAP, namespace, volume.getConfigMap().getName()));
    }
    return volume.getSecret() == null
        ? Stream.of()
        : Stream.of(new ObjectId(ObjectKind.SECRET, namespace, volume.getSecret().getSecretName()));
  }

  private static Stream<ObjectId> read(String namespace, EnvFromSource from) {
    return from.getConfigMapRef() != null
        ? Stream.of(
            new ObjectId(ObjectKind.CONFIG_MAP, namespace, from.getConfigMapRef().getName()))
        : from.getSecretRef() != null
            ? Stream.of(new ObjectId(ObjectKind.SECRET, namespace, from.getSecretRef().getName()))
            : Stream.of();
  }

  private static Stream<ObjectId> read(String namespace, EnvVar variable) {
    var from = variable.getValueFrom();
    if (from != null && from.getConfigMapKeyRef() != null) {
      return Stream.of(
          new ObjectId(ObjectKind.CONFIG_MAP, namespace, from.getConfigMapKeyRef().getName()));
    }
    return from != null && from.getSecretKeyRef() != null
        ? Stream.of(new ObjectId(ObjectKind.SECRET, namespace, from.getSecretKeyRef().getName()))
        : Stream.of();
  }
}
