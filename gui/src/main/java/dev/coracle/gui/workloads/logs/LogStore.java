package dev.coracle.gui.workloads.logs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The last lines of a log, on disk, where only the user can read them; any of them is read in the
 * same time. Lines are numbered from 0 on for ever, and the oldest are given up in large pieces
 * when there are too many. Thread-safe; nothing is kept once it is closed.
 */
final class LogStore implements AutoCloseable {
  /** What a window shows of one line. */
  private static final int SHOWN_BYTES = 8 << 10;

  private static final int SEGMENT_BYTES = 64 << 20;
  private static final int SEGMENT_LINES = 100_000;
  private static final int MAX_SEGMENTS = 30;

  private final Path directory;
  private final int segmentLines;
  private final int maxSegments;
  private final List<Segment> segments = new ArrayList<>();
  private long first;
  private long end;
  private boolean closed;

  LogStore() throws IOException {
    this(SEGMENT_LINES, MAX_SEGMENTS);
  }

  /** With other limits, for tests. */
  LogStore(int segmentLines, int maxSegments) throws IOException {
    this.segmentLines = segmentLines;
    this.maxSegments = maxSegments;
    directory = Files.createTempDirectory("coracle-log");
  }

  /** Of the oldest line that is left. */
  synchronized long first() {
    return first;
  }

  /** One more than the number of the newest line. */
  synchronized long end() {
    return end;
  }

  /**
   * Adds whole lines, each with its line feed; nothing once this is closed.
   *
   * @param lineEnds where each of them ends, after its line feed
   */
  synchronized void append(byte[] text, int[] lineEnds, int count) throws IOException {
    if (closed || count == 0) {
      return;
    }
    if (segments.isEmpty()
        || segments.getLast().lines() >= segmentLines
        || segments.getLast().bytes() >= SEGMENT_BYTES) {
      segments.add(new Segment(directory));
      if (segments.size() > maxSegments) {
        var oldest = segments.removeFirst();
        first += oldest.lines();
        oldest.close();
      }
    }
    segments.getLast().append(text, lineEnds, count);
    end += count;
  }

  /** A line as it is shown; empty if it was given up. */
  synchronized String line(long number) throws IOException {
    long start = first;
    for (var segment : segments) {
      if (number >= start && number < start + segment.lines()) {
        return segment.line((int) (number - start), SHOWN_BYTES);
      }
      start += segment.lines();
    }
    return "";
  }

  /**
   * Some whole lines.
   *
   * @param number of the first of them
   */
  record Block(long number, String text) {}

  /** Lines from a number on, at most so many; there are none after the last one. */
  synchronized Block block(long from, int maxLines) throws IOException {
    long wanted = Math.max(from, first);
    long start = first;
    for (var segment : segments) {
      if (wanted < start + segment.lines()) {
        int index = (int) (wanted - start);
        return new Block(wanted, segment.lines(index, Math.min(index + maxLines, segment.lines())));
      }
      start += segment.lines();
    }
    return new Block(wanted, "");
  }

  /** Writes all that is left, whole. */
  void copyTo(OutputStream out) throws IOException {
    List<Segment> all;
    synchronized (this) {
      all = List.copyOf(segments);
    }
    for (var segment : all) {
      synchronized (this) {
        if (segments.contains(segment)) {
          segment.copyTo(out);
        }
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    for (var segment : segments) {
      segment.close();
    }
    segments.clear();
    Files.deleteIfExists(directory);
  }
}
