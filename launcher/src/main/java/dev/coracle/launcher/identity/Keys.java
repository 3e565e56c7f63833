package dev.coracle.launcher.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import org.bouncycastle.jce.ECNamedCurveTable;

/** ECDSA P-256 keys. */
final class Keys {
  private static final String CURVE = "secp256r1";

  private Keys() {}

  static PrivateKey generate() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(CURVE));
    return generator.generateKeyPair().getPrivate();
  }

  /** The key with its public half, which JCA can't derive. */
  static KeyPair pair(PrivateKey key) throws GeneralSecurityException {
    if (!(key instanceof ECPrivateKey secret)) {
      throw new GeneralSecurityException("not an ECDSA key");
    }
    var curve = ECNamedCurveTable.getParameterSpec(CURVE);
    var point = curve.getG().multiply(secret.getS()).normalize();
    var spec =
        new ECPublicKeySpec(
            new ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger()),
            secret.getParams());
    return new KeyPair(KeyFactory.getInstance("EC").generatePublic(spec), key);
  }
}
