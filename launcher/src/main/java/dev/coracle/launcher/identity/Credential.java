package dev.coracle.launcher.identity;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** A certificate and its private key. */
record Credential(X509Certificate certificate, PrivateKey key) {
  private static final byte[] PROBE = {1};

  /** Whether enough of a certificate's life is left that it need not be renewed: over a third. */
  static boolean fresh(X509Certificate certificate, Instant now) {
    return now.isAfter(certificate.getNotBefore().toInstant())
        && now.isBefore(renewal(certificate));
  }

  /** When a third of its life is left. */
  static Instant renewal(X509Certificate certificate) {
    var start = certificate.getNotBefore().toInstant();
    var end = certificate.getNotAfter().toInstant();
    return end.minus(Duration.between(start, end).dividedBy(3));
  }

  /** Whether a certificate is one of this key. */
  static boolean fits(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(PROBE);
    var signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(PROBE);
    return signature.verify(signed);
  }

  /** Whether a certificate names this one as its issuer and was signed by its key. */
  boolean issued(X509Certificate other) {
    try {
      other.verify(certificate.getPublicKey());
      return other.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
