package dev.coracle.gui.workloads.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * An API server over HTTP that keeps objects of any kind in memory: list, watch, get, merge patch,
 * server-side apply with dry run and optimistic locks, delete, logs. Who owns a field it does not
 * know: a conflict is what a test says.
 */
public final class FakeApi implements AutoCloseable {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private static final int HISTORY = 2_000;

  private final HttpServer server;
  private final Map<String, GenericKubernetesResource> objects = new TreeMap<>();
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final Map<String, Log> logs = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> conflicts = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Deque<Told> history = new ArrayDeque<>();
  private long version = 1;

  /** What happened, for watches that begin later from a version before it. */
  private record Told(long version, ApiPath path, String event) {}

  private record Watcher(ApiPath path, LinkedBlockingQueue<String> events) {
    private static final String END = "";
  }

  /** Anywhere on the loopback address. */
  public FakeApi() throws IOException {
    this(0);
  }

  public FakeApi(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** A client for the caller to close. */
  public KubernetesClient connect() {
    return connect(port());
  }

  public static KubernetesClient connect(int port) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + port)
                .withNamespace("default")
                .withOnlyHttpWatches(true)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(50)
                .build())
        .build();
  }

  /** What changed something, as {@code PATCH /apis/apps/v1/namespaces/default/deployments/web}. */
  public List<String> changes() {
    return requests.stream().filter(it -> !it.startsWith("GET ")).toList();
  }

  /** Creates or replaces an object, as somebody else does. */
  public synchronized void put(HasMetadata object) {
    var generic = SERIALIZATION.convertValue(object, GenericKubernetesResource.class);
    store(ApiPath.of(generic), generic);
  }

  public void putYaml(String yaml) {
    put(SERIALIZATION.unmarshal(yaml, GenericKubernetesResource.class));
  }

  public synchronized Optional<GenericKubernetesResource> find(String path) {
    return Optional.ofNullable(objects.get(path));
  }

  public synchronized void remove(String path) {
    var gone = objects.remove(path);
    if (gone != null) {
      version++;
      tell("DELETED", ApiPath.parse(path), gone);
    }
  }

  /** What {@code pods/NAME/log} answers for a container; previous runs have "/previous" behind. */
  public void log(String podAndContainer, String text) {
    log(podAndContainer, out -> out.write(text.getBytes(UTF_8)));
  }

  /** The same of a log that need not be in memory. */
  public void log(String podAndContainer, Log log) {
    logs.put(podAndContainer, log);
  }

  /** Writes a log to who asks for it. */
  @FunctionalInterface
  public interface Log {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Applying to a path conflicts, unless forced, in these fields, which are somebody's. */
  public void conflict(String path, Map<String, String> ownerByField) {
    conflicts.put(path, ownerByField);
  }

  /** Ends all watches, as a server that goes away does. */
  public void dropWatches() {
    watchers.forEach(watcher -> watcher.events().add(Watcher.END));
  }

  @Override
  public void close() {
    dropWatches();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var method = exchange.getRequestMethod();
      var path = exchange.getRequestURI().getPath();
      var query = String.valueOf(exchange.getRequestURI().getQuery());
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      requests.add(method + " " + path + (query.contains("dryRun") ? " dryRun" : ""));
      if (path.equals("/version")) {
        send(exchange, 200, Map.of("major", "1", "minor", "36", "gitVersion", "v1.36.3"));
      } else if (path.matches("/api/v1|/apis/[^/]+/[^/]+")) {
        send(exchange, 200, Map.of("kind", "APIResourceList", "resources", Resources.of(path)));
      } else if (path.endsWith("/log")) {
        log(exchange, ApiPath.parse(path), query);
      } else if (query.contains("watch=true")) {
        watch(exchange, ApiPath.parse(path), query);
      } else {
        switch (method) {
          case "GET" -> get(exchange, ApiPath.parse(path));
          case "PATCH" -> patch(exchange, ApiPath.parse(path), query, body);
          case "DELETE" -> delete(exchange, path);
          default -> status(exchange, 405, "not allowed");
        }
      }
    }
  }

  private void get(HttpExchange exchange, ApiPath path) throws IOException {
    Object answer;
    synchronized (this) {
      answer =
          path.name().isEmpty()
              ? list(path)
              : Optional.<Object>ofNullable(objects.get(path.toString())).orElse("");
    }
    if (answer.equals("")) {
      status(exchange, 404, path.plural() + " \"" + path.name() + "\" not found");
    } else {
      send(exchange, 200, answer);
    }
  }

  private Map<String, Object> list(ApiPath path) {
    var items = objects.entrySet().stream().filter(it -> path.holds(ApiPath.parse(it.getKey())));
    return Map.of(
        "kind",
        "List",
        "apiVersion",
        "v1",
        "metadata",
        Map.of("resourceVersion", Long.toString(version)),
        "items",
        items.map(Map.Entry::getValue).toList());
  }

  private void watch(HttpExchange exchange, ApiPath path, String query) throws IOException {
    long since = Long.parseLong(query.replaceAll(".*resourceVersion=(\\d+).*", "$1"));
    if (since > version()) {
      status(exchange, 410, "too new a resource version: it is that of a server before");
      return;
    }
    var watcher = new Watcher(path, new LinkedBlockingQueue<>());
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().flush();
    synchronized (this) {
      history.stream()
          .filter(told -> told.version() > since && path.holds(told.path()))
          .forEach(told -> watcher.events().add(told.event()));
      watchers.add(watcher);
    }
    try (var out = exchange.getResponseBody()) {
      for (var event = watcher.events().take(); !event.equals(Watcher.END); ) {
        out.write(event.getBytes(UTF_8));
        out.flush();
        event = watcher.events().take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      watchers.remove(watcher);
    }
  }

  private void patch(HttpExchange exchange, ApiPath path, String query, String body)
      throws IOException {
    var patch = SERIALIZATION.unmarshal(body, GenericKubernetesResource.class);
    var type =
        Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Content-Type"), "");
    boolean apply = type.startsWith("application/apply-patch");
    GenericKubernetesResource result;
    synchronized (this) {
      var before = objects.get(path.toString());
      if (before == null && !apply) {
        status(exchange, 404, "not found");
        return;
      }
      var conflict = conflicts.getOrDefault(path.toString(), Map.of());
      if (apply && !conflict.isEmpty() && !query.contains("force=true")) {
        send(exchange, 409, Resources.conflict(conflict));
        return;
      }
      var held = patch.getMetadata() == null ? null : patch.getMetadata().getResourceVersion();
      if (before != null
          && held != null
          && !held.equals(before.getMetadata().getResourceVersion())) {
        status(exchange, 409, "the object has been modified");
        return;
      }
      result = merged(before, body);
      if (!query.contains("dryRun")) {
        store(path, result);
      }
    }
    send(exchange, 200, result);
  }

  private synchronized long version() {
    return version;
  }

  private static GenericKubernetesResource merged(
      @Nullable GenericKubernetesResource before, String patch) {
    var content =
        before == null
            ? new LinkedHashMap<String, Object>()
            : Resources.map(SERIALIZATION.asJson(before));
    return SERIALIZATION.unmarshal(
        SERIALIZATION.asJson(Resources.merge(content, Resources.map(patch))),
        GenericKubernetesResource.class);
  }

  private void store(ApiPath path, GenericKubernetesResource object) {
    var metadata = object.getMetadata();
    boolean isNew = !objects.containsKey(path.toString());
    metadata.setNamespace(path.namespace().isEmpty() ? null : path.namespace());
    metadata.setResourceVersion(Long.toString(++version));
    if (metadata.getUid() == null) {
      metadata.setUid(UUID.randomUUID().toString());
    }
    if (metadata.getCreationTimestamp() == null) {
      metadata.setCreationTimestamp("2026-11-26T08:00:00Z");
    }
    objects.put(path.toString(), object);
    tell(isNew ? "ADDED" : "MODIFIED", path, object);
  }

  private void tell(String type, ApiPath path, GenericKubernetesResource object) {
    var event = SERIALIZATION.asJson(Map.of("type", type, "object", object)) + "\n";
    history.addLast(new Told(version, path, event));
    if (history.size() > HISTORY) {
      history.removeFirst();
    }
    watchers.stream()
        .filter(watcher -> watcher.path().holds(path))
        .forEach(watcher -> watcher.events().add(event));
  }

  private void delete(HttpExchange exchange, String path) throws IOException {
    if (find(path).isEmpty()) {
      status(exchange, 404, "not found");
      return;
    }
    remove(path);
    send(exchange, 200, Map.of("kind", "Status", "status", "Success"));
  }

  private void log(HttpExchange exchange, ApiPath path, String query) throws IOException {
    var container = query.replaceAll(".*container=([^&]+).*", "$1");
    var key = path.name() + "/" + container + (query.contains("previous=true") ? "/previous" : "");
    var log = logs.get(key);
    if (log == null) {
      status(exchange, 400, "container \"" + container + "\" is waiting to start");
      return;
    }
    exchange.sendResponseHeaders(200, 0);
    log.writeTo(exchange.getResponseBody());
    exchange.getResponseBody().close();
  }

  private static void status(HttpExchange exchange, int code, String message) throws IOException {
    send(
        exchange,
        code,
        Map.of(
            "kind",
            "Status",
            "apiVersion",
            "v1",
            "status",
            "Failure",
            "code",
            code,
            "message",
            message));
  }

  private static void send(HttpExchange exchange, int code, Object answer) throws IOException {
    var bytes = SERIALIZATION.asJson(answer).getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** One on a port that is free now. */
  public static FakeApi start() {
    try {
      return new FakeApi();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All paths of objects that there are. */
  public synchronized List<String> paths() {
    return new ArrayList<>(objects.keySet());
  }
}
