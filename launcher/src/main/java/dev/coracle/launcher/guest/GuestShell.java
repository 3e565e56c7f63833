package dev.coracle.launcher.guest;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/** A logged-in connection to a guest. Thread-safe; calls block and honour interruption. */
public interface GuestShell extends AutoCloseable {
  /**
   * Runs a command line of the guest's shell and returns what it printed, whatever its exit code.
   *
   * @throws dev.coracle.errors.ProblemException GUEST_TIMEOUT, after which the command is killed;
   *     GUEST_UNREACHABLE if the connection broke
   */
  CommandResult run(String command, Duration timeout) throws InterruptedException;

  /**
   * Runs a command line with streams of the caller's, which are flushed but not closed, until it
   * ends or the thread is interrupted.
   *
   * @return the exit code; 128 + signal if the command was killed
   */
  int stream(String command, InputStream stdin, OutputStream stdout, OutputStream stderr)
      throws InterruptedException;

  /**
   * Copies a file or a directory with all in it to a path of the guest.
   *
   * @throws dev.coracle.errors.ProblemException GUEST_COPY_FAILED
   */
  void copyTo(Path local, String remote) throws InterruptedException;

  /**
   * Copies a file or a directory with all in it from the guest.
   *
   * @throws dev.coracle.errors.ProblemException GUEST_COPY_FAILED
   */
  void copyFrom(String remote, Path local) throws InterruptedException;

  /**
   * Listens at a local address (port 0 chooses one) and carries each connection to an address that
   * the guest reaches, until the tunnel or the shell is closed.
   */
  Tunnel tunnel(InetSocketAddress local, InetSocketAddress remote);

  @Override
  void close();

  /** An open tunnel. */
  interface Tunnel extends AutoCloseable {
    InetSocketAddress local();

    @Override
    void close();
  }
}
