package dev.coracle.launcher.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenSshTest {
  private static final GuestAddress GUEST =
      new GuestAddress(
          new InetSocketAddress(InetAddress.ofLiteral("127.7.7.7"), 2222),
          "root",
          Path.of("/home/a b/id"),
          Path.of("/home/a b/known_hosts"),
          "coracle");

  @Test
  void shellUsesOnlyTheClustersKeysAndNothingOfTheUsersConfiguration() {
    assertThat(OpenSsh.command("/usr/bin/ssh", GUEST, false, List.of()))
        .containsExactly(
            "/usr/bin/ssh",
            "-F",
            "none",
            "-i",
            "/home/a b/id",
            "-p",
            "2222",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "BatchMode=yes",
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            "UserKnownHostsFile=\"/home/a b/known_hosts\"",
            "-o",
            "GlobalKnownHostsFile=none",
            "-o",
            "HostKeyAlias=coracle",
            "-o",
            "ServerAliveInterval=15",
            "-o",
            "LogLevel=ERROR",
            "root@127.7.7.7");
  }

  @Test
  void commandGetsATerminalIfThereIsOne() {
    assertThat(OpenSsh.command("ssh", GUEST, true, List.of("top", "-b")))
        .endsWith("-t", "root@127.7.7.7", "--", "top", "-b");
    assertThat(OpenSsh.command("ssh", GUEST, false, List.of("-x")))
        .endsWith("root@127.7.7.7", "--", "-x")
        .doesNotContain("-t");
  }
}
