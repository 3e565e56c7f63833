package dev.coracle.launcher.cluster;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/** How to reach a cluster's node over SSH. */
public final class SshAccess {
  /**
   * @param hostKey one line of an OpenSSH known_hosts file, which pins the node
   */
  public record Endpoint(InetSocketAddress address, String user, Path privateKey, String hostKey) {}

  /** Quick: asks nobody whether the node runs. */
  public Endpoint endpoint(String name) {
    throw new UnsupportedOperationException(name);
  }
}
