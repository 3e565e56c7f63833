package dev.coracle.gui.workloads.objects;

import dev.coracle.gui.workloads.objects.Row.Cell;
import dev.coracle.gui.workloads.objects.Row.Health;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells an object as a row. Anything that the API may leave out may be missing. */
final class Rows {
  private Rows() {}

  static Row of(ObjectKind kind, HasMetadata object) {
    var about =
        switch (object) {
          case Deployment it -> deployment(it);
          case StatefulSet it -> statefulSet(it);
          case DaemonSet it -> daemonSet(it);
          case ReplicaSet it -> replicaSet(it);
          case Job it -> job(it);
          case CronJob it -> cronJob(it);
          case Pod it -> pod(it);
          case Service it -> service(it);
          case Ingress it -> ingress(it);
          case PersistentVolumeClaim it -> claim(it);
          case ConfigMap it -> entries(size(it.getData()) + size(it.getBinaryData()));
          case Secret it -> new About(Health.PLAIN, text(it.getType()), size(it.getData()));
          case Event it -> event(it);
          default -> throw new IllegalArgumentException(object.getClass().getName());
        };
    var metadata = object.getMetadata();
    var seen = object instanceof Event event ? lastSeen(event) : null;
    return Row.of(
        ObjectId.of(kind, object),
        text(metadata.getUid()),
        instant(seen == null ? metadata.getCreationTimestamp() : seen),
        about.cells(),
        about.health());
  }

  private record About(Health health, List<Cell> cells) {
    About(Health health, Object... cells) {
      this(
          health,
          Stream.of(cells)
              .map(cell ->
                  switch (cell) {
                    case Cell it -> it;
                    case Number number -> Cell.of(number.longValue());
                    default -> Cell.of(cell.toString());
                  })
              .toList());
    }
  }

  private static About deployment(Deployment it) {
    int wanted = it.getSpec() == null ? 0 : number(it.getSpec().getReplicas());
    int ready = it.getStatus() == null ? 0 : number(it.getStatus().getReadyReplicas());
    int updated = it.getStatus() == null ? 0 : number(it.getStatus().getUpdatedReplicas());
    boolean stuck =
        it.getStatus() != null
            && it.getStatus().getConditions().stream()
                .anyMatch(condition ->
                    "Progressing".equals(condition.getType())
                        && "False".equals(condition.getStatus()));
    return new About(
        stuck ? Health.BAD : ready == wanted && updated == wanted ? Health.GOOD : Health.BUSY,
        Cell.share(ready, wanted),
        updated,
        it.getSpec() == null ? "" : images(it.getSpec().getTemplate()));
  }

  private static About statefulSet(StatefulSet it) {
    return replicas(
        it.getStatus() == null ? 0 : number(it.getStatus().getReadyReplicas()),
        it.getSpec() == null ? 0 : number(it.getSpec().getReplicas()),
        it.getSpec() == null ? null : it.getSpec().getTemplate());
  }

  private static About daemonSet(DaemonSet it) {
    return replicas(
        it.getStatus() == null ? 0 : number(it.getStatus().getNumberReady()),
        it.getStatus() == null ? 0 : number(it.getStatus().getDesiredNumberScheduled()),
        it.getSpec() == null ? null : it.getSpec().getTemplate());
  }

  private static About replicaSet(ReplicaSet it) {
    return replicas(
        it.getStatus() == null ? 0 : number(it.getStatus().getReadyReplicas()),
        it.getSpec() == null ? 0 : number(it.getSpec().getReplicas()),
        it.getSpec() == null ? null : it.getSpec().getTemplate());
  }

  private static About replicas(int ready, int wanted, @Nullable PodTemplateSpec template) {
    return new About(
        ready == wanted ? Health.GOOD : Health.BUSY, Cell.share(ready, wanted), images(template));
  }

  private static About job(Job it) {
    int succeeded = it.getStatus() == null ? 0 : number(it.getStatus().getSucceeded());
    var ended =
        it.getStatus() == null
            ? ""
            : it.getStatus().getConditions().stream()
                .filter(condition -> "True".equals(condition.getStatus()))
                .map(condition -> condition.getType())
                .filter(List.of("Complete", "Failed", "Suspended")::contains)
                .findFirst()
                .orElse("");
    var wanted = it.getSpec() == null ? null : it.getSpec().getCompletions();
    return new About(
        switch (ended) {
          case "Complete", "Suspended" -> Health.PLAIN;
          case "Failed" -> Health.BAD;
          default -> Health.BUSY;
        },
        ended.isEmpty() ? "Running" : ended,
        Cell.share(succeeded, wanted == null ? 1 : wanted),
        it.getSpec() == null ? "" : images(it.getSpec().getTemplate()));
  }

  private static About cronJob(CronJob it) {
    var spec = it.getSpec();
    boolean suspended = spec != null && Boolean.TRUE.equals(spec.getSuspend());
    var last = it.getStatus() == null ? null : it.getStatus().getLastScheduleTime();
    return new About(
        suspended ? Health.PLAIN : Health.GOOD,
        (spec == null ? "" : text(spec.getSchedule())) + (suspended ? " (suspended)" : ""),
        it.getStatus() == null ? 0 : it.getStatus().getActive().size(),
        text(last));
  }

