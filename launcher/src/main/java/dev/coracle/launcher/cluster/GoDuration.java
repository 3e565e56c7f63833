package dev.coracle.launcher.cluster;

import java.time.Duration;

/** Durations as Go writes them, and as minikube's users read and write them. */
public final class GoDuration {
  private GoDuration() {}

  /** In whole seconds: {@code 45s}, {@code 5m0s}, {@code 1h0m30s}; nothing is less than 0s. */
  public static String text(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    var text = seconds % 60 + "s";
    if (seconds >= 60) {
      text = seconds / 60 % 60 + "m" + text;
    }
    return seconds >= 3600 ? seconds / 3600 + "h" + text : text;
  }
}
