package dev.coracle.launcher.guest;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.LocalPortForwarder;
import net.schmizz.sshj.connection.channel.direct.Parameters;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Signal;
import net.schmizz.sshj.transport.TransportException;

/** A shell over one SSH connection; each command has a channel of its own. */
final class SshShell implements GuestShell {
  private static final int KILLED_BY_SIGNAL = 128;
  private static final Map<Signal, Integer> SIGNAL_NUMBERS =
      Map.of(
          Signal.HUP,
          1,
          Signal.INT,
          2,
          Signal.QUIT,
          3,
          Signal.ILL,
          4,
          Signal.ABRT,
          6,
          Signal.FPE,
          8,
          Signal.KILL,
          9,
          Signal.SEGV,
          11,
          Signal.PIPE,
          13,
          Signal.TERM,
          15);

  private final SSHClient client;
  private final GuestAddress guest;

  SshShell(SSHClient client, GuestAddress guest) {
    this.client = client;
    this.guest = guest;
  }

  @Override
  public CommandResult run(String command, Duration timeout) throws InterruptedException {
    var stdout = new ByteArrayOutputStream();
    var stderr = new ByteArrayOutputStream();
    var exitCode = execute(command, InputStream.nullInputStream(), stdout, stderr, timeout);
    return new CommandResult(
        exitCode, stdout.toString(StandardCharsets.UTF_8), stderr.toString(StandardCharsets.UTF_8));
  }

  @Override
  public int stream(String command, InputStream stdin, OutputStream stdout, OutputStream stderr)
      throws InterruptedException {
    return execute(command, stdin, stdout, stderr, Duration.ofMillis(Long.MAX_VALUE));
  }

  private int execute(
      String command, InputStream stdin, OutputStream stdout, OutputStream stderr, Duration timeout)
      throws InterruptedException {
    var deadline = new Deadline(timeout);
    try (var session = client.startSession()) {
      var running = session.exec(command);
      try {
        Thread.ofVirtual().start(() -> feed(stdin, running.getOutputStream()));
        var out = Thread.ofVirtual().start(() -> drain(running.getInputStream(), stdout));
        var err = Thread.ofVirtual().start(() -> drain(running.getErrorStream(), stderr));
        if (!out.join(deadline.left()) || !err.join(deadline.left())) {
          throw tooLong(command, timeout);
        }
        running.join(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        return exitCode(running);
      } catch (InterruptedException | ProblemException | IOException e) {
        kill(running);
        throw e;
      }
    } catch (IOException e) {
      Interruptions.rethrow(e);
      throw broken(e);
    }
  }

  private int exitCode(Session.Command ended) {
    var status = ended.getExitStatus();
    if (status != null) {
      return status;
    }
    var signal = ended.getExitSignal();
    if (signal != null) {
      return KILLED_BY_SIGNAL + SIGNAL_NUMBERS.getOrDefault(signal, 0);
    }
    throw broken(new IOException("the connection ended before the command"));
  }

  @Override
  public void copyTo(Path local, String remote) throws InterruptedException {
    try (var sftp = client.newSFTPClient()) {
      sftp.getFileTransfer().upload(local.toString(), remote);
    } catch (IOException e) {
      throw copyFailed(local + " to " + remote, e);
    }
  }

  @Override
  public void copyFrom(String remote, Path local) throws InterruptedException {
    try (var sftp = client.newSFTPClient()) {
      sftp.getFileTransfer().download(remote, local.toString());
    } catch (IOException e) {
      throw copyFailed(remote + " to " + local, e);
    }
  }

  private static ProblemException copyFailed(String what, IOException e)
      throws InterruptedException {
    Interruptions.rethrow(e);
    return new ProblemException(
        LauncherError.GUEST_COPY_FAILED, "copying %s: %s".formatted(what, e.getMessage()), e);
  }

  @Override
  public Tunnel tunnel(InetSocketAddress local, InetSocketAddress remote) {
    try {
      var socket = new ServerSocket();
      socket.bind(local);
      var bound = (InetSocketAddress) socket.getLocalSocketAddress();
      var forwarder =
          client.newLocalPortForwarder(
              new Parameters(
                  bound.getHostString(), bound.getPort(), remote.getHostString(), remote.getPort()),
              socket);
      Thread.ofVirtual().start(() -> listen(forwarder));
      return new OpenTunnel(bound, forwarder);
    } catch (IOException e) {
      throw new ProblemException(
          LauncherError.HOST_PORT_IN_USE, "%s can't be listened at: %s".formatted(local, e), e);
    }
  }

  @Override
  public void close() {
    try {
      client.disconnect();
    } catch (IOException e) {
      // the connection is gone, which is what was asked for
    }
  }

  private record OpenTunnel(InetSocketAddress local, LocalPortForwarder forwarder)
      implements Tunnel {
    @Override
    public void close() {
      try {
        forwarder.close();
      } catch (IOException e) {
        // the socket is closed, which is what was asked for
      }
    }
  }

  /** Ends when the tunnel or the shell is closed. */
  private static void listen(LocalPortForwarder forwarder) {
    try {
      forwarder.listen();
    } catch (IOException e) {
      // closed
    }
  }

  /** Ends with the input or the command; a read that still blocks then harms nobody. */
  private static void feed(InputStream from, OutputStream to) {
    try (to) {
      var buffer = new byte[8192];
      for (var count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        to.write(buffer, 0, count);
        to.flush();
      }
    } catch (IOException e) {
      // the command reads no more
    }
  }

  private static void drain(InputStream from, OutputStream to) {
    try {
      var buffer = new byte[8192];
      for (var count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        to.write(buffer, 0, count);
        to.flush();
      }
    } catch (IOException e) {
      // the command or its reader is gone; the exit code tells which
    }
  }

  /** Closing the channel would leave a command without a terminal running. */
  private static void kill(Session.Command running) {
    try {
      running.signal(Signal.KILL);
    } catch (TransportException e) {
      // the connection is gone, and with it the way to reach the command
    }
  }

  private ProblemException tooLong(String command, Duration timeout) {
    return new ProblemException(
        LauncherError.GUEST_TIMEOUT,
        "'%s' did not end within %d s".formatted(command, timeout.toSeconds()));
  }

  private ProblemException broken(IOException e) {
    return new ProblemException(
        LauncherError.GUEST_UNREACHABLE,
        "the connection to %s broke: %s".formatted(guest.address(), e.getMessage()),
        e);
  }

  private record Deadline(long nanos) {
    Deadline(Duration timeout) {
      this(System.nanoTime() + saturated(timeout));
    }

    Duration left() {
      return Duration.ofNanos(Math.max(1, nanos - System.nanoTime()));
    }

    private static long saturated(Duration timeout) {
      return timeout.compareTo(Duration.ofDays(3650)) > 0
          ? Duration.ofDays(3650).toNanos()
          : timeout.toNanos();
    }
  }
}
