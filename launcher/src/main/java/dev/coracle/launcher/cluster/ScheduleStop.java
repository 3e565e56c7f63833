package dev.coracle.launcher.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Stops a cluster later, or calls that off. Nothing of Coracle's runs meanwhile. */
public final class ScheduleStop {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Surroundings surroundings;

  public ScheduleStop(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Returns at once; the stop takes place after the delay, whatever becomes of this process and its
   * terminal, unless the cluster is started, stopped or deleted before, or this is done again. The
   * time that the host sleeps or is off does not count or ends it.
   *
   * @throws dev.coracle.errors.ProblemException {@code CLUSTER_NOT_FOUND}, {@code CLUSTER_BUSY}
   */
  public void run(
      String name,
      Duration delay,
      boolean keepContext,
      boolean powerOff,
      Consumer<ClusterEvent> events)
      throws InterruptedException {
    locked(
        name,
        events,
        report -> {
          var due = surroundings.clock().instant().plus(delay);
          var command = new ArrayList<>(List.of(surroundings.program().toString(), "stop"));
          // Else a CORACLE_SCHEDULE in the environment would put it off for ever.
          command.addAll(List.of("-p", name, "--schedule=0s"));
          command.add("--keep-context-active=" + keepContext);
          command.add("--power-off=" + powerOff);
          surroundings.clusters().scheduledStop(name).schedule(delay, due, command);
          report.info("The cluster \"" + name + "\" stops in " + GoDuration.text(delay) + ".");
        });
  }

  /** Nothing being scheduled is a success. */
  public void cancel(String name, Consumer<ClusterEvent> events) throws InterruptedException {
    locked(
        name,
        events,
        report ->
            report.info(
                surroundings.clusters().scheduledStop(name).cancel()
                    ? "The stop of \"" + name + "\" that was scheduled is called off."
                    : "No stop of \"" + name + "\" was scheduled."));
  }

  private void locked(String name, Consumer<ClusterEvent> events, Consumer<Report> work)
      throws InterruptedException {
    surroundings.clusters().get(name);
    var report = new Report(new EventLog(surroundings, name).alongside(events));
    try (var _ = surroundings.lock(name, "stop", PATIENCE, report)) {
      surroundings.clusters().get(name);
      work.accept(report);
    }
  }
}
