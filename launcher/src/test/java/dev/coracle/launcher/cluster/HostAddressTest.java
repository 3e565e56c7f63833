package dev.coracle.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostAddressTest {
  @Test
  void theSameNameGetsTheSameAddress() {
    assertThat(choose("coracle", Set.of()))
        .isEqualTo(choose("coracle", Set.of()))
        .matches("127\\.\\d+\\.\\d+\\.\\d+");
  }

  @Test
  void anAddressThatIsTakenIsNotChosen() {
    var taken = new HashSet<String>();
    for (int i = 0; i < 20; i++) {
      assertThat(taken.add(choose("coracle", taken))).isTrue();
    }
  }

  @Test
  void anAddressWhereAPortIsInUseIsNotChosen() throws Exception {
    var first = choose("coracle", Set.of());
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(first))) {
      assertThat(HostAddress.choose("coracle", Set.of(), List.of(socket.getLocalPort())))
          .isNotEqualTo(first);
    }
  }

  @Test
  void aPortThatIsInUseEverywhereIsAProblem() throws Exception {
    try (var socket = new ServerSocket(0)) {
      assertThatThrownBy(
              () -> HostAddress.choose("coracle", Set.of(), List.of(socket.getLocalPort())))
          .hasMessage(
              "HOST_PORT_IN_USE: Port "
                  + socket.getLocalPort()
                  + " is in use at every loopback address.");
    }
  }

  private static String choose(String name, Set<String> taken) {
    return HostAddress.choose(name, taken, _ -> true).orElseThrow();
  }
}
