package dev.coracle.vm.qemu;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of one of QEMU's monitors: one command at a time, each answered within the limit. Not
 * thread-safe, needs no thread of its own.
 */
final class Qmp implements AutoCloseable {
  private final SocketChannel channel;
  private final Selector selector;
  private final Duration limit;
  private final ByteBuffer received = ByteBuffer.allocate(8192).flip();
  private long lastId;

  private Qmp(SocketChannel channel, Selector selector, Duration limit) {
    this.channel = channel;
    this.selector = selector;
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
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      var qmp = new Qmp(channel, selector, limit);
      qmp.next(System.nanoTime() + limit.toNanos());
      qmp.execute("qmp_capabilities");
      return qmp;
    } catch (IOException | InterruptedException e) {
      channel.close();
      throw e;
    }
  }

  Map<String, @Nullable Object> execute(String command) throws IOException, InterruptedException {
    long id = ++lastId;
    send(Json.text(Map.of("execute", command, "id", id)));
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      switch (next(deadline)) {
        case QmpMessage.Return answer when answer.id() == id -> {
          return answer.value();
        }
        case QmpMessage.Failure failure when failure.id() == id ->
            throw new QmpException(command + ": " + failure.description());
        case QmpMessage.Return late -> {}
        case QmpMessage.Failure late -> {}
        case QmpMessage.Event event -> {}
        case QmpMessage.Greeting greeting -> {}
      }
    }
  }

  /** A command is far smaller than the socket's buffer: it is taken whole or not at all. */
  private void send(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
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
          return QmpMessage.parse(line.toString(StandardCharsets.UTF_8));
        }
        line.write(b);
      }
      receive(deadline);
    }
  }

  private void receive(long deadline) throws IOException, InterruptedException {
    long milliseconds = (deadline - System.nanoTime()) / 1_000_000;
    if (milliseconds <= 0) {
      throw new QmpException("no answer within " + limit.toMillis() + " ms");
    }
    selector.select(milliseconds);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    received.clear();
    int count = channel.read(received);
    received.flip();
    if (count < 0) {
      throw new EOFException("QEMU closed the monitor");
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
