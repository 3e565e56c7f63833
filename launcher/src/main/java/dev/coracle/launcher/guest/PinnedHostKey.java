package dev.coracle.launcher.guest;

import java.io.IOException;
import java.security.PublicKey;
import java.util.List;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import net.schmizz.sshj.transport.verification.OpenSSHKnownHosts;

/** Accepts only the key that known_hosts has under the guest's alias, at whatever address. */
final class PinnedHostKey implements HostKeyVerifier {
  private static final int DEFAULT_PORT = 22;

  private final OpenSSHKnownHosts knownHosts;
  private final String alias;

  PinnedHostKey(GuestAddress guest) throws IOException {
    this.knownHosts = new OpenSSHKnownHosts(guest.knownHosts().toFile());
    this.alias = guest.hostAlias();
  }

  @Override
  public boolean verify(String hostname, int port, PublicKey key) {
    return knownHosts.verify(alias, DEFAULT_PORT, key);
  }

  @Override
  public List<String> findExistingAlgorithms(String hostname, int port) {
    return knownHosts.findExistingAlgorithms(alias, DEFAULT_PORT);
  }
}
