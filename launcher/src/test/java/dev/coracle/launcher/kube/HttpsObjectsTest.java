package dev.coracle.launcher.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.coracle.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsObjectsTest {
  private static final ObjectRef DEPLOYMENT =
      new ObjectRef("apps/v1", "Deployment", "web", "server");

  /** Answers by method and path; a path without any is not found. */
  private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private HttpsObjects objects;

  private record Reply(int status, String body) {}

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    var address = server.getAddress();
    objects =
        new HttpsObjects(new ClusterApi(HttpClient.newHttpClient(), "http"), address, address);
    reply(
        "GET /apis/apps/v1",
        200,
        """
        {"resources": [{"name": "deployments", "kind": "Deployment", "namespaced": true},
         {"name": "deployments/scale", "kind": "Scale", "namespaced": true}]}
        """);
    reply(
        "GET /api/v1",
        200,
        "{\"resources\": [{\"name\": \"namespaces\", \"kind\": \"Namespace\", \"namespaced\": false}]}");
  }

  @AfterEach
  void stop() {
    objects.close();
    server.stop(0);
  }

  private void reply(String request, int status, String body) {
    replies.computeIfAbsent(request, _ -> new ArrayDeque<>()).add(new Reply(status, body));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      var request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      asked.add(request + " " + exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
      var left = replies.getOrDefault(request, new ArrayDeque<>());
      var reply =
          left.isEmpty() ? new Reply(404, "{}") : left.size() > 1 ? left.poll() : left.peek();
      var bytes = reply.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(reply.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static JsonObject manifest(ObjectRef object) {
    var json = new JsonObject().put("apiVersion", object.apiVersion()).put("kind", object.kind());
    json.object("metadata").put("name", object.name());
    if (!object.namespace().isEmpty()) {
      json.object("metadata").put("namespace", object.namespace());
    }
    return json;
  }

  @Test
  void objectIsAppliedOnTheServerAsOurs() throws Exception {
    var path =
        "PATCH /apis/apps/v1/namespaces/web/deployments/server?fieldManager=coracle&force=true";
    reply(path, 201, "{}");
    objects.apply(manifest(DEPLOYMENT));
    assertThat(asked)
        .last()
        .isEqualTo(
            path
                + " application/apply-patch+yaml {\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\","
                + "\"metadata\":{\"name\":\"server\",\"namespace\":\"web\"}}");
  }

  @Test
  void objectsOfTheClusterHaveNoNamespaceInTheirPath() throws Exception {
    reply("GET /api/v1/namespaces/web", 200, "{\"kind\": \"Namespace\"}");
    assertThat(objects.find(new ObjectRef("v1", "Namespace", "", "web"))).isPresent();
  }

  @Test
  void refusalSaysWhatTheServerSays() {
    reply(
        "PATCH /apis/apps/v1/namespaces/web/deployments/server?fieldManager=coracle&force=true",
        422,
        "{\"message\": \"spec.selector: Required value\"}");
    assertThatThrownBy(() -> objects.apply(manifest(DEPLOYMENT)))
        .hasMessage(
            "OBJECT_REFUSED: Deployment web/server is refused: spec.selector: Required value");
  }

  @Test
  void busyServerIsAskedAgain() throws Exception {
    var path = "GET /apis/apps/v1/namespaces/web/deployments/server";
    reply(path, 503, "{}");
    reply(path, 429, "{}");
    reply(path, 200, "{\"kind\": \"Deployment\"}");
    assertThat(objects.find(DEPLOYMENT)).isPresent();
  }

  @Test
  void kindThatIsJustBeingDefinedIsWaitedFor() throws Exception {
    var gateway = new ObjectRef("example.org/v1", "Gateway", "", "one");
    reply("GET /apis/example.org/v1", 404, "{}");
    reply(
        "GET /apis/example.org/v1",
        200,
        "{\"resources\": [{\"name\": \"gateways\", \"kind\": \"Gateway\", \"namespaced\": false}]}");
    reply("PATCH /apis/example.org/v1/gateways/one?fieldManager=coracle&force=true", 200, "{}");
    objects.apply(manifest(gateway));
    assertThat(asked.getLast()).startsWith("PATCH /apis/example.org/v1/gateways/one");
  }

  @Test
  void removalTakesWhatTheObjectOwnsFirstAndIsDoneOnce() throws Exception {
    var path = "DELETE /apis/apps/v1/namespaces/web/deployments/server";
    reply(path, 200, "{}");
    objects.delete(DEPLOYMENT);
    assertThat(asked)
        .last()
        .isEqualTo(path + " application/json {\"propagationPolicy\":\"Foreground\"}");
    replies.remove(path);
    objects.delete(DEPLOYMENT);
    objects.delete(new ObjectRef("gone.example.org/v1", "Thing", "", "x"));
    assertThat(objects.find(new ObjectRef("gone.example.org/v1", "Thing", "", "x"))).isEmpty();
  }

  @Test
  void imagesAreToldWithTheirSizesAndOnlyByNamesThatAPersonGave() throws Exception {
    reply(
        "GET /images",
        200,
        """
        {"images": {"b:1": "sha256:2", "a:1": "sha256:1", "sha256:1": "sha256:1", "a@sha256:1": "sha256:1"},
         "sizes": {"a:1": 7}}
        """);
    assertThat(objects.nodeImages())
        .containsExactly(new NodeImage("a:1", "sha256:1", 7), new NodeImage("b:1", "sha256:2", 0));
  }

  @Test
  void imagesAreRemovedAndPulledByName() throws Exception {
    reply("DELETE /images?image=example.org%2Fa%3A1", 200, "{}");
    objects.removeImage("example.org/a:1");
    reply("DELETE /images?image=a", 404, "{\"error\": \"there is no image a\"}");
    assertThatThrownBy(() -> objects.removeImage("a"))
        .hasMessageStartingWith("NODE_IMAGE_UNKNOWN")
        .hasMessageContaining("there is no image a");
    reply("DELETE /images?image=pause", 409, "{\"error\": \"needed\"}");
    assertThatThrownBy(() -> objects.removeImage("pause"))
        .hasMessageStartingWith("NODE_IMAGE_NEEDED");
    reply("POST /images?pull=a%3A1", 200, "{}");
    reply("POST /images?pull=a%3A1", 502, "{\"error\": \"no route\"}");
    objects.pullImage("a:1");
    assertThatThrownBy(() -> objects.pullImage("a:1"))
        .hasMessageStartingWith("IMAGE_NOT_PULLED")
        .hasMessageContaining("no route");
  }

  @Test
  void imagesAreReadAndSent(@TempDir Path directory) throws Exception {
    reply("GET /images", 200, "{\"images\": {\"a:1\": \"sha256:1\"}}");
    reply("POST /images", 200, "{}");
    reply("POST /images", 422, "{\"error\": \"no OCI image layout\"}");
    var archive = Files.writeString(directory.resolve("a.tar"), "content");
    var sent = new ArrayList<Long>();

    assertThat(objects.images()).containsExactly(Map.entry("a:1", "sha256:1"));
    objects.sendImages(archive, sent::add);
    assertThat(asked).last().isEqualTo("POST /images application/x-tar content");
    assertThat(sent).last().isEqualTo(7L);
    assertThatThrownBy(() -> objects.sendImages(archive, sent::add))
        .hasMessageStartingWith("IMAGE_REFUSED")
        .hasMessageContaining("no OCI image layout");
  }
}
