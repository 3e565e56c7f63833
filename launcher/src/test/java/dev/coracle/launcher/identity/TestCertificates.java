package dev.coracle.launcher.identity;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Server certificates as a guest makes them. */
public final class TestCertificates {
  private TestCertificates() {}

  /** A key store, without a password, with a server's key and its chain up to the cluster's CA. */
  public static KeyStore serverStore(ClusterIdentity identity, String address) throws Exception {
    var issuer = serving(identity);
    var key = Keys.pair(Keys.generate());
    var leaf = server(issuer, key.getPublic(), List.of("coracle"), List.of(address), Instant.now());
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, new char[0]);
    store.setKeyEntry(
        "server", key.getPrivate(), new char[0], new Certificate[] {leaf, issuer.certificate()});
    return store;
  }

  static Credential serving(ClusterIdentity identity) throws GeneralSecurityException {
    return new Credential(
        Pem.certificate(identity.servingCert()), Pem.ecKey(identity.servingKey()));
  }

  static X509Certificate server(
      Credential issuer, List<String> names, List<String> addresses, Instant now) throws Exception {
    return server(issuer, Keys.pair(Keys.generate()).getPublic(), names, addresses, now);
  }

  private static X509Certificate server(
      Credential issuer, PublicKey key, List<String> names, List<String> addresses, Instant now)
      throws Exception {
    var alternatives = new ArrayList<GeneralName>();
    names.forEach(name -> alternatives.add(new GeneralName(GeneralName.dNSName, name)));
    addresses.forEach(ip -> alternatives.add(new GeneralName(GeneralName.iPAddress, ip)));
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer.certificate(),
            BigInteger.TWO,
            Date.from(now.minusSeconds(60)),
            Date.from(now.plus(Duration.ofDays(1))),
            // the JDK holds a subject's name against the constraints where no DNS name is given
            new X500Principal("CN=coracle"),
            key);
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(alternatives.toArray(GeneralName[]::new)));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.key());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }
}
