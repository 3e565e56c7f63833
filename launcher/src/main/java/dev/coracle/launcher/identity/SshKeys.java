package dev.coracle.launcher.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;

/** Ed25519 keys in OpenSSH's formats. */
final class SshKeys {
  private static final String TYPE = "OPENSSH PRIVATE KEY";

  private SshKeys() {}

  static String newPrivateKey() throws GeneralSecurityException {
    try {
      var key = new Ed25519PrivateKeyParameters(new SecureRandom());
      return Pem.encode(TYPE, OpenSSHPrivateKeyUtil.encodePrivateKey(key));
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** The public half, as in authorized_keys and known_hosts: {@code ssh-ed25519 AAAA…}. */
  static String publicKey(String privateKey) throws GeneralSecurityException {
    try {
      var key = OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(Pem.decode(TYPE, privateKey));
      if (!(key instanceof Ed25519PrivateKeyParameters ed25519)) {
        throw new GeneralSecurityException("not an Ed25519 key");
      }
      var encoded = OpenSSHPublicKeyUtil.encodePublicKey(ed25519.generatePublicKey());
      return "ssh-ed25519 " + Base64.getEncoder().encodeToString(encoded);
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
