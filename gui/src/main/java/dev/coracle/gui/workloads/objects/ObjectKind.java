package dev.coracle.gui.workloads.objects;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kinds that are shown, in the order in which they are. */
public enum ObjectKind {
  DEPLOYMENT(Deployment.class, "Deployment", "deployments"),
  STATEFUL_SET(StatefulSet.class, "StatefulSet", "statefulsets"),
  DAEMON_SET(DaemonSet.class, "DaemonSet", "daemonsets"),
  JOB(Job.class, "Job", "jobs"),
  CRON_JOB(CronJob.class, "CronJob", "cronjobs"),
  POD(Pod.class, "Pod", "pods"),
  SERVICE(Service.class, "Service", "services"),
  INGRESS(Ingress.class, "Ingress", "ingresses"),
  CLAIM(PersistentVolumeClaim.class, "PersistentVolumeClaim", "persistentvolumeclaims"),
  CONFIG_MAP(ConfigMap.class, "ConfigMap", "configmaps"),
  SECRET(Secret.class, "Secret", "secrets"),
  EVENT(Event.class, "Event", "events"),
  /** Between a deployment and its pods: followed in links, not listed. */
  REPLICA_SET(ReplicaSet.class, "ReplicaSet", "replicasets");

  private static final Set<ObjectKind> SCALABLE = Set.of(DEPLOYMENT, STATEFUL_SET, REPLICA_SET);
  private static final Set<ObjectKind> RESTARTABLE = Set.of(DEPLOYMENT, STATEFUL_SET, DAEMON_SET);

  private final Class<? extends HasMetadata> type;
  private final String apiName;
  private final String plural;

  ObjectKind(Class<? extends HasMetadata> type, String apiName, String plural) {
    this.type = type;
    this.apiName = apiName;
    this.plural = plural;
  }

  /** Those with a list of their own. */
  public static List<ObjectKind> listed() {
    return Arrays.stream(values()).filter(kind -> kind != REPLICA_SET).toList();
  }

  /** The one that the API calls so, if it is shown. */
  public static Optional<ObjectKind> named(String apiName) {
    return Arrays.stream(values()).filter(kind -> kind.apiName.equals(apiName)).findFirst();
  }

  Class<? extends HasMetadata> type() {
    return type;
  }

  /** For requests about objects of any type. */
  public ResourceDefinitionContext context() {
    return ResourceDefinitionContext.fromResourceType(type);
  }

  /** As the API calls it: {@code StatefulSet}. */
  public String apiName() {
    return apiName;
  }

  /** As the API's paths do: {@code statefulsets}. */
  public String plural() {
    return plural;
  }

  /** As kubectl does in {@code statefulset/name}. */
  public String kubectlName() {
    return plural.substring(0, plural.length() - (this == INGRESS ? 2 : 1));
  }

  /** What {@link Row#cells} tell, besides name, namespace and age. */
  public List<String> columns() {
    return switch (this) {
      case DEPLOYMENT -> List.of("ready", "updated", "images");
      case STATEFUL_SET, DAEMON_SET, REPLICA_SET -> List.of("ready", "images");
      case JOB -> List.of("status", "completions", "images");
      case CRON_JOB -> List.of("schedule", "active", "lastRun");
      case POD -> List.of("status", "ready", "restarts", "ip", "node");
      case SERVICE -> List.of("type", "clusterIp", "external", "ports");
      case INGRESS -> List.of("class", "hosts", "address");
      case CLAIM -> List.of("status", "capacity", "access", "class");
      case CONFIG_MAP -> List.of("entries");
      case SECRET -> List.of("type", "entries");
      case EVENT -> List.of("type", "reason", "object", "message", "count");
    };
  }

  public boolean isScalable() {
    return SCALABLE.contains(this);
  }

  public boolean isRestartable() {
    return RESTARTABLE.contains(this);
  }
}
