package dev.coracle.launcher.cli;

import java.util.List;

/** Rows in columns as wide as they need to be. */
final class Table {
  private static final int GAP = 2;

  private Table() {}

  static String text(List<List<String>> rows) {
    var widths = new int[rows.getFirst().size()];
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    for (var row : rows) {
      int begin = text.length();
      for (int i = 0; i < widths.length; i++) {
        text.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + GAP);
      }
      int end = text.length();
      while (end > begin && text.charAt(end - 1) == ' ') {
        end--;
      }
      text.setLength(end);
      text.append('\n');
    }
    return text.toString();
  }
}
