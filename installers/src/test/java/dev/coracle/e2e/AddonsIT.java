package dev.coracle.e2e;

import static dev.coracle.e2e.Host.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a registry and ingresses are for, from the host's side, on one real cluster: an image that
 * is pushed from the host serves requests from the host, under names. Nothing of it needs more of a
 * network than the host itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AddonsIT {
  private static final Path ECHO = Host.lib().resolve("../test/echo").toAbsolutePath().normalize();

  private static final String ROUTES =
      """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: plain}
      spec:
        ingressClassName: traefik
        rules:
        - host: plain.test
          http:
            paths:
            - {path: /echo, pathType: Prefix, backend: %1$s}
            - {path: /ws, pathType: Exact, backend: %1$s}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata:
        name: nginx
        annotations: {nginx.ingress.kubernetes.io/use-regex: "true"}
      spec:
        ingressClassName: nginx
        tls: [{hosts: [nginx.test]}]
        rules:
        - host: nginx.test
          http:
            paths: [{path: "/old/[a-z]+", pathType: ImplementationSpecific, backend: %1$s}]
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: route}
      spec:
        parentRefs: [{name: traefik, namespace: kube-system}]
        hostnames: [route.test]
        rules: [{backendRefs: [{name: echo, port: 80}]}]
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: GRPCRoute
      metadata: {name: calls}
      spec:
        parentRefs: [{name: traefik, namespace: kube-system}]
        hostnames: [calls.test]
        rules: [{backendRefs: [{name: echo, port: 80}]}]
      """
          .formatted("{service: {name: echo, port: {number: 80}}}");

  private Host host;
  private Path directory;
  private String address = "";
  private Set<String> before = Set.of();
  private int http;
  private int https;
  private int dns;
  private String trusted = "";

  @BeforeAll
  void startACluster(@TempDir Path directory) throws IOException {
    this.directory = directory;
    host = new Host(directory);
    host.coracle("start").ok();
    address = host.coracle("ip").ok().out().strip();
    http = opens(80) ? 80 : 8080;
    https = opens(443) ? 443 : 9443;
    dns = opens(53) ? 53 : 8053;
    trusted = host.coracle("ca-cert").ok().out().strip();
    before = host.objects();
  }

  @AfterAll
  void leaveNothing() {
    host.coracle("delete", "--all", "--purge");
  }

  /** Whether this user may open a port of the cluster's address. */
  private boolean opens(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @Order(1)
  void imageThatIsPushedFromTheHostRunsUnderTheSameName() throws Exception {
    host.coracle("addons", "enable", "registry").ok();
    push("first");
    host.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: echo}
        spec:
          selector: {matchLabels: {app: echo}}
          template:
            metadata: {labels: {app: echo}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: echo
                image: %s:5000/echo:first
                imagePullPolicy: Always
                readinessProbe: {httpGet: {port: 8080, path: /}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: echo}
        spec:
          selector: {app: echo}
          ports: [{port: 80, targetPort: 8080, appProtocol: kubernetes.io/h2c}]
        """
            .formatted(address));
    rollOut();
  }

  private void push(String tag) throws Exception {
    var program =
        FileEntriesLayer.builder()
            .addEntry(ECHO, AbsoluteUnixPath.get("/echo"), FilePermissions.fromOctalString("755"))
            .build();
    var cache = directory.resolve("jib");
    Jib.fromScratch()
        .addFileEntriesLayer(program)
        .setEntrypoint("/echo", "serve")
        .addLabel("tag", tag)
        .containerize(
            Containerizer.to(RegistryImage.named(address + ":5000/echo:" + tag))
                .setAllowInsecureRegistries(true)
                .setBaseImageLayersCache(cache)
                .setApplicationLayersCache(cache));
  }

  private void rollOut() {
    host.kubectl("rollout", "status", "deployment/echo", "--timeout=5m").ok();
  }

  @Test
  @Order(2)
  void nodeAndPodsKnowTheRegistryByOtherNames() {
    host.coracle("addons", "enable", "registry-aliases").ok();
    host.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: aliased}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - {name: pulled, image: "example.com/echo:first"}
          - {name: asks, image: "coracle.dev/test:1", command: [sleep, "100000"]}
        """);
    host.kubectl("wait", "--for=condition=Ready", "pod/aliased", "--timeout=5m").ok();
    var catalog =
        eventually(
            "the registry's other name resolves in a pod",
            () ->
                Optional.of(
                    host.kubectl(
                            "exec",
                            "aliased",
                            "-c",
                            "asks",
                            "--",
                            "wget",
                            "-q",
                            "-O",
                            "-",
                            "http://test.org/v2/_catalog")
                        .ok()
                        .out()));
    assertThat(catalog).contains("echo");
    host.kubectl("delete", "pod/aliased").ok();
    host.coracle("addons", "disable", "registry-aliases").ok();
    assertThat(host.coracle("ssh", "--", "ls", "/etc/containerd/certs.d").ok().out())
        .doesNotContain("example.com");
  }

  @Test
  @Order(2)
  void ingressesAndRoutesAreReachedByNameAndPath() {
    System.out.println(host.coracle("addons", "enable", "ingress").ok().err());
    host.apply(ROUTES);
    assertThat(page("http", "plain.test", "/echo/a"))
        .startsWith("GET plain.test" + port(http, 80) + "/echo/a by echo-");
    assertThat(status("http", "plain.test", "/elsewhere")).isEqualTo("404");
    assertThat(status("http", "nobody.test", "/")).isEqualTo("404");
    assertThat(page("https", "nginx.test", "/old/page"))
        .contains("/old/page by echo-", "https before it");
    assertThat(status("http", "nginx.test", "/old/page")).isEqualTo("308");
    assertThat(page("http", "route.test", "/")).contains("route.test");
  }

  /** All without -k: the root that {@code ca-cert} tells is all that is trusted. */
  @Test
  @Order(3)
  void everyHostNameHasATrustedCertificate() {
    for (var name : List.of("plain.test", "route.test")) {
      assertThat(page("https", name, "/echo")).contains("https before it");
    }
    var untrusted = curl("https", "plain.test", "/echo", "--fail");
    assertThat(untrusted.exit())
        .as("curl: the certificate is of a CA that it does not know")
        .isEqualTo(60);
  }

  @Test
  @Order(3)
  void webSocketsAndGrpcPassWithAndWithoutTls() {
    echo("websocket", "ws://plain.test/ws", http);
    echo("websocket", "wss://plain.test/ws", https, trusted);
    echo("grpc", "http://calls.test", http);
    echo("grpc", "https://calls.test", https, trusted);
  }

  @Test
  @Order(3)
  void twoHundredRequestsAtOnceAreAnswered() {
    echo("load", "http://plain.test/echo", http, "200");
  }

  private void echo(String what, String url, int port, String... more) {
    var arguments = new ArrayList<>(List.of(what, url, address + ":" + port));
    arguments.addAll(List.of(more));
    eventually(
        what + " " + url + " works",
        () -> Optional.of(host.run(ECHO.toString(), arguments.toArray(String[]::new)).ok()));
  }

  @Test
  @Order(4)
  void namesOfIngressesResolveOnTheHost() {
    host.coracle("addons", "enable", "ingress-dns").ok();
    for (var name : List.of("plain.test", "NGINX.test", "route.test", "calls.test")) {
      assertThat(dig(name, "A").lines()).containsExactly(address);
      assertThat(dig(name, "A", "+tcp").lines()).containsExactly(address);
    }
    assertThat(dig("plain.test", "AAAA")).isEmpty();
    assertThat(host.run("dig", "@" + address, "-p", "" + dns, "nobody.test").ok().out())
        .contains("NXDOMAIN");
  }

  private String dig(String... question) {
    var arguments = new ArrayList<>(List.of("@" + address, "-p", "" + dns, "+short"));
    arguments.addAll(Arrays.asList(question));
    return eventually(
            "the DNS server answers",
            // The first datagrams may come before the node has heard of the service.
            () ->
                Optional.of(host.run("dig", arguments.toArray(String[]::new)).ok())
                    .filter(answer -> !answer.out().contains("timed out")))
        .out();
  }

  @Test
  @Order(5)
  void allOfItSurvivesASleep() {
    host.coracle("stop").ok();
    host.coracle("start").ok();
    assertThat(page("http", "plain.test", "/echo")).contains("plain.test");
    assertThat(page("https", "plain.test", "/echo")).contains("https before it");
    assertThat(dig("plain.test", "A").lines()).containsExactly(address);
  }

  @Test
  @Order(6)
  void whatWasPushedIsThereAfterABoot() throws Exception {
    host.coracle("restart").ok();
    Host.get("http://" + address + ":5000/v2/echo/manifests/first");
    push("second");
    host.kubectl("set", "image", "deployment/echo", "echo=" + address + ":5000/echo:second").ok();
    rollOut();
    host.kubectl("set", "image", "deployment/echo", "echo=" + address + ":5000/echo:first").ok();
    rollOut();
    assertThat(page("https", "plain.test", "/echo")).contains("https before it");
    System.out.println("What the addons take:\n" + use());
  }

  /** Memory and processor time of each pod, as the kubelet tells it. */
  private String use() {
    var stats =
        host.kubectl("get", "--raw", "/api/v1/nodes/coracle/proxy/stats/summary").ok().out();
    var pod =
        Pattern.compile(
            "\"podRef\": ?\\{\\s*\"name\": ?\"([^\"]+)\".*?\"cpu\".*?\"usageNanoCores\": ?(\\d+).*?\"workingSetBytes\": ?(\\d+)",
            Pattern.DOTALL);
    return pod.matcher(stats)
        .results()
        .map(it ->
            "%s: %d MB, %.1f %% of a core%n"
                .formatted(
                    it.group(1),
                    Long.parseLong(it.group(3)) >> 20,
                    Long.parseLong(it.group(2)) / 1e7))
        .reduce("", String::concat);
  }

  @Test
  @Order(7)
  void whatIsDisabledLeavesNothing() {
    host.kubectl("delete", "ingresses,httproutes,grpcroutes", "--all").ok();
    host.kubectl("delete", "deployment/echo", "service/echo").ok();
    for (var addon : List.of("ingress-dns", "ingress", "registry")) {
      host.coracle("addons", "disable", addon).ok();
    }
    host.awaitObjects(before);
  }

  private String page(String scheme, String name, String path) {
    return eventually(
            scheme + "://" + name + path + " answers",
            () -> Optional.of(curl(scheme, name, path, "--fail", "--cacert", trusted).ok()))
        .out();
  }

  private String status(String scheme, String name, String path) {
    return curl(scheme, name, path, "-o", "/dev/null", "-w", "%{http_code}").ok().out();
  }

  private Host.Result curl(String scheme, String name, String path, String... more) {
    int port = scheme.equals("https") ? https : http;
    var arguments =
        new ArrayList<>(List.of("-sS", "-m", "60", "--resolve", name + ":" + port + ":" + address));
    arguments.addAll(List.of(more));
    arguments.add(scheme + "://" + name + ":" + port + path);
    return host.run("curl", arguments.toArray(String[]::new));
  }

  /** As a URL has it: the usual one is left out. */
  private static String port(int port, int usual) {
    return port == usual ? "" : ":" + port;
  }
}
