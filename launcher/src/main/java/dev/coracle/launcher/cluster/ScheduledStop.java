package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.files.WriteFailure;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.launcher.store.VersionedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stop that a process waits for. The process is nobody's child, belongs to no terminal, and does
 * nothing in the end unless the file still names it: so removing the file is what calls it off, and
 * ending the process only clears away.
 *
 * @param file of the cluster; whoever changes it holds the cluster's lock
 */
record ScheduledStop(Path file) {
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

  /** A clock that is set moves the start of every process that runs, by this at most. */
  private static final Duration SAME_START = Duration.ofSeconds(2);

  private record Waiting(ProcessHandle process, Instant due) {}

  /** Runs the command after the delay, in place of what was scheduled before. */
  void schedule(Duration delay, Instant due, List<String> command) {
    cancel();
    var process = start(delay, command).toHandle();
    new VersionedFile(file, LauncherError.CLUSTER_FILE_BROKEN, List.of())
        .update(json ->
            json.put("pid", process.pid())
                .put("started", started(process).toString())
                .put("due", due.toString()));
  }

  private Process start(Duration delay, List<String> command) {
    var all = new ArrayList<String>();
    if (Files.isExecutable(NEW_SESSION)) {
      all.add(NEW_SESSION.toString());
    }
    var seconds = delay.toSeconds() + "." + "%03d".formatted(delay.toMillisPart());
    all.addAll(List.of("/bin/sh", "-c", WAIT, "coracle", seconds, file.toString()));
    all.addAll(command);
    try {
      return new ProcessBuilder(all)
          .redirectInput(Path.of("/dev/null").toFile())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.PROGRAM_NOT_STARTED, all.getFirst() + " did not start: " + e, e);
    }
  }

  /** When the cluster is going to be stopped; empty also if the process that waited is gone. */
  Optional<Instant> due() {
    return waiting().map(Waiting::due);
  }

  /**
   * Calls it off, unless it is this very process.
   *
   * @return whether there was one
   */
  boolean cancel() {
    var waiting = waiting();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw WriteFailure.of(file, file.toString(), 0, LauncherError.FILE_WRITE_FAILED, e);
    }
    waiting.map(Waiting::process).filter(it -> !isThis(it)).ifPresent(ScheduledStop::end);
    return waiting.isPresent();
  }

  private static void end(ProcessHandle process) {
    var sleeping = process.descendants().toList();
    process.destroy();
    sleeping.forEach(ProcessHandle::destroy);
  }

  private static boolean isThis(ProcessHandle process) {
    return process.equals(ProcessHandle.current());
  }

  /** A file that cannot be understood names no process, and so the next change replaces it. */
  private Optional<Waiting> waiting() {
    try {
      return new VersionedFile(file, LauncherError.CLUSTER_FILE_BROKEN, List.of())
          .read(ScheduledStop::running)
          .flatMap(found -> found);
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** The process ID may be another's by now; then that one was started at another time. */
  private static Optional<Waiting> running(JsonObject json) {
    var recorded = Instant.parse(json.text("started"));
    var due = Instant.parse(json.text("due"));
    return ProcessHandle.of(json.longInteger("pid"))
        .filter(ProcessHandle::isAlive)
        .filter(it -> Duration.between(recorded, started(it)).abs().compareTo(SAME_START) <= 0)
        .map(process -> new Waiting(process, due));
  }

  private static Instant started(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }
}
