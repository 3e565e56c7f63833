package dev.coracle.launcher.files;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why a file could not be written, as far as it can be told without reading messages. */
public final class WriteFailure {
  /** Below this much, file systems refuse although some space is left. */
  private static final long RESERVE_BYTES = 64 << 10;

  private WriteFailure() {}

  /**
   * The problem that a failure to write is.
   *
   * @param what for a person: what could not be written
   * @param bytes how much was to be written
   * @return {@code HOST_DISK_LOW} if there is no room for it, else {@code otherwise}
   */
  public static ProblemException of(
      Path directory, String what, long bytes, LauncherError otherwise, IOException failure) {
    var full = room(directory) < bytes + RESERVE_BYTES;
    return new ProblemException(
        full ? LauncherError.HOST_DISK_LOW : otherwise,
        what + " could not be written" + (full ? ", the disk is full: " : ": ") + failure,
        failure);
  }

  private static long room(Path directory) {
    try {
      var store = Files.getFileStore(directory);
      return store.isReadOnly() ? Long.MAX_VALUE : store.getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}
