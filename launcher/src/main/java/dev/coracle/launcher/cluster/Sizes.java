package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.util.Locale;
import java.util.regex.Pattern;

/** Sizes as people type them. */
public final class Sizes {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12})\\s*([kmgt]?)(i?b)?", Pattern.CASE_INSENSITIVE);

  private Sizes() {}

  /**
   * {@code 4096}, {@code 4096m}, {@code 4096mb}, {@code 4g}, {@code 4GiB} in MiB; a number alone is
   * in MiB, units are powers of 1024, as in minikube.
   *
   * @throws ProblemException {@code CLUSTER_VALUE_INVALID}
   */
  public static int mebibytes(String text) {
    var match = SIZE.matcher(text.strip());
    if (!match.matches()) {
      throw invalid(text);
    }
    var unit = match.group(2).toLowerCase(Locale.ROOT);
    var plain = unit.isEmpty() && match.group(3) == null;
    int shift =
        switch (unit) {
          case "" -> plain ? 20 : 0;
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          default -> 40;
        };
    long mebibytes =
        Math.multiplyHigh(Long.parseLong(match.group(1)), 1L << shift) == 0
            ? Long.parseLong(match.group(1)) << shift >>> 20
            : Long.MAX_VALUE;
    if (mebibytes > Integer.MAX_VALUE) {
      throw invalid(text);
    }
    return (int) mebibytes;
  }

  private static ProblemException invalid(String text) {
    return new ProblemException(
        LauncherError.CLUSTER_VALUE_INVALID,
        "\"" + text + "\" is no size; give a number and a unit, such as 4g or 4096mb.");
  }
}
