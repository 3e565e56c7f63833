package dev.coracle.gui.workloads.logs;

import java.io.IOException;
import java.util.Collections;
import javafx.collections.ObservableListBase;

/**
 * A log as a list for a view, which reads what it shows; each item is the number of a line. Belongs
 * to the FX thread.
 */
final class LogLines extends ObservableListBase<Long> {
  private final LogStore store;
  private long first;
  private long end;

  LogLines(LogStore store) {
    this.store = store;
  }

  /** Takes over what the log has come to. */
  void update() {
    long nowFirst = store.first();
    long nowEnd = store.end();
    if (nowFirst == first && nowEnd == end) {
      return;
    }
    int kept = (int) Math.max(0, end - Math.max(first, nowFirst));
    int given = (int) (Math.min(nowFirst, end) - first);
    first = nowFirst;
    end = nowEnd;
    beginChange();
    if (given > 0) {
      nextRemove(0, Collections.nCopies(given, -1L));
    }
    if (size() > kept) {
      nextAdd(kept, size());
    }
    endChange();
  }

  /** Empty once the log is closed. */
  String text(long line) {
    try {
      return LogText.plain(store.line(line));
    } catch (IOException e) {
      return "";
    }
  }

  /** Where a line is in this list; it may have been given up. */
  int indexOf(long line) {
    return (int) Math.max(0, line - first);
  }

  @Override
  public Long get(int index) {
    return first + index;
  }

  @Override
  public int size() {
    return (int) (end - first);
  }

  /** Quick, for views ask often: the numbers are in order. */
  @Override
  public int indexOf(Object line) {
    return line instanceof Long number && number >= first && number < end
        ? (int) (number - first)
        : -1;
  }

  @Override
  public boolean contains(Object line) {
    return indexOf(line) >= 0;
  }
}
