package dev.coracle.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleInstanceTest {
  @TempDir Path home;

  @Test
  void whoeverComesLaterRaisesTheFirst() throws Exception {
    var knocks = new Semaphore(0);
    assertThat(SingleInstance.raise(home)).isFalse();
    try (var first = SingleInstance.take(home).orElseThrow()) {
      first.onKnock(knocks::release);

      assertThat(SingleInstance.raise(home)).isTrue();
      assertThat(SingleInstance.raise(home)).isTrue();
      assertThat(knocks.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(SingleInstance.raise(home)).isFalse();
  }

  @Test
  void whatACrashLeftIsNoInstance() throws Exception {
    var socket = home.resolve("gui.sock");
    try (var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      door.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();
    assertThat(SingleInstance.raise(home)).isFalse();

    try (var next = SingleInstance.take(home).orElseThrow()) {
      var knocks = new Semaphore(0);
      next.onKnock(knocks::release);
      assertThat(SingleInstance.raise(home)).isTrue();
      assertThat(knocks.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theLockIsSeenByOtherProcesses() throws Exception {
    try (var _ = SingleInstance.take(home).orElseThrow()) {
      var other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  TakeInstance.class.getName(),
                  home.toString())
              .inheritIO()
              .start();
      assertThat(other.waitFor()).isEqualTo(3);
    }
  }

  /** Ends with 3 if another process has the home. */
  static final class TakeInstance {
    private TakeInstance() {}

    public static void main(String[] arguments) throws Exception {
      System.exit(SingleInstance.take(Path.of(arguments[0])).isPresent() ? 0 : 3);
    }
  }
}
