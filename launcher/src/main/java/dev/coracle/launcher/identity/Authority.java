package dev.coracle.launcher.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** The kinds of certificate that the host makes. */
final class Authority {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Certificates are valid from a little before, for a guest's clock may lag the host's. */
  private static final Duration SKEW = Duration.ofHours(1);

  private Authority() {}

  static X509Certificate selfSigned(KeyPair key, String subject, Instant now, Duration life)
      throws GeneralSecurityException {
    return issue(
        null, key.getPrivate(), key, subject, now, now.plus(life), builder -> caUsage(builder, -1));
  }

  /** The same, of a CA that can sign for what the constraints permit only. */
  static X509Certificate selfSigned(
      KeyPair key, String subject, byte[] constraints, Instant now, Duration life)
      throws GeneralSecurityException {
    return issue(
        null,
        key.getPrivate(),
        key,
        subject,
        now,
        now.plus(life),
        builder -> {
          caUsage(builder, 1);
          builder.addExtension(Extension.nameConstraints, true, constraints);
        });
  }

  /** A CA below the issuer that can sign for what the constraints permit only, and only servers. */
  static X509Certificate constrained(
      Credential issuer, KeyPair key, String subject, byte[] constraints, Instant now)
      throws GeneralSecurityException {
    return issue(
        issuer.certificate(),
        issuer.key(),
        key,
        subject,
        now,
        issuer.certificate().getNotAfter().toInstant(),
        builder -> {
          caUsage(builder, 0);
          builder.addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
          builder.addExtension(Extension.nameConstraints, true, constraints);
        });
  }

  static X509Certificate client(
      Credential issuer, KeyPair key, String subject, Instant now, Duration life)
      throws GeneralSecurityException {
    return issue(
        issuer.certificate(),
        issuer.key(),
        key,
        subject,
        now,
        now.plus(life),
        builder -> {
          builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
          builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
          builder.addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        });
  }

  private static void caUsage(X509v3CertificateBuilder builder, int pathLength) throws IOException {
    builder.addExtension(
        Extension.basicConstraints,
        true,
        pathLength < 0 ? new BasicConstraints(true) : new BasicConstraints(pathLength));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
  }

  private static X509Certificate issue(
      @Nullable X509Certificate issuer,
      PrivateKey issuerKey,
      KeyPair key,
      String subject,
      Instant now,
      Instant end,
      Extensions extensions)
      throws GeneralSecurityException {
    try {
      var name = new X500Name(subject);
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer == null ? name : new JcaX509CertificateHolder(issuer).getSubject(),
              new BigInteger(127, RANDOM).setBit(0),
              Date.from(now.minus(SKEW)),
              Date.from(end),
              name,
              key.getPublic());
      var identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(
              issuer == null ? key.getPublic() : issuer.getPublicKey()));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          identifiers.createSubjectKeyIdentifier(key.getPublic()));
      extensions.addTo(builder);
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (IOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  @FunctionalInterface
  private interface Extensions {
    void addTo(X509v3CertificateBuilder builder) throws IOException;
  }
}
