package dev.coracle.launcher.kube;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an API server of the test's own, byte by byte. */
class PortForwardTest {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int BINARY = 0x2;
  private static final int CONTINUED = 0x0;
  private static final int CLOSE = 0x8;

  private final BlockingQueue<String> heard = new ArrayBlockingQueue<>(8);
  private ServerSocket server;
  private HttpsObjects objects;

  /** What the server does once it is asked; it is over when it returns. */
  private interface Conversation {
    void with(DataInputStream in, OutputStream out) throws Exception;
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    objects =
        new HttpsObjects(new ClusterApi(HttpClient.newHttpClient(), "http"), address, address);
  }

  @AfterEach
  void stop() throws IOException {
    objects.close();
    server.close();
  }

  private void answer(Conversation conversation) {
    Thread.ofVirtual()
        .start(() -> {
          try (var socket = server.accept()) {
            conversation.with(
                new DataInputStream(socket.getInputStream()), socket.getOutputStream());
          } catch (Exception e) {
            heard.add("failed: " + e);
          }
        });
  }

  /** Reads the request and agrees. */
  private void upgrade(DataInputStream in, OutputStream out) throws Exception {
    var request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      request.append((char) in.readByte());
    }
    heard.add(request.toString());
    var key = request.toString().split("Sec-WebSocket-Key: ", 2)[1].split("\r\n", 2)[0];
    var accept =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1)));
    out.write(
        ("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Protocol: v4.channel.k8s.io\r\nSec-WebSocket-Accept: "
                + accept
                + "\r\n\r\n")
            .getBytes(ISO_8859_1));
  }

  private static void frame(OutputStream out, int opcode, boolean last, byte[] content)
      throws IOException {
    out.write((last ? 0x80 : 0) | opcode);
    out.write(content.length);
    out.write(content);
    out.flush();
  }

  /** A short frame of a client, whose content is masked. */
  private static String clientFrame(DataInputStream in) throws IOException {
    in.readByte();
    int length = in.readByte() & 0x7f;
    var mask = in.readNBytes(4);
    var content = in.readNBytes(length);
    for (int i = 0; i < length; i++) {
      content[i] ^= mask[i % 4];
    }
    return new String(content, ISO_8859_1);
  }

  @Test
  void bytesGoBothWaysWithoutWhatTheProtocolAdds() throws Exception {
    answer((in, out) -> {
      upgrade(in, out);
      frame(out, BINARY, true, new byte[] {0, (byte) 0x90, 0x1f});
      frame(out, BINARY, true, new byte[] {1, (byte) 0x90, 0x1f});
      frame(out, BINARY, false, "\0hel".getBytes(UTF_8));
      frame(out, CONTINUED, true, "lo".getBytes(UTF_8));
      frame(out, BINARY, true, "\1what went wrong".getBytes(UTF_8));
      frame(out, BINARY, true, "\0, you".getBytes(UTF_8));
      heard.add(clientFrame(in));
      frame(out, CLOSE, true, new byte[0]);
    });
    var received = new ByteArrayOutputStream();
    try (var connection = objects.connect("a", "web-1", 8080, received)) {
      assertThat(heard.take())
          .startsWith("GET /api/v1/namespaces/a/pods/web-1/portforward?ports=8080 HTTP/1.1\r\n")
          .contains("Origin: http://localhost:" + server.getLocalPort() + "\r\n")
          .contains("Sec-WebSocket-Protocol: v4.channel.k8s.io\r\n");
      connection.send(" hello ".getBytes(UTF_8), 1, 5);
      assertThat(heard.take()).isEqualTo("\0hello");
      connection.awaitEnd();
      assertThat(received.toString(UTF_8)).isEqualTo("hello, you");
      assertThatThrownBy(() -> connection.send(new byte[1], 0, 1)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void closingTellsTheServer() throws Exception {
    answer((in, out) -> {
      upgrade(in, out);
      heard.add(Integer.toHexString(in.readByte() & 0xf));
    });
    var connection = objects.connect("a", "web-1", 8080, OutputStream.nullOutputStream());
    heard.take();
    connection.close();
    connection.close();
    assertThat(heard.take()).isEqualTo("8");
    connection.awaitEnd();
  }

  @Test
  void refusalIsAProblem() {
    answer((in, out) -> {
      while (in.read() != '\n') {
        // The first line is enough.
      }
      out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
    });
    assertThatThrownBy(() -> objects.connect("a", "gone", 1, OutputStream.nullOutputStream()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(LauncherError.API_UNREACHABLE));
  }
}
