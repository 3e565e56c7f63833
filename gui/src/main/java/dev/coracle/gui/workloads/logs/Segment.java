package dev.coracle.gui.workloads.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Some lines in a file of their own, which is removed with this. Not thread-safe. Its file is no
 * channel, which an interrupted reader would close.
 */
final class Segment implements AutoCloseable {
  private static final int FIRST_LINES = 1024;

  private final Path path;
  private final RandomAccessFile file;
  private int[] ends = new int[FIRST_LINES];
  private int lines;

  Segment(Path directory) throws IOException {
    path = Files.createTempFile(directory, "log", "");
    file = new RandomAccessFile(path.toFile(), "rw");
  }

  int lines() {
    return lines;
  }

  int bytes() {
    return lines == 0 ? 0 : ends[lines - 1];
  }

  /**
   * Writes whole lines.
   *
   * @param lineEnds where each of them ends in the text, after its line feed
   */
  void append(byte[] text, int[] lineEnds, int count) throws IOException {
    int start = bytes();
    file.seek(start);
    file.write(text, 0, lineEnds[count - 1]);
    if (lines + count > ends.length) {
      ends = Arrays.copyOf(ends, Math.max(ends.length * 2, lines + count));
    }
    for (int i = 0; i < count; i++) {
      ends[lines++] = start + lineEnds[i];
    }
  }

  /** Without its line feed, and no longer than asked for. */
  String line(int index, int maxBytes) throws IOException {
    int start = start(index);
    return text(start, Math.min(ends[index] - 1 - start, maxBytes));
  }

  /** Some whole lines, each with its line feed. */
  String lines(int from, int to) throws IOException {
    return text(start(from), ends[to - 1] - start(from));
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  private String text(int position, int length) throws IOException {
    var bytes = new byte[length];
    file.seek(position);
    file.readFully(bytes);
    return new String(bytes, UTF_8);
  }

  void copyTo(OutputStream out) throws IOException {
    var part = new byte[1 << 16];
    file.seek(0);
    for (int left = bytes(); left > 0; ) {
      int read = file.read(part, 0, Math.min(left, part.length));
      out.write(part, 0, read);
      left -= read;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
    Files.delete(path);
  }
}
