package dev.coracle.e2e;

import static dev.coracle.e2e.Host.eventually;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clusters that were woken from one template, or are copies of one that was, and share nothing but
 * what that did; and what a cluster was comes back.
 */
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
    assertCertificatesRefused("one", "two");
  }

  private void assertCertificatesRefused(String of, String by) {
    for (var cluster : List.of(of, by)) {
      var credentials =
          new String[] {
            "--client-certificate=" + pki(of).resolve("client.crt"),
            "--client-key=" + pki(of).resolve("client.key")
          };
      assertThat(kubectlAt(cluster, credentials).exit() == 0).isEqualTo(cluster.equals(of));
    }
  }

  @Test
  @Order(2)
  void tokensOfOneAreRefusedByTheOther() {
    assertTokensRefused("one", "two");
  }

  private void assertTokensRefused(String of, String by) {
    var token = kubectl(of, "create", "token", "default").ok().out().strip();
    assertThat(kubectlAt(of, "--token=" + token).ok().out())
        .contains("system:serviceaccount:default:default");
    var refused = kubectlAt(by, "--token=" + token);
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.err()).containsAnyOf("Unauthorized", "logged in");
  }

  @Test
  @Order(2)
  void sshKeysOfOneAreRefusedByTheOther() {
    assertSshKeysRefused("one", "two");
  }

  private void assertSshKeysRefused(String of, String by) {
    assertThat(host.coracle("ssh-host", "-p", of).ok().out().split(" ", 2)[1])
        .isNotEqualTo(host.coracle("ssh-host", "-p", by).ok().out().split(" ", 2)[1]);
    assertThat(ssh(by, by, by).exit()).isZero();
    assertThat(ssh(by, of, by).err()).contains("Permission denied");
    assertThat(ssh(by, by, of).err()).contains("Host key verification failed");
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
    assertNothingShared("one", "two");
  }

  private void assertNothingShared(String one, String two) {
    for (var what :
        List.of(
            "cat /etc/machine-id",
            "cat /proc/sys/kernel/random/uuid",
            "cat /var/lib/localkube/keys/* | sha256sum")) {
      assertThat(inNode(one, what)).as(what).isNotBlank().isNotEqualTo(inNode(two, what));
    }
    for (var object : List.of("namespace/kube-system", "node/coracle")) {
      assertThat(uid(one, object)).as(object).isNotBlank().isNotEqualTo(uid(two, object));
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
          .doesNotContain("Unauthorized");
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
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data}
    spec:
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 10Mi}}
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
            command:
            - sh
            - -c
            - |
              cp /owner/name /www/index.html; httpd -p 8080 -h /www
              f=/www/data/records; touch $f; i=$(wc -l < $f)
              while sleep 1; do i=$((i+1)); echo $i >> $f; sync; done
            ports: [{containerPort: 8080}]
            volumeMounts:
            - {name: owner, mountPath: /owner}
            - {name: www, mountPath: /www}
            - {name: data, mountPath: /www/data}
          volumes:
          - {name: owner, secret: {secretName: owner}}
          - {name: www, emptyDir: {}}
          - {name: data, persistentVolumeClaim: {claimName: data}}
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
  void copyFallsAsleepWhenNobodyUsesItAndGoesOnWhenSomebodyConnects() throws IOException {
    var boot = inNode("two", "cat /proc/sys/kernel/random/boot_id");
    host.coracle("start", "-p", "two", "--auto-sleep", "1s").ok();
    eventually(
        "nothing of it runs but who waits for a connection",
        () -> {
          var left = host.processes().stream().filter(line -> line.contains("/two/")).toList();
          return Optional.of(left)
              .filter(all -> all.size() == 1 && all.getFirst().contains("/attendant hold "));
        });
    assertThat(host.coracle("ssh", "-p", "two").err())
        .contains("CLUSTER_NOT_RUNNING: The cluster \"two\" is asleep.");
    assertThat(askApiWithoutTls("two")).contains("HTTP request to an HTTPS server");
    host.coracle("start", "-p", "two", "--auto-sleep", "0s").ok();
    assertThat(kubectl("two", "get", "secret", "owner").ok().out()).contains("owner");
    assertThat(inNode("two", "cat /proc/sys/kernel/random/boot_id")).isEqualTo(boot);
    assertThat(served("two")).isEqualTo("two");
  }

  /** What the API server says to that. It is asked once, and waited for as long as it takes. */
  private String askApiWithoutTls(String cluster) throws IOException {
    try (var socket = new Socket(address(cluster), 8443)) {
      socket.setSoTimeout(Math.toIntExact(Host.LIMIT.toMillis()));
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
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
  void snapshotBringsBackWhatWasAndUndoWhatIs() {
    kubectl("two", "create", "configmap", "time", "--from-literal=is=before").ok();
    var boot = inNode("two", "cat /proc/sys/kernel/random/boot_id");
    host.coracle("snapshot", "take", "monday", "-p", "two").ok();
    kubectl("two", "patch", "configmap", "time", "-p", "{\"data\":{\"is\":\"after\"}}").ok();
    inPod("two", "echo 1 > /www/data/later && sync");

    assertThat(host.coracle("snapshot", "restore", "monday", "-p", "two").ok().err())
        .doesNotContain("GUEST_NOT_READY");
    assertThat(time("two")).isEqualTo("before");
    assertThat(inPod("two", "ls /www/data").out()).doesNotContain("later");

    assertThat(host.coracle("undo", "-p", "two").ok().err()).doesNotContain("GUEST_NOT_READY");
    assertThat(time("two")).isEqualTo("after");
    assertThat(inPod("two", "ls /www/data").out()).contains("later");
    assertThat(inNode("two", "cat /proc/sys/kernel/random/boot_id")).isEqualTo(boot);
    assertRecordsGoOn("two");
  }

  private String time(String cluster) {
    return kubectl(cluster, "get", "configmap", "time", "-o", "jsonpath={.data.is}").ok().out();
  }

  private Host.Result inPod(String cluster, String script) {
    return kubectl(cluster, "exec", "deployment/web", "--", "sh", "-c", script).ok();
  }

  /** Each line has its number, and there are more and more. */
  private void assertRecordsGoOn(String cluster) {
    var records = records(cluster);
    assertThat(records).isEqualTo(IntStream.rangeClosed(1, records.size()).boxed().toList());
    eventually(
        "there are more records",
        () -> Optional.of(records(cluster)).filter(now -> now.size() > records.size()));
  }

  private List<Integer> records(String cluster) {
    return Host.get("http://" + address(cluster) + ":" + NODE_PORT + "/data/records")
        .lines()
        .map(Integer::valueOf)
        .toList();
  }

  @Test
  @Order(7)
  void cloneOfARunningClusterGoesOnByItself() {
    var boot = inNode("two", "cat /proc/sys/kernel/random/boot_id");
    // Leaves the API server connected to the kubelet with a certificate of this cluster.
    kubectl("two", "logs", "deployment/web").ok();
    var cloned = host.coracle("clone", "two", "three", "--timings").ok();
    System.out.println(cloned.err());
    for (var cluster : List.of("two", "three")) {
      assertThat(inNode(cluster, "cat /proc/sys/kernel/random/boot_id")).isEqualTo(boot);
      assertThat(served(cluster)).isEqualTo("two");
      assertRecordsGoOn(cluster);
    }
    kubectl("three", "patch", "configmap", "time", "-p", "{\"data\":{\"is\":\"later\"}}").ok();
    inPod("three", "echo 1 > /www/data/own && sync");
    assertThat(time("two")).isEqualTo("after");
    assertThat(inPod("two", "ls /www/data").out()).doesNotContain("own");
  }

  @Test
  @Order(8)
  void cloneHasAnIdentityOfItsOwnAndItsPodsKeepTheirs() {
    assertCertificatesRefused("two", "three");
    assertCertificatesRefused("three", "two");
    assertSshKeysRefused("two", "three");
    assertNothingShared("two", "three");
    assertTokensRefused("three", "two");
    var token = inPod("three", "cat /var/run/secrets/kubernetes.io/serviceaccount/token").out();
    kubectlAt("three", "--token=" + token).ok();
  }

  @Test
  @Order(9)
  void cloneOutlivesTheClusterThatItIsOfAndItsOwnSleepAndBoot() {
    host.coracle("delete", "-p", "two").ok();
    host.coracle("stop", "-p", "three").ok();
    assertThat(host.coracle("start", "-p", "three").ok().err()).doesNotContain("VM_RESUME_FAILED");
    assertThat(served("three")).isEqualTo("two");
    host.coracle("restart", "-p", "three").ok();
    assertThat(served("three")).isEqualTo("two");
    assertThat(time("three")).isEqualTo("later");
    assertRecordsGoOn("three");
  }

  @Test
  @Order(10)
  void purgeLeavesNothing() throws IOException {
    host.coracle("delete", "--all", "--purge").ok();
    assertThat(host.processes()).isEmpty();
    assertThat(host.home).doesNotExist();
  }
}
