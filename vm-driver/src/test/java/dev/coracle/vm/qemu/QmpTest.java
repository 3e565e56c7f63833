package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QmpTest {
  private static final String GREETING = "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n";
  private static final Duration LIMIT = Duration.ofMillis(300);

  @TempDir private Path directory;
  private Path socket;
  private ServerSocketChannel server;

  @BeforeEach
  void listen() throws IOException {
    socket = directory.resolve("q.sock");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /** Greets the next client, then answers its lines with these. */
  private void serve(List<String> answers) {
    Thread.ofVirtual().start(() -> serveOne(answers));
  }

  private void serveOne(List<String> answers) {
    try (SocketChannel client = server.accept();
        var in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8))) {
      write(client, GREETING);
      for (String answer : answers) {
        in.readLine();
        write(client, answer);
      }
      in.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(SocketChannel client, String text) throws IOException {
    client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void answerIsFoundAmongEventsAndLateAnswers() throws Exception {
    serve(
        List.of(
            "{\"return\": {}, \"id\": 1}\r\n",
            """
            {"event": "RESUME", "data": {}, "timestamp": {"seconds": 1}}\r
            {"return": {"status": "wrong"}, "id": 1}\r
            {"return": {"status": "running", "running": true}, "id": 2}\r
            """));
    try (Qmp qmp = Qmp.connect(socket, LIMIT)) {
      assertThat(qmp.execute("query-status").text("status")).isEqualTo("running");
    }
  }

  @Test
  void refusalIsAnException() throws Exception {
    serve(
        List.of(
            "{\"return\": {}, \"id\": 1}\r\n",
            "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"no such\"}, \"id\": 2}\r\n"));
    try (Qmp qmp = Qmp.connect(socket, LIMIT)) {
      assertThatThrownBy(() -> qmp.execute("nonsense"))
          .isInstanceOf(QmpException.class)
          .hasMessage("nonsense: no such");
    }
  }

  @Test
  void nonsenseIsAnException() throws Exception {
    serve(List.of("{\"return\": {}, \"id\": 1}\r\n", "[]\r\n"));
    try (Qmp qmp = Qmp.connect(socket, LIMIT)) {
      assertThatThrownBy(() -> qmp.execute("query-status"))
          .isInstanceOf(QmpException.class)
          .hasMessageContaining("cannot be understood");
    }
  }

  @Test
  void secondClientWaitsForItsGreetingOnlySoLong() {
    assertThatThrownBy(() -> Qmp.connect(socket, LIMIT))
        .isInstanceOf(QmpException.class)
        .hasMessageContaining("300 ms");
  }

  @Test
  void nobodyListeningIsToldApart() throws IOException {
    server.close();
    assertThatThrownBy(() -> Qmp.connect(socket, LIMIT)).isInstanceOf(ConnectException.class);
  }

  @Test
  void waitingIsInterruptible() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Qmp.connect(socket, LIMIT)).isInstanceOf(InterruptedException.class);
  }
}
