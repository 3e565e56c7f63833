package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of the form {@code NAME=VALUE}. */
final class Pairs {
  private Pairs() {}

  /**
   * @param flag that they were given to
   * @throws ProblemException {@code COMMAND_LINE_INVALID}
   */
  static Map<String, String> of(List<String> values, String flag) {
    var pairs = new LinkedHashMap<String, String>();
    for (var value : values) {
      int equals = value.indexOf('=');
      if (equals <= 0) {
        throw invalid(flag, value, "NAME=VALUE");
      }
      pairs.put(value.substring(0, equals), value.substring(equals + 1));
    }
    return pairs;
  }

  static ProblemException invalid(String flag, String value, String form) {
    return new ProblemException(
        LauncherError.COMMAND_LINE_INVALID,
        flag + ": '" + value + "' is not of the form " + form + ".");
  }
}
