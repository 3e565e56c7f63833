package dev.coracle.launcher.kube;

import java.io.IOException;

/**
 * A connection to a TCP port of a pod. What comes from there goes where whoever opened it said.
 * Sending is for one thread at a time.
 */
public interface PodConnection extends AutoCloseable {
  /** Returns when the bytes are on their way. */
  void send(byte[] bytes, int offset, int length) throws IOException;

  /** Returns when the other side has ended the connection, or it broke or was closed. */
  void awaitEnd() throws InterruptedException;

  /** Ends it; does nothing the second time. */
  @Override
  void close();
}
