package dev.coracle.launcher.guest;

import dev.coracle.launcher.identity.Identities;
import dev.coracle.launcher.identity.IdentityFiles;
import dev.coracle.launcher.identity.ServingNames;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.KeySetPublickeyAuthenticator;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.shell.ProcessShellFactory;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** An SSH server on loopback with a cluster's keys, as a guest has them. */
final class SshServers {
  private SshServers() {}

  static IdentityFiles identity(Path home) {
    var names =
        new ServingNames(
            "coracle", "cluster.local", "10.96.0.0/16", "127.0.0.1", List.of(), List.of());
    return new Identities(home.resolve("ca"), InstantSource.system())
        .ensure(home.resolve("pki"), names, Duration.ofDays(1))
        .files();
  }

  static SshServer start(IdentityFiles identity) throws Exception {
    return start(identity, 0);
  }

  static SshServer start(IdentityFiles identity, int port) throws Exception {
    var server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(port);
    server.setKeyPairProvider(
        new FileKeyPairProvider(identity.directory().resolve("ssh_host_ed25519_key")));
    var authorized =
        AuthorizedKeyEntry.parseAuthorizedKeyEntry(
            Files.readString(identity.directory().resolve("id_ed25519.pub")));
    server.setPublickeyAuthenticator(
        new KeySetPublickeyAuthenticator(
            "user", List.of(authorized.resolvePublicKey(null, PublicKeyEntryResolver.FAILING))));
    server.setCommandFactory((channel, command) ->
        new ProcessShellFactory(command, "/bin/sh", "-c", command).createShell(channel));
    server.setShellFactory(new ProcessShellFactory("/bin/sh", "/bin/sh"));
    server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.start();
    return server;
  }

  static GuestAddress address(SshServer server, IdentityFiles identity) {
    return new GuestAddress(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()),
        "root",
        identity.sshKey(),
        identity.sshKnownHosts(),
        "coracle");
  }
}
