package dev.coracle.launcher.kube;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Over HTTPS. Not thread-safe, but for {@link #read} and {@link #connect}. */
public final class HttpsObjects implements ClusterObjects {
  private static final String FIELD_MANAGER = "coracle";

  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** A slow node unpacks and checks what it is sent. */
  private static final Duration TRANSFER = Duration.ofMinutes(15);

  /** An API server that starts, or is asked too much, and kinds that are just being defined. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ClusterApi api;
  private final InetSocketAddress apiServer;
  private final InetSocketAddress node;
  private final Map<String, Map<String, Resource>> resources = new HashMap<>();

  /** How the API server's paths name a kind. */
  private record Resource(String plural, boolean namespaced) {}

  /**
   * @param api closed with this
   * @param node its status endpoint
   */
  public HttpsObjects(ClusterApi api, InetSocketAddress apiServer, InetSocketAddress node) {
    this.api = api;
    this.apiServer = apiServer;
    this.node = node;
  }

  @Override
  public void apply(JsonObject manifest) throws InterruptedException {
    var object = ObjectRef.of(manifest);
    var path = definedPath(object) + "?fieldManager=" + FIELD_MANAGER + "&force=true";
    var answer =
        ask("PATCH", path, "application/apply-patch+yaml", body(manifest), PATIENCE, apiServer);
    if (!answer.isSuccess()) {
      throw refused(object + " is refused: " + answer.reason());
    }
  }

  /** Waits until the kind is known. */
  private String definedPath(ObjectRef object) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var path = path(object);
      if (path.isPresent()) {
        return path.get();
      }
      if (System.nanoTime() > end) {
        throw refused(
            object + " is of a kind that the cluster does not know (" + object.apiVersion() + ")");
      }
      Thread.sleep(PAUSE);
    }
  }

  @Override
  public Optional<JsonObject> find(ObjectRef object) throws InterruptedException {
    var path = path(object);
    return path.isEmpty() ? Optional.empty() : read(path.get());
  }

  @Override
  public void delete(ObjectRef object) throws InterruptedException {
    var path = path(object);
    if (path.isEmpty()) {
      return;
    }
    // What it owns goes first, so that nothing is left when it is gone.
    var options = new JsonObject().put("propagationPolicy", "Foreground");
    var answer = ask("DELETE", path.get(), "application/json", body(options), PATIENCE, apiServer);
    if (!answer.isSuccess() && answer.status() != 404) {
      throw refused("The removal of " + object + " is refused: " + answer.reason());
    }
  }

  @Override
  public Optional<JsonObject> read(String path) throws InterruptedException {
    var answer = ask("GET", path, "application/json", BodyPublishers.noBody(), PATIENCE, apiServer);
    return answer.isSuccess() ? Optional.of(answer.json()) : Optional.empty();
  }

  private Optional<String> path(ObjectRef object) throws InterruptedException {
    var version = object.apiVersion();
    var base = (version.contains("/") ? "/apis/" : "/api/") + version;
    var kinds = resources.get(version);
    if (kinds == null || !kinds.containsKey(object.kind())) {
      kinds = kinds(base);
      resources.put(version, kinds);
    }
    return Optional.ofNullable(kinds.get(object.kind()))
        .map(resource -> {
          var namespace = object.namespace().isEmpty() ? "default" : object.namespace();
          return base
              + (resource.namespaced() ? "/namespaces/" + encoded(namespace) : "")
              + "/"
              + resource.plural()
              + "/"
              + encoded(object.name());
        });
  }

  private Map<String, Resource> kinds(String base) throws InterruptedException {
    var kinds = new HashMap<String, Resource>();
    var list = read(base);
    if (list.isPresent()) {
      for (var resource : list.get().objects("resources")) {
        var plural = resource.text("name");
        if (!plural.contains("/")) {
          kinds.put(resource.text("kind"), new Resource(plural, resource.flag("namespaced")));
        }
      }
    }
    return kinds;
  }

  @Override
  public Map<String, String> images() throws InterruptedException {
    return readImages().textsByName("images");
  }

  @Override
  public List<NodeImage> nodeImages() throws InterruptedException {
    var answer = readImages();
    var sizes = answer.object("sizes");
    return answer.textsByName("images").entrySet().stream()
        .filter(image -> !image.getKey().startsWith("sha256:") && !image.getKey().contains("@"))
        .map(image ->
            new NodeImage(
                image.getKey(),
                image.getValue(),
                sizes.has(image.getKey()) ? sizes.longInteger(image.getKey()) : 0))
        .sorted(Comparator.comparing(NodeImage::name))
        .toList();
  }

  private JsonObject readImages() throws InterruptedException {
    var answer = ask("GET", "/images", "application/json", BodyPublishers.noBody(), PATIENCE, node);
    if (!answer.isSuccess()) {
      throw new ProblemException(
          LauncherError.API_ANSWER_INVALID,
          "the node does not tell its images: " + answer.reason());
    }
    return answer.json();
  }

  @Override
  public void pullImage(String name) throws InterruptedException {
    var path = "/images?pull=" + encoded(name);
    var answer = api.ask(node, "POST", path, "application/json", BodyPublishers.noBody(), TRANSFER);
    if (!answer.isSuccess()) {
      throw new ProblemException(
          LauncherError.IMAGE_NOT_PULLED,
          "The node could not fetch " + name + ": " + answer.reason());
    }
  }

  @Override
  public void removeImage(String name) throws InterruptedException {
    var path = "/images?image=" + encoded(name);
    var answer = ask("DELETE", path, "application/json", BodyPublishers.noBody(), PATIENCE, node);
    if (!answer.isSuccess()) {
      throw new ProblemException(
          switch (answer.status()) {
            case 404 -> LauncherError.NODE_IMAGE_UNKNOWN;
            case 409 -> LauncherError.NODE_IMAGE_NEEDED;
            default -> LauncherError.API_ANSWER_INVALID;
          },
          "The image " + name + " is not removed: " + answer.reason());
    }
  }

  @Override
  public void sendImages(Path archive, LongConsumer sent) throws InterruptedException {
    BodyPublisher body;
    try {
      body = BodyPublishers.fromPublisher(counted(archive, sent), Files.size(archive));
    } catch (IOException e) {
      throw new ProblemException(LauncherError.IMAGE_REFUSED, archive + " cannot be read: " + e, e);
    }
    var answer = api.ask(node, "POST", "/images", "application/x-tar", body, TRANSFER);
    if (!answer.isSuccess()) {
      throw new ProblemException(
          LauncherError.IMAGE_REFUSED, "The node cannot use " + archive + ": " + answer.reason());
    }
  }

  private static BodyPublisher counted(Path archive, LongConsumer sent) {
    return BodyPublishers.ofInputStream(() -> {
      try {
        return new CountedStream(Files.newInputStream(archive), sent);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  @Override
  public PodConnection connect(String namespace, String pod, int port, OutputStream received)
      throws InterruptedException {
    var path =
        "/api/v1/namespaces/"
            + encoded(namespace)
            + "/pods/"
            + encoded(pod)
            + "/portforward?ports="
            + port;
    return api.connect(apiServer, path, received, ANSWER);
  }

  @Override
  public void close() {
    api.close();
  }

  /** Asks again while the server is busy or cannot be reached. */
  private ClusterApi.Answer ask(
      String method,
      String path,
      String contentType,
      BodyPublisher body,
      Duration patience,
      InetSocketAddress endpoint)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      boolean last = System.nanoTime() > end;
      try {
        var answer = api.ask(endpoint, method, path, contentType, body, ANSWER);
        if (last || (answer.status() != 429 && answer.status() < 500)) {
          return answer;
        }
      } catch (ProblemException e) {
        if (last || e.problem().code() == LauncherError.API_REFUSED) {
          throw e;
        }
      }
      Thread.sleep(PAUSE);
    }
  }

  private static BodyPublisher body(JsonObject json) {
    return BodyPublishers.ofByteArray(json.toLine());
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private static ProblemException refused(String detail) {
    return new ProblemException(LauncherError.OBJECT_REFUSED, detail);
  }
}
