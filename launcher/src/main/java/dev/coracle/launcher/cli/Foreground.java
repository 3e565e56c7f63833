package dev.coracle.launcher.cli;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs that take over the terminal until they end. */
final class Foreground {
  private static final int GRACE_MILLIS = 500;

  private Foreground() {}

  /**
   * Runs a program with this one's terminal, streams and environment. Ctrl-C reaches it too; one
   * that does not end by it is told to.
   *
   * @return its exit code
   */
  static int run(List<String> command) {
    Process process;
    try {
      process = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.PROGRAM_NOT_STARTED, command.getFirst() + " did not start: " + e, e);
    }
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        end(process);
      }
    }
  }

  private static void end(Process process) {
    try {
      if (!process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
        process.destroy();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  /** The file that a shell would run. */
  static Optional<Path> find(String program, Map<String, String> environment) {
    var path = environment.getOrDefault("PATH", "");
    int at = 0;
    while (at <= path.length()) {
      int end = path.indexOf(File.pathSeparatorChar, at);
      end = end < 0 ? path.length() : end;
      if (end > at) {
        var file = Path.of(path.substring(at, end), program);
        if (Files.isExecutable(file) && Files.isRegularFile(file)) {
          return Optional.of(file);
        }
      }
      at = end + 1;
    }
    return Optional.empty();
  }
}
