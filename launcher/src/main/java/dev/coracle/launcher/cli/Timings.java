package dev.coracle.launcher.cli;

import dev.coracle.launcher.cluster.ClusterEvent.Timing;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code start --timings}: when each piece of work began and what it cost. */
final class Timings {
  private Timings() {}

  static void print(PrintStream out, List<Timing> timings) {
    out.println("   begin   seconds");
    for (var timing : timings) {
      out.println(column(timing.begin()) + "  " + column(timing.cost()) + "  " + timing.what());
    }
  }

  private static String column(Duration time) {
    return String.format(Locale.ROOT, "%8.2f", time.toMillis() / 1000.0);
  }
}
