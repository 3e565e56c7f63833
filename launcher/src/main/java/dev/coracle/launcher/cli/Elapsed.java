package dev.coracle.launcher.cli;

import java.time.Duration;

/** Times as people read them. */
final class Elapsed {
  private Elapsed() {}

  /** {@code 3.4s}, {@code 2m05s}. */
  static String text(Duration time) {
    long tenths = time.toMillis() / 100;
    if (tenths < 600) {
      return tenths / 10 + "." + tenths % 10 + "s";
    }
    long seconds = tenths / 10;
    return seconds / 60 + "m" + (seconds % 60 < 10 ? "0" : "") + seconds % 60 + "s";
  }
}
