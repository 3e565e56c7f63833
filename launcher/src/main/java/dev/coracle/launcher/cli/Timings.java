package dev.coracle.launcher.cli;

import dev.coracle.launcher.cluster.ClusterEvent;
import dev.coracle.launcher.cluster.ClusterEvent.Timing;
import dev.coracle.launcher.cluster.StartResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** {@code --timings}: when each piece of work began and what it cost. */
final class Timings {
  private Timings() {}

  /** Brings a cluster up, tells of it, and prints what it took if that is wanted. */
  static int tell(
      Session session, Flag<String> output, Flag<Boolean> wanted, Narrator.Work<StartResult> work)
      throws InterruptedException {
    var result = Narrator.tell(session, output.or("text").equals("json"), work);
    if (wanted.or(false)) {
      print(session.err(), result.timings());
    }
    return Command.OK;
  }

  static void print(PrintStream out, List<Timing> timings) {
    out.println("   begin   seconds");
    for (var timing : timings) {
      out.println(column(timing.begin()) + "  " + column(timing.cost()) + "  " + timing.what());
    }
  }

  private static String column(Duration time) {
    return String.format(Locale.ROOT, "%8.2f", time.toMillis() / 1000.0);
  }

  /** Collects them on their way. */
  static Consumer<ClusterEvent> noting(List<Timing> costs, Consumer<ClusterEvent> events) {
    return event -> {
      if (event instanceof Timing timing) {
        costs.add(timing);
      }
      events.accept(event);
    };
  }
}
