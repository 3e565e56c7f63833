package dev.coracle.launcher.cluster;

import dev.coracle.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stop that a process waits for, which is nobody's child and belongs to no terminal. */
record ScheduledStop(LastingProcess process) {
  /**
   * Becomes the command itself, under the same process ID, which is how that knows its own file.
   */
  private static final String WAIT =
      """
      trap '' HUP INT QUIT
      sleep "$1"
      grep -qF "\\"pid\\": $$," "$2" || exit 0
      shift 2
      exec "$@"
      """;

  /** A terminal's signals don't reach another session. Where it is not, they are ignored. */
  private static final Path NEW_SESSION = Path.of("/usr/bin/setsid");

  /** Runs the command after the delay, in place of what was scheduled before. */
  void schedule(Duration delay, Instant due, List<String> command) {
    var all = new ArrayList<String>();
    if (Files.isExecutable(NEW_SESSION)) {
      all.add(NEW_SESSION.toString());
    }
    var seconds = delay.toSeconds() + "." + "%03d".formatted(delay.toMillisPart());
    all.addAll(List.of("/bin/sh", "-c", WAIT, "coracle", seconds, process.file().toString()));
    all.addAll(command);
    process.start(all, json -> json.put("due", due.toString()));
  }

  /** When the cluster is going to be stopped; empty also if the process that waited is gone. */
  Optional<Instant> due() {
    return process.running().flatMap(found -> due(found.about()));
  }

  private static Optional<Instant> due(JsonObject json) {
    try {
      return json.optionalText("due").map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Calls it off, unless it is this very process.
   *
   * @return whether there was one
   */
  boolean cancel() {
    return process.end().isPresent();
  }
}
