package dev.coracle.launcher.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coracle.errors.ProblemException;
import dev.coracle.launcher.problem.LauncherError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final Path TABLES = Path.of("/proc/self/net");
  private static final String NOBODY = "4294967294";

  private static int answer(Door door) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(door.address());
      return socket.getInputStream().read();
    }
  }

  private static boolean comesIn(Door door) {
    try {
      return answer(door) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void thisUsersProgramsComeInAndNobodyElse() throws IOException {
    Door.Visits greet = visitor -> visitor.getOutputStream().write('!');
    try (var own = Door.open(LOOPBACK, 0, greet);
        var others = Door.open(LOOPBACK, 0, new Peers(TABLES, NOBODY), greet)) {
      assertThat(own.isGuarded()).isTrue();
      assertThat(answer(own)).isEqualTo('!');
      assertThat(answer(others)).isEqualTo(-1);
    }
  }

  @Test
  void whereNobodyIsKnownEverybodyComesIn(@TempDir Path empty) throws IOException {
    try (var door =
        Door.open(
            LOOPBACK, 0, new Peers(empty, "0"), visitor -> visitor.getOutputStream().write('!'))) {
      assertThat(door.isGuarded()).isFalse();
      assertThat(answer(door)).isEqualTo('!');
    }
  }

  @Test
  void ownersAreReadFromBothTables(@TempDir Path tables) throws IOException {
    Files.writeString(
        tables.resolve("tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0302017F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 1 1
           1: 0100007F:C350 0302017F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 2 1
        """);
    Files.writeString(
        tables.resolve("tcp6"),
        """
           0: 0000000000000000FFFF00000100007F:C351 0000000000000000FFFF00000302017F:1F90 01 0:0 00:0 0  1000 0 3
        """);
    var peers = new Peers(tables, "1000");
    var ours = new InetSocketAddress(InetAddress.ofLiteral("127.1.2.3"), 8080);
    assertThat(peers.areKnown()).isTrue();
    assertThat(peers.isOwn(new InetSocketAddress(LOOPBACK, 50000), ours)).isFalse();
    assertThat(peers.isOwn(new InetSocketAddress(LOOPBACK, 50001), ours)).isTrue();
    assertThat(peers.isOwn(new InetSocketAddress(LOOPBACK, 50002), ours)).isFalse();
  }

  @Test
  void closingPutsOutWhoIsInside() throws IOException, InterruptedException {
    var inside = new CountDownLatch(1);
    var forever = new CountDownLatch(1);
    var door =
        Door.open(
            LOOPBACK,
            0,
            _ -> {
              inside.countDown();
              forever.await();
            });
    try (var socket = new Socket()) {
      socket.connect(door.address());
      inside.await();
      door.close();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(comesIn(door)).isFalse();
    } finally {
      forever.countDown();
    }
  }

  @Test
  void portInUseIsAProblem() {
    try (var door = Door.open(LOOPBACK, 0, _ -> {})) {
      assertThatThrownBy(() -> Door.open(LOOPBACK, door.address().getPort(), _ -> {}))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().code()).isEqualTo(LauncherError.LOCAL_PORT_IN_USE));
    }
  }
}