  private static About pod(Pod it) {
    var status = PodStatus.of(it);
    return new About(
        status.health(),
        status.text(),
        Cell.share(status.ready(), status.containers()),
        status.restarts(),
        it.getStatus() == null ? "" : text(it.getStatus().getPodIP()),
        it.getSpec() == null ? "" : text(it.getSpec().getNodeName()));
  }

  private static About service(Service it) {
    var spec = it.getSpec();
    if (spec == null) {
      return new About(Health.PLAIN, "", "", "", "");
    }
    var balancers =
        it.getStatus() == null || it.getStatus().getLoadBalancer() == null
            ? Stream.<String>empty()
            : it.getStatus().getLoadBalancer().getIngress().stream()
                .map(ingress -> ingress.getIp() != null ? ingress.getIp() : ingress.getHostname());
    var external =
        Stream.of(
                spec.getExternalIPs().stream(), balancers, Stream.of(text(spec.getExternalName())))
            .flatMap(part -> part)
            .filter(address -> address != null && !address.isEmpty())
            .collect(Collectors.joining(", "));
    var ports =
        spec.getPorts().stream()
            .map(port ->
                port.getPort()
                    + (port.getNodePort() == null || port.getNodePort() == 0
                        ? ""
                        : ":" + port.getNodePort())
                    + "/"
                    + Objects.requireNonNullElse(port.getProtocol(), "TCP"))
            .collect(Collectors.joining(", "));
    boolean waits = "LoadBalancer".equals(spec.getType()) && external.isEmpty();
    return new About(
        waits ? Health.BUSY : Health.PLAIN,
        text(spec.getType()),
        text(spec.getClusterIP()),
        external,
        ports);
  }

  private static About ingress(Ingress it) {
    var spec = it.getSpec();
    var addresses =
        it.getStatus() == null || it.getStatus().getLoadBalancer() == null
            ? ""
            : it.getStatus().getLoadBalancer().getIngress().stream()
                .map(ingress ->
                    text(ingress.getIp() != null ? ingress.getIp() : ingress.getHostname()))
                .collect(Collectors.joining(", "));
    var hosts =
        spec == null
            ? ""
            : spec.getRules().stream()
                .map(rule -> rule.getHost() == null ? "*" : rule.getHost())
                .distinct()
                .collect(Collectors.joining(", "));
    return new About(
        addresses.isEmpty() ? Health.BUSY : Health.GOOD,
        spec == null ? "" : text(spec.getIngressClassName()),
        hosts,
        addresses);
  }

  private static About claim(PersistentVolumeClaim it) {
    var phase = it.getStatus() == null ? "" : text(it.getStatus().getPhase());
    var capacity =
        it.getStatus() == null || it.getStatus().getCapacity() == null
            ? null
            : it.getStatus().getCapacity().get("storage");
    return new About(
        switch (phase) {
          case "Bound" -> Health.GOOD;
          case "Lost" -> Health.BAD;
          default -> Health.BUSY;
        },
        phase,
        capacity(capacity),
        it.getSpec() == null ? "" : String.join(", ", it.getSpec().getAccessModes()),
        it.getSpec() == null ? "" : text(it.getSpec().getStorageClassName()));
  }

  private static Cell capacity(@Nullable Quantity quantity) {
    return quantity == null
        ? Cell.of("")
        : new Cell(quantity.toString(), Quantity.getAmountInBytes(quantity).doubleValue());
  }

  private static About entries(int count) {
    return new About(Health.PLAIN, count);
  }

  private static About event(Event it) {
    var about = it.getInvolvedObject();
    var series = it.getSeries() == null ? null : it.getSeries().getCount();
    var count = series != null ? series : it.getCount();
    return new About(
        "Warning".equals(it.getType()) ? Health.BAD : Health.PLAIN,
        text(it.getType()),
        text(it.getReason()),
        about == null ? "" : about.getKind() + "/" + about.getName(),
        text(it.getMessage()).strip(),
        count == null ? 1 : count);
  }

  private static @Nullable String lastSeen(Event it) {
    if (it.getSeries() != null && it.getSeries().getLastObservedTime() != null) {
      return it.getSeries().getLastObservedTime().getTime();
    }
    if (it.getLastTimestamp() != null) {
      return it.getLastTimestamp();
    }
    return it.getEventTime() == null ? null : it.getEventTime().getTime();
  }

  private static String images(@Nullable PodTemplateSpec template) {
    return template == null || template.getSpec() == null
        ? ""
        : template.getSpec().getContainers().stream()
            .map(Container::getImage)
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining(", "));
  }

  /** The moment of an object that does not tell it is the beginning of time. */
  private static Instant instant(@Nullable String time) {
    try {
      return time == null ? Instant.EPOCH : OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  private static int size(@Nullable Map<String, String> entries) {
    return entries == null ? 0 : entries.size();
  }

  private static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
