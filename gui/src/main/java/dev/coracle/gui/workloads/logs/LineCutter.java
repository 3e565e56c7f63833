package dev.coracle.gui.workloads.logs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a stream as whole lines, in pieces as large as they come. */
final class LineCutter {
  private static final int BUFFER = 64 << 10;

  /** A line that never ends is cut, so that it cannot take all memory. */
  private static final int MAX_LINE = 1 << 20;

  private final LogStore store;
  private byte[] buffer = new byte[BUFFER];
  private int filled;
  private int[] ends = new int[1024];

  LineCutter(LogStore store) {
    this.store = store;
  }

  /**
   * Returns when the stream ends.
   *
   * @param came called after each piece
   */
  void read(InputStream stream, Runnable came) throws IOException {
    while (true) {
      if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
      int read = stream.read(buffer, filled, buffer.length - filled);
      if (read < 0) {
        break;
      }
      int searched = filled;
      filled += read;
      store(searched);
      came.run();
    }
    if (filled > 0) {
      endLine();
      store(filled - 1);
      came.run();
    }
  }

  /** Hands over the lines that are complete. */
  private void store(int searched) throws IOException {
    int count = 0;
    for (int i = searched; i < filled; i++) {
      if (buffer[i] == '\n') {
        if (count == ends.length) {
          ends = Arrays.copyOf(ends, ends.length * 2);
        }
        ends[count++] = i + 1;
      }
    }
    if (count == 0) {
      if (filled < MAX_LINE) {
        return;
      }
      endLine();
      ends[count++] = filled;
    }
    int whole = ends[count - 1];
    store.append(buffer, ends, count);
    System.arraycopy(buffer, whole, buffer, 0, filled - whole);
    filled -= whole;
  }

  private void endLine() {
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, filled + 1);
    }
    buffer[filled++] = '\n';
  }
}
