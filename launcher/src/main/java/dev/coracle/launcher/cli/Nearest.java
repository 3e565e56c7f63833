package dev.coracle.launcher.cli;

import java.util.Collection;
import java.util.Optional;

/** What somebody may have meant who typed something else. */
final class Nearest {
  private Nearest() {}

  /** Absent if nothing is near enough to be worth mentioning. */
  static Optional<String> to(String typed, Collection<String> known) {
    int best = 1 + Math.max(1, typed.length() / 3);
    var nearest = Optional.<String>empty();
    for (var candidate : known) {
      int distance = distance(typed, candidate);
      if (distance < best) {
        best = distance;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  /** How many letters to add, remove, replace or swap with their neighbour. */
  private static int distance(String from, String to) {
    var table = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
          continue;
        }
        int same = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        table[i][j] =
            Math.min(table[i - 1][j - 1] + same, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
        }
      }
    }
    return table[from.length()][to.length()];
  }
}
