package dev.coracle.launcher.cli;

import dev.coracle.json.JsonText;
import dev.coracle.launcher.cluster.ClusterConfig;
import dev.coracle.launcher.cluster.ListProfiles.Profiles;
import dev.coracle.launcher.cluster.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code profile list} prints. */
final class ProfileTable {
  private static final List<String> HEADER =
      List.of("PROFILE", "DRIVER", "IP", "PORT", "VERSION", "STATUS", "ACTIVE", "CONTEXT");

  private ProfileTable() {}

  static int print(Session session, String output, boolean light) throws InterruptedException {
    var profiles = session.launcher().listProfiles().run(light);
    if (output.equals("json")) {
      session.out().println(JsonText.line(json(profiles)));
      return Command.OK;
    }
    var rows = new ArrayList<List<String>>();
    rows.add(HEADER);
    for (var profile : profiles.valid()) {
      rows.add(row(profile));
    }
    session.out().print(Table.text(rows));
    for (var invalid : profiles.invalid()) {
      session.err().println("! " + invalid.name() + ": " + invalid.problem().detail());
      session.err().println("  " + invalid.problem().code().advice());
    }
    return Command.OK;
  }

  private static List<String> row(Profile profile) {
    var config = profile.config();
    return List.of(
        profile.name(),
        config.driver(),
        config.hostAddress(),
        String.valueOf(config.apiServerPort()),
        config.kubernetesVersion(),
        profile.status().word(),
        profile.active() ? "*" : "",
        profile.currentContext() ? "*" : "");
  }

  private static Map<String, Object> json(Profiles profiles) {
    var valid = new ArrayList<Object>();
    for (var profile : profiles.valid()) {
      var entry = new LinkedHashMap<String, Object>();
      entry.put("Name", profile.name());
      entry.put("Status", profile.status().word());
      entry.put("Config", config(profile.config()));
      entry.put("Active", profile.active());
      entry.put("ActiveKubeContext", profile.currentContext());
      valid.add(entry);
    }
    var invalid = new ArrayList<Object>();
    for (var profile : profiles.invalid()) {
      var entry = new LinkedHashMap<String, Object>();
      entry.put("Name", profile.name());
      entry.put("Status", profile.problem().detail());
      invalid.add(entry);
    }
    var all = new LinkedHashMap<String, Object>();
    all.put("invalid", invalid);
    all.put("valid", valid);
    return all;
  }

  /** minikube's names of members. */
  private static Map<String, Object> config(ClusterConfig config) {
    var kubernetes = new LinkedHashMap<String, Object>();
    kubernetes.put("KubernetesVersion", config.kubernetesVersion());
    kubernetes.put("ClusterName", config.name());
    kubernetes.put("ContainerRuntime", "containerd");
    kubernetes.put("ServiceCIDR", config.serviceCidr());
    kubernetes.put("DNSDomain", config.dnsDomain());
    var node = new LinkedHashMap<String, Object>();
    node.put("Name", "");
    node.put("IP", config.hostAddress());
    node.put("Port", config.apiServerPort());
    node.put("KubernetesVersion", config.kubernetesVersion());
    node.put("ContainerRuntime", "containerd");
    node.put("ControlPlane", true);
    node.put("Worker", true);
    var members = new LinkedHashMap<String, Object>();
    members.put("Name", config.name());
    members.put("Driver", config.driver());
    members.put("CPUs", config.cpus());
    members.put("Memory", config.memoryMiB());
    members.put("DiskSize", config.diskMiB());
    members.put("APIServerPort", config.apiServerPort());
    members.put("KubernetesConfig", kubernetes);
    members.put("Nodes", List.of(node));
    return members;
  }
}
