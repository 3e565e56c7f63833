package dev.coracle.launcher.kubeconfig;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The lock that kubectl and its kin take to change a file: another beside it, made exclusively. */
final class LockFile implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Path file;

  private LockFile(Path file) {
    this.file = file;
  }

  /**
   * @throws ProblemException KUBECONFIG_LOCKED after the wait, KUBECONFIG_NOT_WRITABLE
   */
  static LockFile of(Path locked, Duration wait) throws InterruptedException {
    var file = locked.resolveSibling(locked.getFileName() + ".lock");
    var start = System.nanoTime();
    while (true) {
      try {
        Files.createFile(file);
        return new LockFile(file);
      } catch (FileAlreadyExistsException e) {
        if (System.nanoTime() - start > wait.toNanos()) {
          throw new ProblemException(
              LauncherError.KUBECONFIG_LOCKED,
              "%s is locked by %s, which is %s old".formatted(locked, file, age(file)),
              e);
        }
        Thread.sleep(PAUSE);
      } catch (IOException e) {
        throw new ProblemException(
            LauncherError.KUBECONFIG_NOT_WRITABLE, file + " could not be made: " + e, e);
      }
    }
  }

  private static String age(Path file) {
    try {
      var age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
      return age.toSeconds() + " s";
    } catch (NoSuchFileException e) {
      return "0 s";
    } catch (IOException e) {
      return "of unknown age, not";
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.KUBECONFIG_NOT_WRITABLE, file + " could not be removed: " + e, e);
    }
  }
}
