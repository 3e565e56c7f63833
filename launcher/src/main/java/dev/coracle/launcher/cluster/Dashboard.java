package dev.coracle.launcher.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.door.Door;
import dev.coracle.launcher.kube.ClusterObjects;
import dev.coracle.launcher.kube.PodConnection;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A cluster's dashboard at an address of this host, until it is closed. What comes there is carried
 * through the API server to the dashboard's pod, which listens at its loopback alone.
 */
public final class Dashboard implements AutoCloseable {
  private static final String NAMESPACE = "coracle-dashboard";
  static final String PODS =
      "/api/v1/namespaces/"
          + NAMESPACE
          + "/pods?labelSelector=app.kubernetes.io%2Fname%3Ddashboard&fieldSelector=status.phase%3DRunning";
  private static final int PAGE_PORT = 8080;
  private static final int TICKET_PORT = 8081;
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final String cluster;
  private final ClusterObjects objects;
  private final Door door;

  /**
   * @param objects closed with this
   */
  Dashboard(String cluster, ClusterObjects objects, InetAddress address, int port) {
    this.cluster = cluster;
    this.objects = objects;
    this.door = Door.open(address, port, this::carry);
  }

  /** Whether other users of this host are turned away, whatever they know. */
  public boolean isGuarded() {
    return door.isGuarded();
  }

  /**
   * An address that lets one browser in, within ten minutes.
   *
   * @param page where that leads, as {@code /c/CLUSTER/pods}; {@code /} for the overview
   * @throws ProblemException {@code DASHBOARD_UNREACHABLE}, and what the API server's answers may
   *     be
   */
  public URI invite(String page) throws InterruptedException {
    var ticket = URLEncoder.encode(ticket(), UTF_8);
    var address = door.address();
    return URI.create(
        "http://%s:%d/login?ticket=%s%s"
            .formatted(
                address.getAddress().getHostAddress(),
                address.getPort(),
                ticket,
                page.equals("/") ? "" : "&to=" + URLEncoder.encode(page, UTF_8)));
  }

  private String ticket() throws InterruptedException {
    var line = new FirstLine();
    try (var connection = connect(TICKET_PORT, line)) {
      var name = (cluster + "\n").getBytes(UTF_8);
      connection.send(name, 0, name.length);
      return line.text.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new ProblemException(
          LauncherError.DASHBOARD_UNREACHABLE, "The dashboard's pod does not answer: " + e, e);
    }
  }

  /** To the pod there is now: it may be another one than a moment ago. */
  private PodConnection connect(int port, OutputStream received) throws InterruptedException {
    var pods = objects.read(PODS).map(list -> list.objects("items")).orElseThrow(Dashboard::noPod);
    var pod =
        pods.stream()
            .map(item -> item.object("metadata"))
            .filter(metadata -> !metadata.has("deletionTimestamp"))
            .map(metadata -> metadata.text("name"))
            .findFirst()
            .orElseThrow(Dashboard::noPod);
    return objects.connect(NAMESPACE, pod, port, received);
  }

  private static ProblemException noPod() {
    return new ProblemException(
        LauncherError.DASHBOARD_UNREACHABLE, "The dashboard has no pod that runs.");
  }

  private void carry(Socket browser) throws IOException, InterruptedException {
    try (var connection = connect(PAGE_PORT, browser.getOutputStream())) {
      Thread.ofVirtual()
          .start(() -> {
            try (browser) {
              connection.awaitEnd();
            } catch (IOException e) {
              // It is closed.
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      var buffer = new byte[32 * 1024];
      var from = browser.getInputStream();
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        connection.send(buffer, 0, read);
      }
    } catch (ProblemException e) {
      browser.getOutputStream().write(apology(e.problem().detail()));
    }
  }

  private static byte[] apology(String detail) {
    var text = detail + "\n";
    return ("HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
            + text.getBytes(UTF_8).length
            + "\r\nConnection: close\r\n\r\n"
            + text)
        .getBytes(UTF_8);
  }

  @Override
  public void close() {
    door.close();
    objects.close();
  }

  /** What comes before the first line's end. */
  private static final class FirstLine extends OutputStream {
    final CompletableFuture<String> text = new CompletableFuture<>();
    private final StringBuilder so = new StringBuilder();

    @Override
    public void write(int character) {
      if (character == '\n') {
        text.complete(so.toString());
      } else {
        so.append((char) character);
      }
    }
  }
}
