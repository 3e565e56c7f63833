package dev.coracle.launcher.identity;

/**
 * What a guest must be handed to be its cluster: PEM texts and OpenSSH keys, secrets among them.
 *
 * @param servingCert the cluster's intermediate serving CA
 * @param clientCert the cluster's client CA
 * @param sshAuthorizedKey the line for authorized_keys
 */
public record ClusterIdentity(
    IdentityFiles files,
    String rootCert,
    String servingCert,
    String servingKey,
    String clientCert,
    String clientKey,
    String sshHostKey,
    String sshAuthorizedKey) {
  /** The name of the guest in {@link IdentityFiles#sshKnownHosts()}, whatever its address. */
  public static final String SSH_HOST_ALIAS = "coracle";

  /** Without the secrets: records of this type end up in logs. */
  @Override
  public String toString() {
    return "ClusterIdentity[" + files.directory() + "]";
  }
}
