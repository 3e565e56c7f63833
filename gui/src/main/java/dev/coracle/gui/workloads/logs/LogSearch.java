package dev.coracle.gui.workloads.logs;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * The lines in which something occurs, whatever the case of its letters. Goes on where it ended
 * when there are more lines. One thread searches, any may look.
 */
final class LogSearch {
  /** So many lines are read at once. */
  private static final int BLOCK = 5_000;

  private final String wanted;
  private long searched;
  private volatile Found found = new Found(new long[0], 0);

  /** What was found so far: the numbers of lines, in order. */
  static final class Found {
    private final long[] lines;
    private final int count;

    private Found(long[] lines, int count) {
      this.lines = lines;
      this.count = count;
    }

    int count() {
      return count;
    }

    /** The next one after a line, or the first. */
    OptionalLong after(long line) {
      return at(insertion(line + 1) == count ? 0 : insertion(line + 1));
    }

    /** The one before a line, or the last. */
    OptionalLong before(long line) {
      int index = insertion(line) - 1;
      return at(index < 0 ? count - 1 : index);
    }

    /** Which of them a line is, from 1 on. */
    Optional<Integer> position(long line) {
      int index = Arrays.binarySearch(lines, 0, count, line);
      return index < 0 ? Optional.empty() : Optional.of(index + 1);
    }

    private OptionalLong at(int index) {
      return index >= 0 && index < count ? OptionalLong.of(lines[index]) : OptionalLong.empty();
    }

    private int insertion(long line) {
      int index = Arrays.binarySearch(lines, 0, count, line);
      return index < 0 ? -index - 1 : index;
    }
  }

  LogSearch(String wanted) {
    this.wanted = wanted.toLowerCase(Locale.ROOT);
  }

  String wanted() {
    return wanted;
  }

  Found found() {
    return found;
  }

  /** Searches up to the newest line, for as long as it is wanted. */
  void run(LogStore store, BooleanSupplier goesOn) throws IOException {
    while (goesOn.getAsBoolean()) {
      var block = store.block(searched, BLOCK);
      if (block.text().isEmpty()) {
        return;
      }
      search(block);
    }
  }

  private void search(LogStore.Block block) {
    var lines = found.lines;
    int count = found.count;
    long number = block.number();
    var text = block.text().toLowerCase(Locale.ROOT);
    int start = 0;
    int hit = text.indexOf(wanted);
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      if (hit >= 0 && hit < end) {
        if (count == lines.length) {
          lines = Arrays.copyOf(lines, Math.max(64, count * 2));
        }
        lines[count++] = number;
        hit = text.indexOf(wanted, end);
      }
      number++;
      start = end + 1;
    }
    searched = number;
    found = new Found(lines, count);
  }
}
