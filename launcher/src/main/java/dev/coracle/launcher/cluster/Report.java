package dev.coracle.launcher.cluster;

import dev.coracle.errors.Problem;
import dev.coracle.launcher.cluster.ClusterEvent.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Tells the events of one use case, one at a time, and takes the time of its pieces. */
final class Report {
  private final Consumer<ClusterEvent> events;
  private final long begin = System.nanoTime();
  private final List<Timing> timings = new ArrayList<>();
  private StartStep reached = StartStep.INITIAL_SETUP;

  Report(Consumer<ClusterEvent> events) {
    this.events = events;
  }

  synchronized void tell(ClusterEvent event) {
    if (event instanceof Timing timing) {
      timings.add(timing);
    }
    events.accept(event);
  }

  /** A step begins; one that was done already and has to be done again is told as what it is. */
  synchronized void step(StartStep step, String message) {
    if (step.compareTo(reached) < 0) {
      info(message + ".");
    } else {
      reached = step;
      tell(new ClusterEvent.Step(step, message));
    }
  }

  void info(String message) {
    tell(new ClusterEvent.Info(message));
  }

  void waitingFor(String holder) {
    info("Waiting for " + holder + ".");
  }

  void warn(Problem problem) {
    tell(new ClusterEvent.Warning(problem));
  }

  void done(String message) {
    tell(new ClusterEvent.Done(message, elapsed()));
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Does a piece of work and tells what it cost. */
  <T> T timed(String what, Work<T> work) throws InterruptedException {
    var started = elapsed();
    var result = work.run();
    tell(new Timing(what, started, elapsed().minus(started)));
    return result;
  }

  /** Takes the time from here to each time that it is told what has been done, and between them. */
  Consumer<String> pieces() {
    return new Consumer<>() {
      private Duration begin = elapsed();

      @Override
      public void accept(String what) {
        var end = elapsed();
        tell(new Timing(what, begin, end.minus(begin)));
        begin = end;
      }
    };
  }

  /** In the order in which they began. */
  synchronized List<Timing> timings() {
    return timings.stream().sorted(Comparator.comparing(Timing::begin)).toList();
  }
}
