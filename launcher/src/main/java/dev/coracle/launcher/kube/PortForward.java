package dev.coracle.launcher.kube;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket of a port-forward. Each message begins with the number of its channel, 0 for data
 * and 1 for what went wrong, and the first message of each channel is the port.
 */
final class PortForward implements PodConnection, WebSocket.Listener {
  /** The API server's name for this protocol. */
  static final String PROTOCOL = "v4.channel.k8s.io";

  private static final int DATA = 0;
  private static final int PORT_BYTES = 2;

  private final OutputStream received;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable WebSocket socket;
  private int channel;
  private boolean isNewMessage = true;
  private int portBytesLeft = PORT_BYTES;

  PortForward(OutputStream received) {
    this.received = received;
  }

  @Override
  public void onOpen(WebSocket webSocket) {
    socket = webSocket;
    webSocket.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer part, boolean last) {
    if (isNewMessage && part.hasRemaining()) {
      channel = part.get();
      isNewMessage = false;
    }
    isNewMessage |= last;
    try {
      if (channel == DATA) {
        receive(part);
      }
      webSocket.request(1);
    } catch (IOException e) {
      close();
    }
    return null;
  }

  private void receive(ByteBuffer part) throws IOException {
    int skipped = Math.min(portBytesLeft, part.remaining());
    portBytesLeft -= skipped;
    part.position(part.position() + skipped);
    var bytes = new byte[part.remaining()];
    part.get(bytes);
    if (bytes.length > 0) {
      received.write(bytes);
      received.flush();
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
    ended.countDown();
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    ended.countDown();
  }

  @Override
  public void send(byte[] bytes, int offset, int length) throws IOException {
    var message = ByteBuffer.allocate(length + 1).put((byte) DATA).put(bytes, offset, length);
    try {
      open().sendBinary(message.flip(), true).join();
    } catch (CompletionException e) {
      throw new IOException("the connection to the pod broke", e);
    }
  }

  private WebSocket open() throws IOException {
    var open = socket;
    if (open == null || ended.getCount() == 0) {
      throw new IOException("the connection to the pod has ended");
    }
    return open;
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    ended.countDown();
    var open = socket;
    if (open != null && !open.isOutputClosed()) {
      var _ = open.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((_, _) -> open.abort());
    }
  }
}
