package dev.coracle.e2e;

import static dev.coracle.e2e.Host.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One real cluster, from its first start to its removal, through the commands a user types. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {
  private static final String NODE_PORT = "30080";
  private static final String LOAD_BALANCER_PORT = "18080";

  private static final String WORKLOAD =
      """
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
              command: [sh, -c, "echo serving; mkdir -p /www; echo hello from the cluster > /www/index.html; exec httpd -f -p 8080 -h /www"]
              ports: [{containerPort: 8080}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        type: NodePort
        selector: {app: web}
        ports: [{port: 80, targetPort: 8080, nodePort: %s}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web-lb}
      spec:
        type: LoadBalancer
        selector: {app: web}
        ports: [{port: %s, targetPort: 8080}]
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 10Mi}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: writer}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
        - name: writer
          image: coracle.dev/test:1
          imagePullPolicy: Never
          command: [sh, -c, "i=0; while sleep 1; do i=$((i+1)); echo $i; done"]
          volumeMounts: [{name: data, mountPath: /data}]
        volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      """
          .formatted(NODE_PORT, LOAD_BALANCER_PORT);

  private static final String LATER_CLAIM =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: later}
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 1Mi}}
      """;

  private Host host;
  private String address = "";

  @BeforeAll
  void startACluster(@TempDir Path directory) throws IOException {
    host = new Host(directory);
    var started = host.coracle("start", "--timings");
    System.out.println(started.err());
    started.ok();
    address = host.coracle("ip").ok().out().strip();
  }

  @AfterAll
  void leaveNothing() throws IOException {
    host.coracle("delete", "--all", "--purge");
  }

  @Test
  @Order(1)
  void nodeIsReadyAndOfTheVersionAskedFor() {
    assertThat(host.kubectl("get", "nodes").ok().out())
        .containsPattern("coracle +Ready +control-plane .*v1\\.36\\.3");
  }

  @Test
  @Order(1)
  void addressIsALoopbackAddressOfItsOwn() {
    assertThat(address).matches("127\\.\\d+\\.\\d+\\.\\d+").isNotEqualTo("127.0.0.1");
  }

  @Test
  @Order(2)
  void deploymentRuns() {
    host.apply(WORKLOAD);
    host.kubectl("rollout", "status", "deployment/web", "--timeout=5m").ok();
  }

  @Test
  @Order(3)
  void nodePortAnswersOnTheHost() {
    assertThat(Host.get("http://" + address + ":" + NODE_PORT + "/"))
        .isEqualTo("hello from the cluster\n");
  }

  @Test
  @Order(3)
  void loadBalancerGetsTheClustersAddressAndAnswersOnTheHost() {
    var ingress =
        eventually(
            "the LoadBalancer service has an address",
            () ->
                Optional.of(
                        host.kubectl(
                                "get",
                                "service",
                                "web-lb",
                                "-o",
                                "jsonpath={.status.loadBalancer.ingress[0].ip}")
                            .out())
                    .filter(ip -> !ip.isEmpty()));
    assertThat(ingress).isEqualTo(address);
    assertThat(Host.get("http://" + address + ":" + LOAD_BALANCER_PORT + "/"))
        .isEqualTo("hello from the cluster\n");
  }

  @Test
  @Order(3)
  void defaultStorageClassBindsAClaimAndAPodWritesToIt() {
    host.kubectl("wait", "--for=condition=Ready", "pod/writer", "--timeout=5m").ok();
    assertThat(host.kubectl("get", "pvc", "data", "-o", "jsonpath={.status.phase}").ok().out())
        .isEqualTo("Bound");
    inWriter("echo kept > /data/file && sync").ok();
  }

  @Test
  @Order(4)
  void aVolumeHoldsAsMuchAsWasAskedForAndSaysSo() {
    assertThat(inWriter("df -k /data | tail -1").ok().out()).contains(" 10240 ");

    var tooMuch = inWriter("dd if=/dev/zero of=/data/much bs=1M count=11");

    assertThat(tooMuch.exit()).isNotZero();
    assertThat(tooMuch.err()).contains("Disk quota exceeded");
    inWriter("rm /data/much && dd if=/dev/zero of=/data/enough bs=1M count=9").ok();
    inWriter("rm /data/enough").ok();
  }

  @Test
  @Order(4)
  void namesResolveInPods() {
    assertThat(inWriter("nslookup kubernetes.default.svc.cluster.local").ok().out())
        .contains("10.96.0.1");
    assertThat(inWriter("wget -q -O - http://web.default/").ok().out())
        .isEqualTo("hello from the cluster\n");
  }

  @Test
  @Order(4)
  void logsAndExecAndItsExitCodePass() {
    assertThat(host.kubectl("logs", "deployment/web").ok().out()).isEqualTo("serving\n");
    assertThat(inWriter("exit 7").exit()).isEqualTo(7);
  }

  @Test
  @Order(4)
  void portForwardCarriesARequest() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var forward = host.startKubectl("port-forward", "service/web", port + ":80");
    try {
      assertThat(Host.get("http://127.0.0.1:" + port + "/")).isEqualTo("hello from the cluster\n");
    } finally {
      forward.destroy();
    }
  }

  @Test
  @Order(4)
  void podsReachNeitherTheNetworksControlPortNorTheHostsLoopback() throws IOException {
    try (var secret = new ServerSocket()) {
      secret.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      // The same two requests work from the node, so that a refusal in the pod means something.
      assertThat(host.coracle("ssh", "--", "nft", "list", "ruleset").ok().out())
          .contains("192.168.127.254");
      assertThat(inWriter("wget -T 5 -O - http://192.168.127.1/services/forwarder/all").exit())
          .isNotZero();
      assertThat(
              inWriter("nc -w 5 192.168.127.254 " + secret.getLocalPort() + " < /dev/null").exit())
          .isNotZero();
    }
  }

  @Test
  @Order(5)
  void statusTellsTheSameAsTextAndJson() {
    assertThat(host.coracle("status").ok().out())
        .contains("type: Control Plane", "host: Running", "kubelet: Running", "apiserver: Running")
        .contains("kubeconfig: Configured");
    assertThat(host.coracle("status", "-o", "json").ok().out())
        .contains("\"Host\":\"Running\"", "\"APIServer\":\"Running\"");
    assertThat(host.coracle("profile", "list", "-o", "json").ok().out())
        .contains("\"Name\":\"coracle\"");
  }

  @Test
  @Order(5)
  void sshRunsACommandAndPassesItsExitCode() {
    assertThat(host.coracle("ssh", "--", "cat", "/etc/hostname").ok().out()).isEqualTo("coracle\n");
    assertThat(host.coracle("ssh", "--", "exit", "9").exit()).isEqualTo(9);
    assertThat(host.coracle("ssh-key").ok().out().strip()).endsWith("id_ed25519");
    assertThat(host.coracle("ssh-host").ok().out()).contains("ssh-ed25519 ");
  }

  @Test
  @Order(5)
  void logsShowTheComponents() {
    assertThat(host.coracle("logs", "-n", "5").ok().out()).contains("kubelet");
  }

  @Test
  @Order(5)
  void kubectlThroughCoracleIsTheClustersOwn() {
    assertThat(host.coracle("kubectl", "--", "get", "pods", "-o", "name").ok().out())
        .contains("pod/writer");
  }

  @Test
  @Order(5)
  void addonsAreEnabledWithoutANetworkAndLeaveNothing() throws IOException, InterruptedException {
    var before = host.objects();
    host.coracle("addons", "enable", "metrics-server").ok();
    // A busy API server takes some seconds until it lists a group that it serves.
    eventually(
        "kubectl shows what the node uses",
        () ->
            Optional.of(host.kubectl("top", "nodes").out())
                .filter(use -> use.contains("coracle ")));
    assertThat(host.coracle("addons", "list", "-o", "json").ok().out())
        .contains("\"metrics-server\":{\"Profile\":\"coracle\",\"Status\":\"enabled\"}");
    numberOfPodsFollowsTheirLoad();
    visitDashboard();
    host.coracle("addons", "disable", "dashboard").ok();
    host.coracle("addons", "disable", "metrics-server").ok();
    host.awaitObjects(before);
  }

  private void numberOfPodsFollowsTheirLoad() {
    host.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: scaled}
        spec:
          selector: {matchLabels: {app: scaled}}
          template:
            metadata: {labels: {app: scaled}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: scaled
                image: coracle.dev/test:1
                imagePullPolicy: Never
                command: [sh, -c, "while sleep 3; do while [ -e /busy ]; do :; done; done"]
                resources: {requests: {cpu: 200m}}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: scaled}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: scaled}
          maxReplicas: 2
          metrics:
          - type: Resource
            resource: {name: cpu, target: {type: Utilization, averageUtilization: 100}}
          behavior: {scaleDown: {stabilizationWindowSeconds: 0}}
        """);
    host.kubectl("rollout", "status", "deployment/scaled", "--timeout=5m").ok();
    host.kubectl("exec", "deployment/scaled", "--", "touch", "/busy").ok();
    awaitReplicas(2);
    host.kubectl("rollout", "status", "deployment/scaled", "--timeout=5m").ok();
    host.kubectl("get", "pods", "-l", "app=scaled", "-o", "name")
        .ok()
        .out()
        .lines()
        .forEach(pod -> host.kubectl("exec", pod, "--", "rm", "-f", "/busy").ok());
    awaitReplicas(1);
    host.kubectl("delete", "deployment/scaled", "hpa/scaled").ok();
  }

  private void awaitReplicas(int wanted) {
    eventually(
        wanted + " replicas are wanted",
        () ->
            Optional.of(
                    host.kubectl("get", "deployment/scaled", "-o", "jsonpath={.spec.replicas}")
                        .ok()
                        .out())
                .filter(replicas -> replicas.equals("" + wanted)));
  }

  /** What a person does there is in the script that is run. */
  private void visitDashboard() throws IOException, InterruptedException {
    var dashboard = host.startCoracleInForeground("dashboard", "--url");
    try {
      var invitation = dashboard.inputReader().readLine();
      assertThat(invitation).startsWith("http://" + address + ":");
      var visit = host.run("../node/dashboard/browser/run", invitation, Host.kubectl().toString());
      System.out.println(visit.out());
      visit.ok();
    } finally {
      new ProcessBuilder("kill", "-INT", Long.toString(dashboard.pid())).start().waitFor();
    }
    assertThat(host.finish(dashboard).exit()).isEqualTo(130);
  }

  @Test
  @Order(5)
  void volumesAreMadeOnlyWhileTheirProvisionerIsEnabled() {
    host.coracle("addons", "disable", "storage-provisioner").ok();
    host.apply(LATER_CLAIM);
    eventually(
        "the claim is told why it waits",
        () ->
            Optional.of(host.kubectl("get", "events").out())
                .filter(events -> events.contains("waiting until the addon storage-provisioner")));
    host.coracle("addons", "enable", "storage-provisioner").ok();
    eventually(
        "the claim is bound",
        () ->
            Optional.of(host.kubectl("get", "pvc", "later").out())
                .filter(claim -> claim.contains("Bound")));
  }

  @Test
  @Order(6)
  void secondStartChangesNothing() {
    var boot = bootId();
    host.coracle("start").ok();
    assertThat(bootId()).isEqualTo(boot);
  }

  @Test
  @Order(6)
  void podsGoOnAfterASleepAtTheRightTime() throws IOException {
    var boot = bootId();
    int counted = counted();
    host.coracle("stop").ok();
    eventually(
        "nothing of the machine runs, once its memory takes no more space than it has to",
        () -> Optional.of(host.processes()).filter(List::isEmpty));
    var asleep = host.coracle("status");
    assertThat(asleep.exit()).isEqualTo(7);
    assertThat(asleep.out()).contains("host: Saved", "apiserver: Saved");
    host.coracle("stop").ok();

    var woken = host.coracle("start", "--timings");
    System.out.println(woken.err());
    assertThat(woken.ok().err()).doesNotContain("VM_RESUME_FAILED");
    assertThat(bootId()).isEqualTo(boot);
    eventually("the counter goes on", () -> Optional.of(counted()).filter(now -> now > counted));
    assertThat(
            host.kubectl(
                    "get",
                    "pods",
                    "-o",
                    "jsonpath={.items[*].status.containerStatuses[0].restartCount}")
                .ok()
                .out())
        .isEqualTo("0 0");
    awaitRightClock();
    assertThat(Host.get("http://" + address + ":" + NODE_PORT + "/"))
        .isEqualTo("hello from the cluster\n");
  }

  @Test
  @Order(6)
  void pausedClusterStandsStillAndGoesOnAtTheRightTime() throws Exception {
    var boot = bootId();
    var containers = containers();
    int counted = counted();
    var running = processorTime(Duration.ofSeconds(5));
    host.coracle("pause").ok();
    host.coracle("pause").ok();
    var paused = processorTime(Duration.ofSeconds(20));
    System.out.println(
        "QEMU's processor time: " + running + " in 5 s, paused " + paused + " in 20");
    assertThat(paused).isLessThan(running);
    var status = host.coracle("status");
    assertThat(status.exit()).isEqualTo(2);
    assertThat(status.out()).contains("host: Running", "apiserver: Paused");
    assertThat(host.coracle("status", "-o", "json", "-l", "cluster").out())
        .contains("\"StatusCode\":418");
    assertThat(host.coracle("ssh", "--", "true").err()).contains("is paused");

    host.coracle("unpause").ok();
    host.coracle("unpause").ok();
    assertThat(host.kubectl("get", "nodes").ok().out()).contains(" Ready ");
    assertThat(bootId()).isEqualTo(boot);
    assertThat(containers()).isEqualTo(containers);
    eventually("the counter goes on", () -> Optional.of(counted()).filter(now -> now > counted));
    awaitRightClock();
    assertThat(host.kubectl("get", "events", "-A").ok().out()).doesNotContain("NodeNotReady");
    host.coracle("pause").ok();
    host.coracle("stop").ok();
    assertThat(host.coracle("start").ok().err()).doesNotContain("VM_RESUME_FAILED");
    assertThat(bootId()).isEqualTo(boot);
  }

  @Test
  @Order(6)
  void clusterPausesByItselfAndGoesOnWhenSomebodyConnects() throws Exception {
    var boot = bootId();
    host.coracle("addons", "configure", "auto-pause", "interval=1s").ok();
    host.coracle("addons", "enable", "auto-pause").ok();
    awaitPaused();
    var begin = System.nanoTime();
    assertThat(host.kubectl("get", "nodes").ok().out()).contains(" Ready ");
    var first = Duration.ofNanos(System.nanoTime() - begin);
    begin = System.nanoTime();
    host.kubectl("get", "nodes").ok();
    System.out.println(
        "kubectl get: "
            + first
            + ", when it ran already "
            + Duration.ofNanos(System.nanoTime() - begin));
    awaitPaused();
    assertThat(Host.get("http://" + address + ":" + NODE_PORT + "/"))
        .isEqualTo("hello from the cluster\n");
    assertThat(bootId()).isEqualTo(boot);
    awaitPaused();
    host.processes().stream()
        .filter(line -> line.contains("/attendant watch "))
        .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
        .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    host.coracle("image", "ls").ok();
    awaitPaused();
    host.coracle("addons", "disable", "auto-pause").ok();
    assertThat(host.coracle("status").exit()).isZero();
  }

  /** Asked so that the node is not, which would be use of it. */
  private void awaitPaused() {
    eventually(
        "it is paused",
        () ->
            Optional.of(host.coracle("profile", "list", "-o", "json").ok().out())
                .filter(text -> text.contains("\"Status\":\"Paused\"")));
  }

  private String containers() {
    return host.kubectl(
            "get",
            "pods",
            "-A",
            "-o",
            "jsonpath={.items[*].status.containerStatuses[*].containerID}")
        .ok()
        .out();
  }

  /** What the machine's QEMU takes meanwhile. */
  private Duration processorTime(Duration meanwhile) throws Exception {
    var qemu =
        host.processes().stream()
            .filter(line -> line.contains("qemu-system"))
            .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
            .flatMap(pid -> ProcessHandle.of(pid).stream())
            .findFirst()
            .orElseThrow();
    var before = qemu.info().totalCpuDuration().orElseThrow();
    Thread.sleep(meanwhile);
    return qemu.info().totalCpuDuration().orElseThrow().minus(before);
  }

  private void awaitRightClock() {
    eventually(
        "the node's clock is right",
        () -> {
          long node = Long.parseLong(host.coracle("ssh", "--", "date", "+%s").ok().out().strip());
          return Optional.of(node)
              .filter(time -> Math.abs(Instant.now().getEpochSecond() - time) <= 2);
        });
  }

  @Test
  @Order(6)
  void deletedClusterComesBackWithItsPods() throws IOException {
    var boot = bootId();
    int counted = counted();
    assertThat(host.coracle("delete").ok().err()).contains("'coracle undo' brings it back");
    assertThat(host.processes()).isEmpty();
    assertThat(host.coracle("status").exit()).isNotZero();
    assertThat(host.coracle("undo", "--list").ok().out()).contains("coracle.");

    host.coracle("undo").ok();
    assertThat(bootId()).isEqualTo(boot);
    assertThat(host.coracle("ip").ok().out().strip()).isEqualTo(address);
    eventually("the counter goes on", () -> Optional.of(counted()).filter(now -> now > counted));
    assertThat(Host.get("http://" + address + ":" + NODE_PORT + "/"))
        .isEqualTo("hello from the cluster\n");
  }

  /** How far the writer has counted; it would begin again if it had been started again. */
  private int counted() {
    return Integer.parseInt(host.kubectl("logs", "writer", "--tail=1").ok().out().strip());
  }

  @Test
  @Order(7)
  void stopLeavesNoProcessAndIsASuccessTwice() throws IOException {
    host.coracle("stop", "--power-off").ok();
    assertThat(host.processes()).isEmpty();
    var stopped = host.coracle("status");
    assertThat(stopped.exit()).isEqualTo(7);
    assertThat(stopped.out()).contains("host: Stopped");
    host.coracle("stop").ok();
  }

  @Test
  @Order(8)
  void portInUseIsAProblemThatChangesNothing() throws IOException {
    var file = host.home.resolve("clusters/coracle/cluster.json");
    var cluster = Files.readString(file);
    var kubeconfig = Files.readString(host.kubeconfig);
    try (var holder = new ServerSocket()) {
      holder.bind(new InetSocketAddress(InetAddress.getByName(address), 8443));
      var refused = host.coracle("start");
      assertThat(refused.exit()).isEqualTo(71);
      assertThat(refused.err()).contains("HOST_PORT_IN_USE: " + address + ":8443");
    }
    assertThat(file).hasContent(cluster);
    assertThat(host.kubeconfig).hasContent(kubeconfig);
    assertThat(host.processes()).isEmpty();
    assertThat(host.coracle("status").out()).contains("host: Stopped");
  }

  @Test
  @Order(8)
  void ctrlCDuringTheFirstStartLeavesNothing() throws IOException, InterruptedException {
    var templates = templates();
    var start = host.startCoracleInForeground("start", "-p", "fresh", "--memory", "1800");
    eventually(
        "the machine boots",
        () -> host.processes().stream().filter(line -> line.contains("qemu-system")).findFirst());
    new ProcessBuilder("kill", "-INT", Long.toString(start.pid())).start().waitFor();
    assertThat(host.finish(start).exit()).isEqualTo(130);
    assertThat(host.processes()).isEmpty();
    assertThat(host.home.resolve("clusters/fresh")).doesNotExist();
    assertThat(host.home.resolve("vms/fresh")).doesNotExist();
    assertThat(templates()).isEqualTo(templates);
    assertThat(Files.readString(host.kubeconfig)).doesNotContain("fresh");
  }

  private List<Path> templates() throws IOException {
    try (var templates = Files.list(host.home.resolve("templates"))) {
      return templates.toList();
    }
  }

  @Test
  @Order(9)
  void startAfterAStopKeepsTheDataAndTheAddress() {
    host.coracle("start").ok();
    assertThat(host.coracle("ip").ok().out().strip()).isEqualTo(address);
    // Not kubectl wait: until the kubelet has looked, the pod is as ready as it was before the
    // stop.
    var file =
        eventually(
            "the writer runs again",
            () -> Optional.of(inWriter("cat /data/file")).filter(read -> read.exit() == 0));
    assertThat(file.out()).isEqualTo("kept\n");
    assertThat(Host.get("http://" + address + ":" + NODE_PORT + "/"))
        .isEqualTo("hello from the cluster\n");
  }

  @Test
  @Order(10)
  void rebootTypedInTheNodeBringsTheClusterBack() {
    var boot = bootId();
    host.coracle("ssh", "--", "reboot");
    eventually("the node boots", () -> Optional.of(bootId()).filter(id -> !id.equals(boot)));
    host.coracle("start").ok();
    assertThat(bootId()).isNotEqualTo(boot);
    host.kubectl("get", "nodes").ok();
  }

  @Test
  @Order(11)
  void machineKilledFromOutsideIsStartedAgainByTwoStartsAtOnceWithNothingLost() throws IOException {
    host.kubectl("create", "configmap", "acknowledged", "--from-literal=a=b").ok();
    for (var line : host.processes()) {
      if (line.contains("qemu-system")) {
        ProcessHandle.of(Long.parseLong(line.substring(0, line.indexOf(' '))))
            .orElseThrow()
            .destroyForcibly();
      }
    }
    eventually(
        "status sees that the machine is gone",
        () -> Optional.of(host.coracle("status").out()).filter(s -> s.contains("host: Stopped")));

    var results = new CopyOnWriteArrayList<Host.Result>();
    var starts = new ArrayList<Thread>();
    for (int i = 0; i < 2; i++) {
      starts.add(Thread.startVirtualThread(() -> results.add(host.coracle("start"))));
    }
    for (var start : starts) {
      join(start);
    }
    assertThat(results).hasSize(2).allSatisfy(Host.Result::ok);
    assertThat(host.processes().stream().filter(p -> p.contains("qemu-system"))).hasSize(1);
    host.kubectl("get", "configmap", "acknowledged").ok();
  }

  @Test
  @Order(12)
  void poweroffTypedInTheNodeStopsTheCluster() {
    host.coracle("ssh", "--", "poweroff");
    eventually(
        "nothing of the machine runs", () -> Optional.of(host.processes()).filter(List::isEmpty));
    assertThat(host.coracle("status").out()).contains("host: Stopped");
  }

  @Test
  @Order(13)
  void deleteLeavesNothing() throws IOException {
    host.coracle("delete").ok();
    assertThat(host.processes()).isEmpty();
    // As with minikube the context that was current before the start is not brought back.
    assertThat(Files.readString(host.kubeconfig))
        .isEqualTo(
            Host.EARLIER_KUBECONFIG.replace("current-context: work", "current-context: \"\""));
    try (var clusters = Files.list(host.home.resolve("clusters"))) {
      assertThat(clusters).isEmpty();
    }
    assertThat(host.coracle("status").exit()).isNotZero();
    host.coracle("delete", "--purge").ok();
    assertThat(host.home.resolve("trash")).isEmptyDirectory();
    assertThat(host.home.resolve("vms/coracle")).doesNotExist();
  }

  private String bootId() {
    return host.coracle("ssh", "--", "cat", "/proc/sys/kernel/random/boot_id").ok().out();
  }

  private Host.Result inWriter(String script) {
    return host.kubectl(
        Arrays.asList("exec", "writer", "--", "sh", "-c", script).toArray(String[]::new));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
