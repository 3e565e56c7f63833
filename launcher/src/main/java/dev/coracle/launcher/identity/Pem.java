package dev.coracle.launcher.identity;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Certificates and PKCS #8 keys as PEM texts (RFC 7468). */
final class Pem {
  private static final Base64.Encoder ENCODER =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  static String of(X509Certificate certificate) throws GeneralSecurityException {
    return encode("CERTIFICATE", certificate.getEncoded());
  }

  static String of(PrivateKey key) {
    return encode("PRIVATE KEY", key.getEncoded());
  }

  static String encode(String type, byte[] content) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + ENCODER.encodeToString(content)
        + "\n-----END "
        + type
        + "-----\n";
  }

  static X509Certificate certificate(String pem) throws GeneralSecurityException {
    var stream = new ByteArrayInputStream(decode("CERTIFICATE", pem));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
  }

  static PrivateKey ecKey(String pem) throws GeneralSecurityException {
    var spec = new PKCS8EncodedKeySpec(decode("PRIVATE KEY", pem));
    return KeyFactory.getInstance("EC").generatePrivate(spec);
  }

  static byte[] decode(String type, String pem) throws GeneralSecurityException {
    var head = "-----BEGIN " + type + "-----";
    var start = pem.indexOf(head);
    var end = pem.indexOf("-----END " + type + "-----");
    if (start < 0 || end < start) {
      throw new GeneralSecurityException("no PEM block of type " + type);
    }
    try {
      return Base64.getMimeDecoder().decode(pem.substring(start + head.length(), end));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(e.getMessage(), e);
    }
  }
}
