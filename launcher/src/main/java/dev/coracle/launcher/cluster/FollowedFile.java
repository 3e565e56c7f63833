package dev.coracle.launcher.cluster;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import dev.coracle.launcher.readiness.ConsoleTail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Lines of a file, those there are and those that come. */
final class FollowedFile {
  private static final Duration POLL = Duration.ofMillis(100);

  private FollowedFile() {}

  /**
   * @param last at most so many of those there are; 0: all
   * @param follow goes on until interrupted
   */
  static void read(Path file, int last, boolean follow, Consumer<String> lines)
      throws InterruptedException {
    var tail = new ConsoleTail(file);
    var present = next(tail, file);
    var wanted =
        last == 0 ? present : present.subList(Math.max(0, present.size() - last), present.size());
    wanted.forEach(lines);
    while (follow) {
      Thread.sleep(POLL);
      next(tail, file).forEach(lines);
    }
  }

  private static List<String> next(ConsoleTail tail, Path file) {
    try {
      return tail.lines();
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.HOME_NOT_READABLE, file + " could not be read: " + e, e);
    }
  }
}
