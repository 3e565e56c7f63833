package dev.coracle.launcher.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.identity.ClusterIdentity;
import dev.coracle.launcher.identity.Identities;
import dev.coracle.launcher.identity.NodeCertificates;
import dev.coracle.launcher.identity.ServingNames;
import dev.coracle.launcher.kube.NodeStatus.Component;
import dev.coracle.launcher.kube.NodeStatus.State;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterApiTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir static Path home;
  private ClusterIdentity identity;
  private ClusterIdentity stranger;
  private HttpsServer server;
  private InetSocketAddress address;
  private ClusterApi api;
  private volatile int code;
  private volatile String answer = "";
  private volatile String asked = "";

  @BeforeAll
  void identities() {
    identity = identity("ca", "mine");
    stranger = identity("other-ca", "other");
  }

  private static ClusterIdentity identity(String ca, String cluster) {
    return new Identities(home.resolve(ca), InstantSource.system())
        .ensure(
            home.resolve(cluster),
            new ServingNames(
                "coracle",
                "cluster.local",
                "10.96.0.0/16",
                "127.0.0.1",
                List.of(),
                List.of("127.0.0.9")),
            Duration.ofDays(1));
  }

  @BeforeEach
  void start() throws Exception {
    code = 200;
    answer = "ok";
    restart("127.0.0.1");
  }

  /** Serves with a certificate of this address. */
  private void restart(String certified) throws Exception {
    if (server != null) {
      server.stop(0);
    }
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(NodeCertificates.mutualTls(identity, certified));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    address = server.getAddress();
    api = new ClusterApi(credentials(identity, identity));
  }

  @AfterEach
  void stop() {
    api.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (code == 0) {
        Thread.sleep(LONG);
      }
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body;
      var bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(code, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void readinessIsWhatTheServerSays() throws Exception {
    assertThat(api.ready(address, LONG)).isTrue();
    code = 500;
    assertThat(api.ready(address, LONG)).isFalse();
  }

  @Test
  void statusIsReadAsRecords() throws Exception {
    answer =
        """
        {"version": 1, "kubernetesVersion": "v1.36.3", "ready": false,
         "time": "2026-11-21T14:00:00.123Z", "uptimeSeconds": 33.1, "new": {"member": 1},
         "components": [
          {"name": "etcd", "state": "ready", "startedSeconds": 6.1, "readySeconds": 7.0,
           "restarts": 0},
          {"name": "apiserver", "state": "waiting", "waitingFor": ["etcd"], "restarts": 0},
          {"name": "node", "state": "starting", "startedSeconds": 8},
          {"name": "images", "state": "stopped"},
          {"name": "kubelet", "state": "failed", "error": "no cgroup", "restarts": 3,
           "nextTrySeconds": 4.0}]}
        """;
    var status = api.status(address, LONG);
    assertThat(status)
        .isEqualTo(
            new NodeStatus(
                1,
                "v1.36.3",
                false,
                Instant.parse("2026-11-21T14:00:00.123Z"),
                33.1,
                List.of(
                    new Component("etcd", new State.Ready(6.1, 7.0), 0),
                    new Component("apiserver", new State.Waiting(List.of("etcd")), 0),
                    new Component("node", new State.Starting(8), 0),
                    new Component("images", new State.Stopped(), 0),
                    new Component("kubelet", new State.Failed("no cgroup", 4), 3))));
    assertThat(status.component("kubelet").orElseThrow().restarts()).isEqualTo(3);
  }

  @Test
  void answersThatAreNoStatusAreAProblem() {
    for (var wrong :
        List.of(
            "",
            "no json",
            "[]",
            "{}",
            "{\"version\": 2}",
            "{\"version\":1,\"components\":[{\"name\":\"x\",\"state\":\"odd\"}]}")) {
      answer = wrong;
      assertProblem(LauncherError.API_ANSWER_INVALID, () -> api.status(address, LONG));
    }
    code = 404;
    assertProblem(LauncherError.API_ANSWER_INVALID, () -> api.status(address, LONG));
  }

  @Test
  void adoptionTellsTheNodeAndWhatItTookIsRead() throws Exception {
    answer = "{\"seconds\": {\"clients\": 0.02, \"tokens\": 1}}";
    var adoption = new JsonObject().put("entropy", "AA==");
    assertThat(api.adopt(address, adoption, LONG))
        .containsExactly(Map.entry("clients", 0.02), Map.entry("tokens", 1.0));
    assertThat(asked).isEqualTo("POST /adopt {\"entropy\":\"AA==\"}");
  }

  @Test
  void nodeThatRefusesItsAdoptionIsAProblem() {
    code = 422;
    answer = "{\"error\": \"podCIDR differs\"}";
    assertThatThrownBy(() -> api.adopt(address, new JsonObject(), LONG))
        .hasMessage(
            "NODE_NOT_ADOPTED: the node refuses to become another cluster's: podCIDR differs");
    code = 500;
    assertProblem(
        LauncherError.NODE_ADOPTION_FAILED, () -> api.adopt(address, new JsonObject(), LONG));
    code = 404;
    answer = "404 page not found";
    assertProblem(
        LauncherError.API_ANSWER_INVALID, () -> api.adopt(address, new JsonObject(), LONG));
  }

  @Test
  void copyOfATemplateIsKnownByTheAddressOfItsCertificate() throws Exception {
    restart("127.0.0.9");
    assertProblem(LauncherError.API_REFUSED, () -> api.ready(address, LONG));
    try (var copy = certifiedAs("127.0.0.9", identity)) {
      assertThat(copy.ready(address, LONG)).isTrue();
    }
    try (var another = certifiedAs("127.0.0.8", identity);
        var stranger = certifiedAs("127.0.0.9", this.stranger)) {
      assertProblem(LauncherError.API_REFUSED, () -> another.ready(address, LONG));
      assertProblem(LauncherError.API_REFUSED, () -> stranger.ready(address, LONG));
    }
  }

  private static ClusterApi certifiedAs(String address, ClusterIdentity identity) {
    return ClusterApi.certifiedAs(InetAddress.ofLiteral(address), credentials(identity, identity));
  }

  @Test
  void serverOfAnotherUserIsNotTrusted() {
    try (var wrongRoot = new ClusterApi(credentials(stranger, identity))) {
      assertProblem(LauncherError.API_REFUSED, () -> wrongRoot.ready(address, LONG));
    }
  }

  @Test
  void administratorOfAnotherClusterIsRefused() {
    try (var wrongClient = new ClusterApi(credentials(identity, stranger))) {
      assertThatThrownBy(() -> wrongClient.ready(address, LONG))
          .isInstanceOf(ProblemException.class);
    }
    code = 403;
    assertProblem(LauncherError.API_REFUSED, () -> api.ready(address, LONG));
  }

  @Test
  void silentServerTimesOut() {
    code = 0;
    assertProblem(LauncherError.API_TIMEOUT, () -> api.ready(address, Duration.ofSeconds(3)));
  }

  @Test
  void absentServerIsUnreachable() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    assertProblem(LauncherError.API_UNREACHABLE, () -> api.ready(nobody, LONG));
  }

  @Test
  void interruptionEndsTheWait() throws Exception {
    code = 0;
    var task = new FutureTask<>(() -> api.ready(address, LONG));
    var thread = Thread.ofVirtual().start(task);
    Thread.sleep(500);
    thread.interrupt();
    assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void unreadableCredentialsAreAProblem() {
    var nothing = home.resolve("nothing");
    assertProblem(
        LauncherError.API_REFUSED,
        () -> new ClusterApi(new ApiCredentials(nothing, nothing, nothing)).close());
  }

  @Test
  void whatIsRehearsedNeedsNobodyToAsk() {
    ClusterApi.rehearse(credentials(identity, identity));
    var nothing = home.resolve("nothing");
    assertProblem(
        LauncherError.API_REFUSED,
        () -> ClusterApi.rehearse(new ApiCredentials(nothing, nothing, nothing)));
  }

  private static ApiCredentials credentials(ClusterIdentity trust, ClusterIdentity client) {
    return new ApiCredentials(
        trust.files().rootCert(), client.files().adminCert(), client.files().adminKey());
  }

  private static void assertProblem(LauncherError code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }
}
