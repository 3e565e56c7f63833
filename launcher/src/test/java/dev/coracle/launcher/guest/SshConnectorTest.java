package dev.coracle.launcher.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.problem.LauncherError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.sshd.server.SshServer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshConnectorTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(1);

  @TempDir static Path home;
  private IdentityFiles identity;
  private SshServer server;
  private GuestShell shell;

  @BeforeAll
  void start() throws Exception {
    identity = SshServers.identity(home);
    server = SshServers.start(identity);
    shell = new SshConnector().connect(SshServers.address(server, identity), LONG);
  }

  @AfterAll
  void stop() throws Exception {
    shell.close();
    server.stop(true);
  }

  @Test
  void outputErrorsAndExitCodeComeBack() throws Exception {
    assertThat(shell.run("echo out; echo err >&2; exit 7", LONG))
        .isEqualTo(new CommandResult(7, "out\n", "err\n"));
    assertThat(shell.run("cat", LONG)).isEqualTo(new CommandResult(0, "", ""));
  }

  @Test
  void muchOutputDoesNotStall() throws Exception {
    var result = shell.run("head -c 5000000 /dev/zero | tr '\\0' x; echo e >&2", LONG);
    assertThat(result.stdout()).hasSize(5_000_000);
  }

  @Test
  void streamsGoBothWays() throws Exception {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var input = new ByteArrayInputStream("a\nb\n".getBytes(StandardCharsets.UTF_8));
    assertThat(shell.stream("tr ab xy; echo e >&2; exit 3", input, out, err)).isEqualTo(3);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("x\ny\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("e\n");
  }

  @Test
  void commandThatTakesTooLongIsAProblem() throws Exception {
    assertProblem(LauncherError.GUEST_TIMEOUT, () -> shell.run("sleep 30", SHORT));
    assertThat(shell.run("echo still here", LONG).stdout()).isEqualTo("still here\n");
  }

  @Test
  void interruptionEndsTheWait() throws Exception {
    var task = new FutureTask<>(() -> shell.run("sleep 30", LONG));
    var thread = Thread.ofVirtual().start(task);
    Thread.sleep(500);
    thread.interrupt();
    assertThatThrownBy(task::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void interruptionEndsTheConnecting() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var task =
          new FutureTask<>(() -> new SshConnector().connect(at(silent.getLocalPort()), LONG));
      var thread = Thread.ofVirtual().start(task);
      Thread.sleep(500);
      thread.interrupt();
      assertThatThrownBy(task::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void changedHostKeyIsRefusedAtOnce() throws Exception {
    var other = SshServers.start(SshServers.identity(home.resolve("other")));
    try {
      assertProblem(
          LauncherError.GUEST_HOST_KEY_CHANGED,
          () -> new SshConnector().connect(at(other.getPort()), LONG));
    } finally {
      other.stop(true);
    }
  }

  @Test
  void unknownUserKeyIsRefusedAtOnce() {
    var stranger = SshServers.identity(home.resolve("stranger"));
    var guest =
        new GuestAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()),
            "root",
            stranger.sshKey(),
            identity.sshKnownHosts(),
            "coracle");
    assertProblem(LauncherError.GUEST_LOGIN_REFUSED, () -> new SshConnector().connect(guest, LONG));
  }

  @Test
  void absentServerIsWaitedForAndThenAProblem() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertProblem(
        LauncherError.GUEST_UNREACHABLE, () -> new SshConnector().connect(at(port), SHORT));
  }

  @Test
  void guestThatTakesLongToBootIsReached() throws Exception {
    var late = SshServers.start(identity);
    var port = late.getPort();
    late.stop(true);
    var task = new FutureTask<>(() -> new SshConnector().connect(at(port), LONG));
    Thread.ofVirtual().start(task);
    Thread.sleep(700);
    var again = SshServers.start(identity, port);
    try (var connected = task.get()) {
      assertThat(connected.run("echo up", LONG).stdout()).isEqualTo("up\n");
    } finally {
      again.stop(true);
    }
  }

  @Test
  void filesAndDirectoriesAreCopiedBothWays() throws Exception {
    var source = Files.createDirectories(home.resolve("source/sub"));
    Files.writeString(source.resolve("file"), "content");
    shell.copyTo(home.resolve("source"), home.resolve("in-guest").toString());
    assertThat(home.resolve("in-guest/sub/file")).hasContent("content");
    shell.copyFrom(home.resolve("in-guest/sub/file").toString(), home.resolve("back"));
    assertThat(home.resolve("back")).hasContent("content");
    assertProblem(
        LauncherError.GUEST_COPY_FAILED,
        () -> shell.copyFrom("/nowhere/at/all", home.resolve("never")));
  }

  @Test
  void tunnelCarriesConnections() throws Exception {
    try (var echo = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var tunnel =
            shell.tunnel(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.getLocalPort()))) {
      Thread.ofVirtual()
          .start(() -> {
            try (var accepted = echo.accept()) {
              accepted.getInputStream().transferTo(accepted.getOutputStream());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), tunnel.local().getPort())) {
        socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
      }
    }
  }

  @Test
  void terminalWithoutOpenSshGoesOverThisProcess() throws Exception {
    var noPrograms = Map.of("PATH", home.toString());
    assertThat(Terminal.run(at(server.getPort()), List.of("exit", "5"), noPrograms)).isEqualTo(5);
  }

  @Test
  void terminalWithOpenSshGivesItsExitCode() throws Exception {
    assertThat(Terminal.run(at(server.getPort()), List.of("exit", "6"))).isEqualTo(6);
  }

  private GuestAddress at(int port) {
    return new GuestAddress(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        "root",
        identity.sshKey(),
        identity.sshKnownHosts(),
        "coracle");
  }

  private static void assertProblem(LauncherError code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }
}
