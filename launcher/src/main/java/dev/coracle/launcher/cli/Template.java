package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.util.Map;
import java.util.TreeSet;

/** The part of Go's templates that {@code --format} is used with: text and {@code {{.Field}}}. */
final class Template {
  private final String text;

  /**
   * @param text in which {@code \n} and {@code \t} may stand for a new line and a tab
   */
  Template(String text) {
    this.text = text.replace("\\n", "\n").replace("\\t", "\t");
  }

  String fill(Map<String, String> fields) {
    var filled = new StringBuilder();
    int at = 0;
    while (true) {
      int open = text.indexOf("{{", at);
      if (open < 0) {
        return filled.append(text, at, text.length()).toString();
      }
      int close = text.indexOf("}}", open);
      if (close < 0) {
        throw invalid("'" + text.substring(open) + "' has no }}");
      }
      filled.append(text, at, open).append(value(text.substring(open + 2, close).strip(), fields));
      at = close + 2;
    }
  }

  private static String value(String expression, Map<String, String> fields) {
    if (expression.length() > 1 && expression.startsWith("\"") && expression.endsWith("\"")) {
      return expression.substring(1, expression.length() - 1);
    }
    var value = expression.startsWith(".") ? fields.get(expression.substring(1)) : null;
    if (value == null) {
      throw invalid(
          "'" + expression + "' is none of ." + String.join(", .", new TreeSet<>(fields.keySet())));
    }
    return value;
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(LauncherError.COMMAND_LINE_INVALID, "--format: " + detail);
  }
}
