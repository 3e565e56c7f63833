package dev.coracle.launcher.store;

import dev.coracle.errors.ProblemException;
import dev.coracle.json.JsonObject;
import dev.coracle.launcher.files.AtomicFile;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The commands that were run in a home. */
public final class AuditLog {
  private static final long LIMIT_BYTES = 1 << 20;

  private final Home home;

  public AuditLog(Home home) {
    this.home = home;
  }

  /** Adds a command that has ended; does nothing in a home that does not exist. */
  public void append(
      List<String> arguments, String profile, Instant begin, Duration took, int exitCode) {
    if (!Files.isDirectory(home.directory())) {
      return;
    }
    Home.makeDirectory(home.logs());
    rotate();
    Lines.append(
        home.audit(),
        new JsonObject()
            .put("time", begin.toString())
            .put("arguments", List.copyOf(arguments))
            .put("profile", profile)
            .put("seconds", took.toMillis() / 1000.0)
            .put("exitCode", exitCode)
            .toLine());
  }

  /** The last commands as JSON lines, oldest first; all of them for 0. */
  public List<String> last(int count) {
    try {
      var lines = Files.readAllLines(home.audit());
      return count == 0 ? lines : lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.HOME_NOT_READABLE, home.audit() + " could not be read: " + e, e);
    }
  }

  /** Halves a log that has grown too long. */
  private void rotate() {
    if (home.audit().toFile().length() > LIMIT_BYTES) {
      var lines = last(0);
      var kept = String.join("\n", lines.subList(lines.size() / 2, lines.size())) + "\n";
      AtomicFile.writePrivate(home.audit(), kept.getBytes(StandardCharsets.UTF_8));
    }
  }
}
