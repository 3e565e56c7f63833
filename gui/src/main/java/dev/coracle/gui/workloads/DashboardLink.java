package dev.coracle.gui.workloads;

import dev.coracle.gui.workloads.objects.ObjectId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the web dashboard shows an object. */
final class DashboardLink {
  private DashboardLink() {}

  /**
   * The path below the dashboard's own address. An event has no page: the cluster's overview has
   * those of all.
   */
  static String path(String cluster, ObjectId id) {
    var base = "c/" + encoded(cluster) + "/";
    return switch (id.kind()) {
      case EVENT -> base;
      case CLAIM -> base + "storage/" + page(id);
      case DEPLOYMENT,
          STATEFUL_SET,
          DAEMON_SET,
          JOB,
          CRON_JOB,
          POD,
          SERVICE,
          INGRESS,
          CONFIG_MAP,
          SECRET,
          REPLICA_SET ->
          base + page(id);
    };
  }

  private static String page(ObjectId id) {
    return id.kind().plural() + "/" + encoded(id.namespace()) + "/" + encoded(id.name());
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
