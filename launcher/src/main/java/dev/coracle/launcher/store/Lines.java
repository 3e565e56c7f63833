package dev.coracle.launcher.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Files that only grow, a line at a time: records of what happened, which nothing depends on. */
final class Lines {
  private Lines() {}

  /**
   * One write at the end of the file, so that lines of several processes don't mix. A line that
   * cannot be written is lost: a full disk must not keep anybody from stopping or deleting.
   */
  static void append(Path file, byte[] line) {
    var withEnd = Arrays.copyOf(line, line.length + 1);
    withEnd[line.length] = '\n';
    try {
      Files.write(file, withEnd, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException lost) {
      return;
    }
  }
}
