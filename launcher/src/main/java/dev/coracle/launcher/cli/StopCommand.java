package dev.coracle.launcher.cli;

import dev.coracle.launcher.Launcher;
import dev.coracle.launcher.cluster.ClusterEvent;
import dev.coracle.launcher.cluster.ClusterEvent.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

final class StopCommand extends Command {
  private final Flag<Boolean> powerOff =
      toggle("Shut the node down instead of putting it to sleep on disk", "--power-off");
  private final Flag<Boolean> keepContext =
      toggle("Leave kubectl's current context as it is", "--keep-context-active");
  private final Flag<Boolean> wakeOnConnect =
      toggle(
          "Wake it when something connects to its API; kubectl's current context stays",
          "--wake-on-connect");
  private final Flag<Duration> schedule =
      option(
          Duration.class,
          Values::duration,
          "DURATION",
          "Stop the cluster after this time, as in 5m, and return at once",
          "--schedule");
  private final Flag<Boolean> cancelScheduled =
      toggle("Call off the stop that is scheduled", "--cancel-scheduled");
  private final Flag<Boolean> all = toggle("Stop every cluster", "--all");
  private final Flag<Boolean> timings = toggle("Print what each phase took", "--timings");
  private final Flag<String> output = output("text", "json");

  StopCommand() {
    super("stop", "Bring the cluster to rest; nothing of it is lost");
  }

  @Override
  int run(Session session) throws InterruptedException {
    for (var name : all.or(false) ? names(session) : List.of(session.profile())) {
      var costs = new ArrayList<Timing>();
      Narrator.tell(
          session,
          output.or("text").equals("json"),
          events -> {
            stop(session.launcher(), name, Timings.noting(costs, events));
            return name;
          });
      if (timings.or(false)) {
        Timings.print(session.err(), costs);
      }
    }
    return OK;
  }

  private void stop(Launcher launcher, String name, Consumer<ClusterEvent> events)
      throws InterruptedException {
    boolean keep = keepContext.or(false);
    boolean off = powerOff.or(false);
    var delay = schedule.or(Duration.ZERO);
    if (cancelScheduled.or(false)) {
      launcher.scheduleStop().cancel(name, events);
    } else if (delay.isPositive()) {
      launcher.scheduleStop().run(name, delay, keep, off, events);
    } else if (wakeOnConnect.or(false) && !off) {
      launcher.stopCluster().untilConnected(name, events);
    } else {
      launcher.stopCluster().run(name, keep, off, events);
    }
  }

  private static List<String> names(Session session) throws InterruptedException {
    return session.launcher().listProfiles().run(true).valid().stream()
        .map(profile -> profile.name())
        .toList();
  }
}
