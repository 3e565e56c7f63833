package dev.coracle.launcher.readiness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a console log as it grows, from its beginning; starts over when the log does. Not
 * thread-safe.
 */
public final class ConsoleTail {
  private final Path log;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private long position;

  public ConsoleTail(Path log) {
    this.log = log;
  }

  /** Whole lines that came since the last call; none while there is no log. */
  public List<String> lines() throws IOException {
    var lines = new ArrayList<String>();
    try (var channel = FileChannel.open(log)) {
      if (channel.size() < position) {
        position = 0;
        partial.reset();
      }
      var buffer = ByteBuffer.allocate(1 << 16);
      for (int count; (count = channel.read(buffer, position)) > 0; buffer.clear()) {
        position += count;
        split(buffer.flip(), lines);
      }
    } catch (NoSuchFileException e) {
      position = 0;
    }
    return lines;
  }

  private void split(ByteBuffer bytes, List<String> lines) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == '\n') {
        lines.add(partial.toString(StandardCharsets.UTF_8).stripTrailing());
        partial.reset();
      } else {
        partial.write(next);
      }
    }
  }
}
