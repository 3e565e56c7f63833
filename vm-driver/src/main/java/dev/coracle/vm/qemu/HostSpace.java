package dev.coracle.vm.qemu;

import dev.coracle.errors.Problem;
import dev.coracle.errors.ProblemException;
import dev.coracle.vm.VmError;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The disk of the host that a directory is on. */
record HostSpace(Path directory) {
  private static final long NEARLY_NOTHING = 1L << 20;

  /** Below this a machine that waits for space is left waiting. */
  private static final long ENOUGH_TO_GO_ON = 64L << 20;

  boolean isEnoughToGoOn() throws IOException {
    return usable() >= ENOUGH_TO_GO_ON;
  }

  boolean has(long bytes) throws IOException {
    return usable() >= bytes;
  }

  boolean isUsedUp() throws IOException {
    return usable() < NEARLY_NOTHING;
  }

  /**
   * What to tell of a failed access to a file: that the disk is full, if it is.
   *
   * @throws InterruptedException if that was the reason
   */
  ProblemException explain(IOException e) throws InterruptedException {
    if (e instanceof ClosedByInterruptException && Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      if (isUsedUp()) {
        return new ProblemException(VmError.HOST_DISK_FULL, "no space is left at " + directory, e);
      }
    } catch (IOException unknown) {
      e.addSuppressed(unknown);
    }
    return new ProblemException(
        VmError.HOST_FILE_FAILED, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
  }

  Problem full(String name) {
    return new Problem(
        VmError.HOST_DISK_FULL,
        "no space is left at %s; %s is paused until there are %d MiB, nothing is lost"
            .formatted(directory, name, ENOUGH_TO_GO_ON >> 20));
  }

  /** Of the nearest directory that exists. */
  private long usable() throws IOException {
    Path existing = directory;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return Files.getFileStore(existing).getUsableSpace();
  }
}
