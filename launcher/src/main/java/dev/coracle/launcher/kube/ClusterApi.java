package dev.coracle.launcher.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.problem.LauncherError;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** A cluster's endpoints, asked as its administrator. Thread-safe. */
public final class ClusterApi implements AutoCloseable {
  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;

  private final HttpClient client;
  private final String scheme;

  /**
   * @throws ProblemException API_REFUSED if the credentials are unreadable
   */
  public ClusterApi(ApiCredentials credentials) {
    this(credentials, Optional.empty());
  }

  /** The same for a cluster whose certificates hold another address than the one it is asked at. */
  public static ClusterApi certifiedAs(InetAddress address, ApiCredentials credentials) {
    return new ClusterApi(credentials, Optional.of(address));
  }

  /** With a client of the caller's, for tests. */
  ClusterApi(HttpClient client, String scheme) {
    this.client = client;
    this.scheme = scheme;
  }

  private ClusterApi(ApiCredentials credentials, Optional<InetAddress> certifiedAs) {
    scheme = "https";
    try {
      client =
          HttpClient.newBuilder()
              .sslContext(MutualTls.context(credentials, certifiedAs))
              .sslParameters(MutualTls.parameters())
              .proxy(HttpClient.Builder.NO_PROXY)
              .version(HttpClient.Version.HTTP_1_1)
              .build();
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(e);
    }
  }

  /**
   * Does what a process does at its first connection only: half of the 0.3 s that its first
   * question takes beside nothing else, and a multiple beside a guest that has just been woken.
   *
   * @throws ProblemException API_REFUSED if the credentials are unreadable
   */
  public static void rehearse(ApiCredentials credentials) {
    try (var api = new ClusterApi(credentials)) {
      MutualTls.rehearse(api.client.sslContext(), credentials);
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(e);
    }
  }

  private static ProblemException unreadable(Exception e) {
    return new ProblemException(
        LauncherError.API_REFUSED, "the cluster's certificates are unreadable: " + e, e);
  }

  /**
   * Asks the API server whether it is ready.
   *
   * @return false if it answers that it is not
   * @throws ProblemException API_UNREACHABLE, API_TIMEOUT, API_REFUSED
   */
  public boolean ready(InetSocketAddress apiServer, Duration timeout) throws InterruptedException {
    return get(apiServer, "/readyz", timeout).statusCode() == OK;
  }

  /**
   * Asks the node for the state of its components.
   *
   * @throws ProblemException API_UNREACHABLE, API_TIMEOUT, API_REFUSED, API_ANSWER_INVALID
   */
  public NodeStatus status(InetSocketAddress endpoint, Duration timeout)
      throws InterruptedException {
    var response = get(endpoint, "/status", timeout);
    if (response.statusCode() != OK) {
      throw new ProblemException(
          LauncherError.API_ANSWER_INVALID,
          "the status endpoint answered with HTTP %d".formatted(response.statusCode()));
    }
    try {
      return StatusJson.parse(response.body());
    } catch (JsonException | IllegalArgumentException e) {
      throw new ProblemException(
          LauncherError.API_ANSWER_INVALID,
          "the status endpoint's answer is not understood: " + e.getMessage(),
          e);
    }
  }

  /**
   * Makes the node of a template's copy another cluster's; it answers as that from then on.
   *
   * @param adoption the body of docs/guest.md
   * @return what it took, in seconds, by what was replaced
   * @throws ProblemException NODE_NOT_ADOPTED if the node refuses, NODE_ADOPTION_FAILED if it
   *     failed half-way; API_UNREACHABLE, API_TIMEOUT, API_REFUSED, API_ANSWER_INVALID
   */
  public Map<String, Double> adopt(
      InetSocketAddress endpoint, JsonObject adoption, Duration timeout)
      throws InterruptedException {
    var response =
        send(
            request(endpoint, "/adopt", timeout)
                .POST(HttpRequest.BodyPublishers.ofByteArray(adoption.toLine()))
                .build(),
            timeout);
    try {
      var answer = JsonObject.parse(response.body());
      if (response.statusCode() == OK) {
        return seconds(answer.object("seconds"));
      }
      var reason = answer.optionalText("error").orElse("HTTP " + response.statusCode());
      throw response.statusCode() < SERVER_ERROR
          ? new ProblemException(
              LauncherError.NODE_NOT_ADOPTED,
              "the node refuses to become another cluster's: " + reason)
          : new ProblemException(
              LauncherError.NODE_ADOPTION_FAILED,
              "the node did not become another cluster's: " + reason);
    } catch (JsonException e) {
      throw new ProblemException(
          LauncherError.API_ANSWER_INVALID,
          "the node's answer to its adoption is not understood (HTTP %d): %s"
              .formatted(response.statusCode(), e.getMessage()),
          e);
    }
  }

