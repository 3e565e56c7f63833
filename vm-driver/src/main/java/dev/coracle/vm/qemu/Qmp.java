package dev.coracle.vm.qemu;

import dev.coracle.json.JsonException;
import dev.coracle.json.JsonObject;
import dev.coracle.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A client of one of QEMU's monitors: one command at a time, each answered within the limit. Not
 * thread-safe, needs no thread of its own.
 */
final class Qmp implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofNanos(200_000);

  private final SocketChannel channel;
  private final Duration limit;
  private final ByteBuffer received = ByteBuffer.allocate(8192).flip();
  private long lastId;

  private Qmp(SocketChannel channel, Duration limit) {
    this.channel = channel;
    this.limit = limit;
  }

  /**
   * Connects and waits for the greeting, which comes only when an earlier client has left.
   *
   * @throws java.net.ConnectException if nobody listens
   * @throws QmpException if the greeting does not come within the limit
   */
  static Qmp connect(Path socket, Duration limit) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    try {
      channel.configureBlocking(false);
      var qmp = new Qmp(channel, limit);
      qmp.next(System.nanoTime() + limit.toNanos());
      qmp.execute("qmp_capabilities");
      return qmp;
    } catch (IOException | InterruptedException e) {
      channel.close();
      throw e;
    }
  }

  /** What the command returns, which is an object for all that are used here. */
  JsonObject execute(String command) throws IOException, InterruptedException {
    return execute(command, Map.of());
  }

  JsonObject execute(String command, Map<String, ?> arguments)
      throws IOException, InterruptedException {
    long id = ++lastId;
    send(JsonText.line(Map.of("execute", command, "arguments", arguments, "id", id)) + "\n");
    long deadline = System.nanoTime() + limit.toNanos();
    // Not a switch over types: that makes a class at run time, for which a quick command has no
    // time
    while (true) {
      QmpMessage message = next(deadline);
      if (message instanceof QmpMessage.Return answer && answer.id() == id) {
        return answer.value();
      }
      if (message instanceof QmpMessage.Failure failure && failure.id() == id) {
        throw new QmpException(command + ": " + failure.description());
      }
    }
  }

  /** A command is far smaller than the socket's buffer: it is taken whole or not at all. */
  private void send(String command) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(command.getBytes(StandardCharsets.UTF_8));
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      throw new QmpException("QEMU takes no commands");
    }
  }

  private QmpMessage next(long deadline) throws IOException, InterruptedException {
    var line = new ByteArrayOutputStream();
    while (true) {
      while (received.hasRemaining()) {
        byte b = received.get();
        if (b == '\n') {
          return message(line.toByteArray());
        }
        line.write(b);
      }
      receive(deadline);
    }
  }

  private static QmpMessage message(byte[] line) throws QmpException {
    try {
      return QmpMessage.parse(line);
    } catch (JsonException e) {
      throw new QmpException("an answer that cannot be understood: " + e.getMessage());
    }
  }

  /** QEMU answers in less time than a selector takes to be made. */
  private void receive(long deadline) throws IOException, InterruptedException {
    received.clear();
    int count = read();
    while (count == 0) {
      if (System.nanoTime() >= deadline) {
        throw new QmpException("no answer within " + limit.toMillis() + " ms");
      }
      Thread.sleep(PAUSE);
      count = read();
    }
    received.flip();
    if (count < 0) {
      throw new EOFException("QEMU closed the monitor");
    }
  }

  private int read() throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return channel.read(received);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
