package dev.coracle.launcher.store;

import static java.util.Objects.requireNonNull;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a name, against other processes and other threads of this one. It goes with its
 * process, however that ends. The lock's file says who holds it.
 */
public final class HeldLock implements AutoCloseable {
  /**
   * What this process holds. POSIX drops all locks of a process on a file as soon as the process
   * closes any channel to it, so no second channel may be opened; and that makes this a matter of
   * the whole process.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Far behind the text: Windows lets nobody read a region that is locked. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path file;
  private final FileChannel channel;

  private HeldLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * @param waiting told who holds it, once, if it cannot be had at once
   */
  static HeldLock acquire(
      Path file, String what, String command, Duration patience, Consumer<String> waiting)
      throws InterruptedException {
    Home.makeDirectory(requireNonNull(file.getParent()));
    long end = System.nanoTime() + patience.toNanos();
    boolean told = false;
    while (true) {
      var lock = tryAcquire(file, command);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() - end >= 0) {
        throw new ProblemException(
            LauncherError.CLUSTER_BUSY, what + " is held by " + holder(file) + ".");
      }
      if (!told) {
        waiting.accept(holder(file));
        told = true;
      }
      Thread.sleep(PAUSE);
    }
  }

  static boolean isHeld(Path file) {
    if (HELD.contains(file)) {
      return true;
    }
    if (!Files.exists(file)) {
      return false;
    }
    if (!HELD.add(file)) {
      return true;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.tryLock(LOCKED_BYTE, 1, false)) {
      return lock == null;
    } catch (IOException e) {
      return false;
    } finally {
      HELD.remove(file);
    }
  }

  /** What holds it, of this process or another; empty if nothing does. */
  static Optional<String> command(Path file) {
    if (!isHeld(file)) {
      return Optional.empty();
    }
    try {
      var text = Files.readString(file);
      int from = text.indexOf('(');
      int to = text.lastIndexOf(')');
      return from < 0 || to < from ? Optional.empty() : Optional.of(text.substring(from + 1, to));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static @Nullable HeldLock tryAcquire(Path file, String command) {
    if (!HELD.add(file)) {
      return null;
    }
    HeldLock held = null;
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock(LOCKED_BYTE, 1, false) != null) {
        tell(channel, command);
        held = new HeldLock(file, channel);
      }
      return held;
    } catch (IOException e) {
      throw Home.notWritable(requireNonNull(file.getParent()), e);
    } finally {
      if (held == null) {
        close(channel);
        HELD.remove(file);
      }
    }
  }

  private static void tell(FileChannel channel, String command) throws IOException {
    var text = "process " + ProcessHandle.current().pid() + " (" + command + ")\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private static String holder(Path file) {
    if (HELD.contains(file)) {
      return "another task of this process";
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "another process";
    }
  }

  private static void close(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      close(channel);
    } finally {
      HELD.remove(file);
    }
  }
}
