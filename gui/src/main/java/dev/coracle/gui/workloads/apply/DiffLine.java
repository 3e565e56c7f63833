package dev.coracle.gui.workloads.apply;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** One line of a difference. */
public record DiffLine(Kind kind, String text) {
  private static final int CONTEXT = 3;

  public enum Kind {
    SAME,
    ADDED,
    REMOVED,
    /** Lines that are the same were left out here. */
    GAP
  }

  /** The lines that differ, with some around them. */
  static List<DiffLine> between(String before, String after) {
    var old = before.isEmpty() ? List.<String>of() : before.lines().toList();
    var unified =
        UnifiedDiffUtils.generateUnifiedDiff(
            "", "", old, DiffUtils.diff(old, after.lines().toList()), CONTEXT);
    return unified.stream()
        .skip(2)
        .map(DiffLine::of)
        .dropWhile(line -> line.kind() == Kind.GAP)
        .toList();
  }

  private static DiffLine of(String line) {
    if (line.startsWith("@@")) {
      return new DiffLine(Kind.GAP, "⋯");
    }
    var kind =
        switch (line.charAt(0)) {
          case '+' -> Kind.ADDED;
          case '-' -> Kind.REMOVED;
          default -> Kind.SAME;
        };
    return new DiffLine(kind, line.substring(1));
  }
}
