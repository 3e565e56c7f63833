package dev.coracle.launcher.kube;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** A cluster's endpoints, asked as its administrator. Thread-safe. */
public final class ClusterApi implements AutoCloseable {
  private static final int OK = 200;

  private final HttpClient client;

  /**
   * @throws ProblemException API_REFUSED if the credentials are unreadable
   */
  public ClusterApi(ApiCredentials credentials) {
    try {
      client =
          HttpClient.newBuilder()
              .sslContext(MutualTls.context(credentials))
              .proxy(HttpClient.Builder.NO_PROXY)
              .version(HttpClient.Version.HTTP_1_1)
              .build();
    } catch (IOException | GeneralSecurityException e) {
      throw new ProblemException(
          LauncherError.API_REFUSED, "the cluster's certificates are unreadable: " + e, e);
    }
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

  /** Ends open connections; further calls throw. */
  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpResponse<byte[]> get(InetSocketAddress address, String path, Duration timeout)
      throws InterruptedException {
    var uri = URI.create("https://" + address.getHostString() + ":" + address.getPort() + path);
    var request = HttpRequest.newBuilder(uri).timeout(timeout).build();
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