  private static Map<String, Double> seconds(JsonObject parts) {
    var seconds = new LinkedHashMap<String, Double>();
    for (var part : parts.names()) {
      parts.number(part).ifPresent(value -> seconds.put(part, value));
    }
    return seconds;
  }

  /** What an endpoint answered. */
  record Answer(int status, String text) {
    boolean isSuccess() {
      return status >= OK && status < 300;
    }

    JsonObject json() {
      try {
        return JsonObject.parse(text.getBytes(UTF_8));
      } catch (JsonException e) {
        throw new ProblemException(
            LauncherError.API_ANSWER_INVALID, "an answer is not understood: " + e.getMessage(), e);
      }
    }

    /** Why it is no success: what the API server or the node says, else the status. */
    String reason() {
      try {
        var json = JsonObject.parse(text.getBytes(UTF_8));
        return json.optionalText("message")
            .or(() -> json.optionalText("error"))
            .orElse("HTTP " + status);
      } catch (JsonException e) {
        return "HTTP " + status;
      }
    }
  }

  /**
   * Asks an endpoint for anything.
   *
   * @throws ProblemException API_UNREACHABLE, API_TIMEOUT, API_REFUSED
   */
  Answer ask(
      InetSocketAddress endpoint,
      String method,
      String path,
      String contentType,
      HttpRequest.BodyPublisher body,
      Duration timeout)
      throws InterruptedException {
    var response =
        send(
            request(endpoint, path, timeout)
                .header("Content-Type", contentType)
                .method(method, body)
                .build(),
            timeout);
    return new Answer(response.statusCode(), new String(response.body(), UTF_8));
  }

  /**
   * Connects to a port of a pod.
   *
   * @param path of the pod's port-forward, with the port
   * @param received gets what comes from the pod; when it fails, the connection ends
   * @throws ProblemException API_UNREACHABLE, API_TIMEOUT
   */
  PodConnection connect(
      InetSocketAddress apiServer, String path, OutputStream received, Duration timeout)
      throws InterruptedException {
    var origin = scheme + "://" + apiServer.getHostString() + ":" + apiServer.getPort();
    var connection = new PortForward(received);
    var opening =
        client
            .newWebSocketBuilder()
            .connectTimeout(timeout)
            .subprotocols(PortForward.PROTOCOL)
            // Without it the API server takes this for a page of somebody else's.
            .header("Origin", origin)
            .buildAsync(URI.create(origin.replaceFirst("http", "ws") + path), connection);
    try {
      opening.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return connection;
    } catch (ExecutionException e) {
      throw new ProblemException(
          LauncherError.API_UNREACHABLE, origin + path + " can't be reached: " + e.getCause(), e);
    } catch (TimeoutException e) {
      opening.cancel(true);
      throw new ProblemException(
          LauncherError.API_TIMEOUT,
          "%s did not answer within %d ms".formatted(origin + path, timeout.toMillis()),
          e);
    }
  }

  /** Ends open connections; further calls throw. */
  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpResponse<byte[]> get(InetSocketAddress address, String path, Duration timeout)
      throws InterruptedException {
    return send(request(address, path, timeout).build(), timeout);
  }

  private HttpRequest.Builder request(InetSocketAddress address, String path, Duration timeout) {
    return HttpRequest.newBuilder(
            URI.create(scheme + "://" + address.getHostString() + ":" + address.getPort() + path))
        .timeout(timeout);
  }

  private HttpResponse<byte[]> send(HttpRequest request, Duration timeout)
      throws InterruptedException {
    var uri = request.uri();
    try {
      var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() == 401 || response.statusCode() == 403) {
        throw new ProblemException(
            LauncherError.API_REFUSED,
            "%s answered with HTTP %d".formatted(uri, response.statusCode()));
      }
      return response;
    } catch (HttpConnectTimeoutException e) {
      throw new ProblemException(LauncherError.API_UNREACHABLE, uri + " does not answer", e);
    } catch (HttpTimeoutException e) {
      throw new ProblemException(
          LauncherError.API_TIMEOUT,
          "%s did not answer within %d ms".formatted(uri, timeout.toMillis()),
          e);
    } catch (SSLException e) {
      if (e.getCause() instanceof EOFException) {
        // Who forwards the port has answered, and nobody behind it.
        throw new ProblemException(LauncherError.API_UNREACHABLE, uri + " does not answer", e);
      }
      throw new ProblemException(
          LauncherError.API_REFUSED,
          "no trust between %s and us: %s".formatted(uri, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.API_UNREACHABLE, "%s can't be reached: %s".formatted(uri, e), e);
    }
  }
}
