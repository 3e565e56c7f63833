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
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A process that outlives the command that starts it. A file of the cluster names it, and it does
 * nothing unless that is so: removing the file is what calls it off, and ending the process only
 * clears away.
 *
 * @param file whoever changes it holds the cluster's lock
 */
record LastingProcess(Path file) {
  /** A clock that is set moves the start of every process that runs, by this at most. */
  private static final Duration SAME_START = Duration.ofSeconds(2);

  /**
   * @param about what else the file is to say
   */
  record Found(ProcessHandle process, JsonObject about) {
    /** This very process was it before it became a command. */
    boolean isThis() {
      return process.equals(ProcessHandle.current());
    }
  }

  /** Starts a program in place of the process that there was. */
  void start(List<String> command, UnaryOperator<JsonObject> about) {
    end();
    var process = started(command);
    versioned()
        .update(json ->
            about.apply(
                json.put("pid", process.pid()).put("started", startOf(process).toString())));
  }

  /** A process without input and output. */
  static ProcessHandle started(List<String> command) {
    try {
      return new ProcessBuilder(command)
          .redirectInput(Path.of("/dev/null").toFile())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .toHandle();
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.PROGRAM_NOT_STARTED, command.getFirst() + " did not start: " + e, e);
    }
  }

  /** A file that cannot be understood names no process, and so the next change replaces it. */
  Optional<Found> running() {
    try {
      return versioned().read(LastingProcess::running).flatMap(found -> found);
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** The process ID may be another's by now; then that one was started at another time. */
  private static Optional<Found> running(JsonObject json) {
    var recorded = Instant.parse(json.text("started"));
    return ProcessHandle.of(json.longInteger("pid"))
        .filter(LastingProcess::works)
        .filter(it -> Duration.between(recorded, startOf(it)).abs().compareTo(SAME_START) <= 0)
        .map(process -> new Found(process, json));
  }

  /** One that was killed counts as alive until its parent has fetched it; it has no program. */
  private static boolean works(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  /** Calls it off, and ends it with what it has started, unless it is this very process. */
  Optional<Found> end() {
    var found = callOff();
    found
        .filter(it -> !it.isThis())
        .map(Found::process)
        .ifPresent(process -> {
          var children = process.descendants().toList();
          process.destroy();
          children.forEach(ProcessHandle::destroy);
        });
    return found;
  }

  /** Makes it do nothing any more. */
  Optional<Found> callOff() {
    var found = running();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw WriteFailure.of(file, file.toString(), 0, LauncherError.FILE_WRITE_FAILED, e);
    }
    return found;
  }

  private VersionedFile versioned() {
    return new VersionedFile(file, LauncherError.CLUSTER_FILE_BROKEN, List.of());
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }
}
