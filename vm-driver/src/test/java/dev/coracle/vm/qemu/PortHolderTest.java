package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortHolderTest {
  @Test
  void namesTheProcessThatListens() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(PortHolder.of("tcp/127.0.0.1:" + socket.getLocalPort()))
          .endsWith("(process %d)".formatted(ProcessHandle.current().pid()));
    }
  }

  @Test
  void staysSilentAboutWhatItDoesNotKnow() {
    assertThat(PortHolder.of("tcp/127.0.0.1:0")).isEmpty();
    assertThat(PortHolder.of("something else")).isEmpty();
  }
}
