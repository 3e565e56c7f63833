package dev.coracle.e2e;

import static dev.coracle.e2e.Host.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two clusters that were woken from one template, and share nothing but what it did. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TemplateIT {
  private static final String NODE_PORT = "30080";

  private Host host;

  @BeforeAll
  void startTwo(@TempDir Path directory) throws IOException {
    host = new Host(directory);
    for (var name : List.of("one", "two")) {
      var started = host.coracle("start", "-p", name, "--memory", "2048", "--timings");
      System.out.println(started.err());
      started.ok();
    }
  }

  @AfterAll
  void leaveNothing() throws IOException {
    host.coracle("delete", "--all", "--purge");
  }

  private Host.Result kubectl(String cluster, String... arguments) {
    var command = new ArrayList<>(List.of("--context", cluster));
    command.addAll(List.of(arguments));
    return host.kubectl(command.toArray(String[]::new));
  }

  /** As nobody but who the arguments say. */
  private Host.Result kubectlAt(String cluster, String... credentials) {
    var command =
        new ArrayList<>(
            List.of(
                "--kubeconfig=/dev/null",
                "--server=https://" + address(cluster) + ":8443",
                "--certificate-authority=" + pki(cluster).resolve("ca.crt"),
                "auth",
                "whoami"));
    command.addAll(List.of(credentials));
    return host.kubectl(command.toArray(String[]::new));
  }

  private Path pki(String cluster) {
    return host.home.resolve("clusters").resolve(cluster).resolve("pki");
  }

  private String address(String cluster) {
    return host.coracle("ip", "-p", cluster).ok().out().strip();
  }

  private String inNode(String cluster, String command) {
    return host.coracle("ssh", "-p", cluster, "--", command).ok().out();
  }

  @Test
  @Order(1)
  void onlyTheTemplateWasBooted() throws IOException {
    try (var machines = Files.list(host.home.resolve("vms"))) {
      assertThat(machines.map(it -> it.getFileName().toString()))
          .filteredOn(name -> name.startsWith("_template-"))
          .hasSize(1);
    }
    assertThat(host.coracle("profile", "list").ok().out()).contains("one", "two");
    assertThat(host.coracle("profile", "list").out()).doesNotContain("template");
    assertThat(host.coracle("doctor").out()).containsPattern("Templates of new clusters: 1, \\d+");
  }

  @Test
  @Order(1)
  void bothAreReadyAtAddressesOfTheirOwn() {
    for (var cluster : List.of("one", "two")) {
      assertThat(kubectl(cluster, "get", "nodes").ok().out()).containsPattern("coracle +Ready");
      assertThat(host.coracle("status", "-p", cluster).ok().out()).contains("apiserver: Running");
      assertThat(inNode(cluster, "hostname")).isEqualTo("coracle\n");
    }
    assertThat(address("one")).isNotEqualTo(address("two"));
  }

  @Test
  @Order(2)
  void certificatesOfOneAreRefusedByTheOther() {
    for (var other : List.of("one", "two")) {
      var credentials =
          new String[] {
            "--client-certificate=" + pki("one").resolve("client.crt"),
            "--client-key=" + pki("one").resolve("client.key")
          };
      assertThat(kubectlAt(other, credentials).exit() == 0).isEqualTo(other.equals("one"));
    }
  }

  @Test
  @Order(2)
  void tokensOfOneAreRefusedByTheOther() {
    var token = kubectl("one", "create", "token", "default").ok().out().strip();
    assertThat(kubectlAt("one", "--token=" + token).ok().out())
        .contains("system:serviceaccount:default:default");
    var refused = kubectlAt("two", "--token=" + token);
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.err()).containsAnyOf("Unauthorized", "logged in");
  }

  @Test
  @Order(2)
  void sshKeysOfOneAreRefusedByTheOther() throws IOException {
    assertThat(host.coracle("ssh-host", "-p", "one").ok().out().split(" ", 2)[1])
        .isNotEqualTo(host.coracle("ssh-host", "-p", "two").ok().out().split(" ", 2)[1]);
    assertThat(ssh("two", "two", "two").exit()).isZero();
    assertThat(ssh("two", "one", "two").err()).contains("Permission denied");
    assertThat(ssh("two", "two", "one").err()).contains("Host key verification failed");
  }

  /** With the key of one cluster's user, expecting the host key of another. */
  private Host.Result ssh(String cluster, String user, String hostKey) {
    return host.finish(
        host.start(
            "ssh",
            "-F",
            "/dev/null",
            "-i",
            pki(user).resolve("id_ed25519").toString(),
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "BatchMode=yes",
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            "HostKeyAlias=coracle",
            "-o",
            "UserKnownHostsFile=" + pki(hostKey).resolve("known_hosts"),
            "-p",
            "2222",
            "root@" + address(cluster),
            "true"));
  }

  @Test
  @Order(2)
  void nothingThatNamesANodeOrIsSecretIsShared() {
    for (var what :
        List.of(
            "cat /etc/machine-id",
            "cat /proc/sys/kernel/random/uuid",
            "cat /var/lib/localkube/keys/* | sha256sum")) {
      assertThat(inNode("one", what)).as(what).isNotBlank().isNotEqualTo(inNode("two", what));
    }
    for (var object : List.of("namespace/kube-system", "node/coracle")) {
      assertThat(uid("one", object)).as(object).isNotBlank().isNotEqualTo(uid("two", object));
    }
  }

  private String uid(String cluster, String object) {
    return kubectl(cluster, "get", object, "-o", "jsonpath={.metadata.uid}").ok().out();
  }

  @Test
  @Order(3)
  void bothRunTheSameWorkloadEachWithASecretOfItsOwn() {
    for (var cluster : List.of("one", "two")) {
      host.coracle("update-context", "-p", cluster).ok();
      kubectl(cluster, "config", "use-context", cluster).ok();
      host.apply(workload(cluster));
    }
    for (var cluster : List.of("one", "two")) {
      kubectl(cluster, "rollout", "status", "deployment/web", "--timeout=5m").ok();
      assertThat(served(cluster)).isEqualTo(cluster);
      assertThat(
              kubectl(cluster, "get", "events", "--field-selector=reason=FailedScheduling")
                  .ok()
                  .out())
          .as("nobody is refused for the template's certificates")
          .isEmpty();
      assertThat(
              kubectl(
                      cluster,
                      "exec",
                      "deployment/web",
                      "--",
                      "nslookup",
                      "web.default.svc.cluster.local")
                  .ok()
                  .out())
          .contains("10.96.");
    }
  }

  private static String workload(String cluster) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: owner}
    stringData: {name: %s}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - name: web
            image: coracle.dev/test:1
            imagePullPolicy: Never
            command: [sh, -c, "mkdir -p /www; cp /owner/name /www/index.html; exec httpd -f -p 8080 -h /www"]
            ports: [{containerPort: 8080}]
            volumeMounts: [{name: owner, mountPath: /owner}]
          volumes: [{name: owner, secret: {secretName: owner}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec:
      type: NodePort
      selector: {app: web}
      ports: [{port: 80, targetPort: 8080, nodePort: %s}]
    """
        .formatted(cluster, NODE_PORT);
  }

  private String served(String cluster) {
    return Host.get("http://" + address(cluster) + ":" + NODE_PORT + "/");
  }

  @Test
  @Order(4)
  void copyGoesOnAfterASleep() {
    var boot = inNode("two", "cat /proc/sys/kernel/random/boot_id");
    host.coracle("stop", "-p", "two").ok();
    assertThat(host.coracle("ssh", "-p", "two").err())
        .contains("CLUSTER_NOT_RUNNING: The cluster \"two\" is asleep.");
    var woken = host.coracle("start", "-p", "two");
    assertThat(woken.ok().err()).doesNotContain("VM_RESUME_FAILED");
    assertThat(inNode("two", "cat /proc/sys/kernel/random/boot_id")).isEqualTo(boot);
    assertThat(served("two")).isEqualTo("two");
  }

  @Test
  @Order(5)
  void copyNeedsNeitherTheOtherClusterNorTheTemplate() throws IOException {
    host.coracle("delete", "--purge", "-p", "one").ok();
    host.coracle("stop", "-p", "two").ok();
    dropTemplates();
    host.coracle("start", "-p", "two").ok();
    assertThat(served("two")).isEqualTo("two");
    host.coracle("restart", "-p", "two").ok();
    assertThat(served("two")).isEqualTo("two");
    var name = new String[] {"get", "secret", "owner", "-o", "jsonpath={.data.name}"};
    assertThat(kubectl("two", name).ok().out()).isEqualTo("dHdv");
    assertThat(uid("two", "node/coracle")).isNotBlank();
  }

  /** As if the file of one had been lost, so that the next delete takes it for half made. */
  private void dropTemplates() throws IOException {
    try (var templates = Files.list(host.home.resolve("templates"))) {
      for (var template : templates.toList()) {
        Files.delete(template.resolve("cluster.json"));
      }
    }
    host.coracle("delete", "-p", "none").ok();
    eventually(
        "the template is gone",
        () -> {
          try (var machines = Files.list(host.home.resolve("vms"))) {
            return Optional.of(machines.noneMatch(it -> it.toString().contains("_template-")))
                .filter(gone -> gone);
          }
        });
  }

  @Test
  @Order(6)
  void purgeLeavesNothing() throws IOException {
    host.coracle("delete", "--all", "--purge").ok();
    assertThat(host.processes()).isEmpty();
    assertThat(host.home).doesNotExist();
  }
}
