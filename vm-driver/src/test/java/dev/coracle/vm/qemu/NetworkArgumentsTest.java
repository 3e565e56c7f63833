package dev.coracle.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coracle.vm.VmSpec.PortForward;
import dev.coracle.vm.VmSpec.PortForward.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkArgumentsTest {
  @Test
  void namesFilesAndForwards() {
    var files = new VmFiles(Path.of("/home/a/vms/one"), Path.of("/tmp/short"));
    var forwards =
        List.of(
            new PortForward(at("127.77.1.2", 2222), 22, Protocol.TCP),
            new PortForward(at("::1", 5353), 53, Protocol.UDP));
    assertThat(NetworkArguments.of(Path.of("/lib/gvproxy"), files, forwards))
        .containsExactly(
            "/lib/gvproxy",
            "-pidfile",
            "/home/a/vms/one/network.pid",
            "-socket",
            "/tmp/short/network.sock",
            "-log",
            "/home/a/vms/one/network.log",
            "-forward",
            "tcp/127.77.1.2:2222/22",
            "-forward",
            "udp/[0:0:0:0:0:0:0:1]:5353/53");
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
