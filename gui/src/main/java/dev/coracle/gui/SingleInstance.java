package dev.coracle.gui;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * One app for a home: the lock says who it is, also after a crash, and whoever comes later knocks
 * at its socket. Both are in the home, which is its owner's alone.
 */
final class SingleInstance implements AutoCloseable {
  private final Path home;
  private final FileChannel lock;
  private final ServerSocketChannel door;

  private SingleInstance(Path home, FileChannel lock, ServerSocketChannel door) {
    this.home = home;
    this.lock = lock;
    this.door = door;
  }

  /** Becomes the one app of a home that exists; empty if another is. */
  static Optional<SingleInstance> take(Path home) throws IOException {
    var lock =
        FileChannel.open(
            home.resolve("gui.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() == null) {
        lock.close();
        return Optional.empty();
      }
      var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      Files.deleteIfExists(socket(home));
      door.bind(UnixDomainSocketAddress.of(socket(home)));
      return Optional.of(new SingleInstance(home, lock, door));
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /** Asks the app of this home to show its window; false if there is none. */
  static boolean raise(Path home) {
    try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(socket(home)))) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Calls this, on a thread of its own, each time another one comes. */
  void onKnock(Runnable action) {
    Thread.ofVirtual().name("single instance").start(() -> listen(action));
  }

  private void listen(Runnable action) {
    while (door.isOpen()) {
      try (var _ = door.accept()) {
        action.run();
      } catch (IOException e) {
        // It is closed, or whoever knocked has gone; the next may come.
      }
    }
  }

  private static Path socket(Path home) {
    return home.resolve("gui.sock");
  }

  @Override
  public void close() throws IOException {
    // First, so that nobody knocks at a door behind which nobody is any more.
    Files.deleteIfExists(socket(home));
    door.close();
    lock.close();
  }
}
