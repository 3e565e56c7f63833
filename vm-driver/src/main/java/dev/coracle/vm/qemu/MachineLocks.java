package dev.coracle.vm.qemu;

import dev.coracle.errors.ProblemException;
import dev.coracle.vm.VmError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * One lock per machine, between threads and between processes; the system frees it when its holder
 * dies. All are bytes of one file that is never removed, so no lock can be lost with its file. The
 * file stays open, since closing it anywhere in a process frees all its locks.
 */
final class MachineLocks {
  private static final String FILE = ".lock";
  private static final long PAUSE_MILLISECONDS = 20;

  private final Path root;
  private final Duration limit;
  private Optional<FileChannel> opened = Optional.empty();

  /**
   * @param root where the file is, made when needed
   */
  MachineLocks(Path root, Duration limit) {
    this.root = root;
    this.limit = limit;
  }

  /**
   * Waits for the lock.
   *
   * @throws ProblemException {@link VmError#VM_WRONG_STATE} if another command keeps it too long
   */
  FileLock hold(String name) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<FileLock> lock = tryHold(name);
      if (lock.isPresent()) {
        return lock.get();
      }
      if (System.nanoTime() > deadline) {
        throw new ProblemException(
            VmError.VM_WRONG_STATE,
            "another command has been working on " + name + " for " + limit.toSeconds() + " s");
      }
      Thread.sleep(PAUSE_MILLISECONDS);
    }
  }

  private Optional<FileLock> tryHold(String name) throws IOException {
    try {
      return Optional.ofNullable(channel().tryLock(Math.abs((long) name.hashCode()), 1, false));
    } catch (OverlappingFileLockException heldByThisProcess) {
      return Optional.empty();
    }
  }

  private synchronized FileChannel channel() throws IOException {
    if (opened.filter(FileChannel::isOpen).isEmpty()) {
      Files.createDirectories(root);
      opened =
          Optional.of(
              FileChannel.open(
                  root.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }
    return opened.orElseThrow();
  }
}
