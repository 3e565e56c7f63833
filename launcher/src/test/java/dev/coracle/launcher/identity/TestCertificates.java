package dev.coracle.launcher.identity;

import java.math.BigInteger;
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
final class TestCertificates {
  private TestCertificates() {}

  static X509Certificate server(
      Credential issuer, List<String> names, List<String> addresses, Instant now) throws Exception {
    var alternatives = new ArrayList<GeneralName>();
    names.forEach(name -> alternatives.add(new GeneralName(GeneralName.dNSName, name)));
    addresses.forEach(ip -> alternatives.add(new GeneralName(GeneralName.iPAddress, ip)));
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer.certificate(),
            BigInteger.TWO,
            Date.from(now),
            Date.from(now.plus(Duration.ofDays(1))),
            new X500Principal("CN=coracle"),
            Keys.pair(Keys.generate()).getPublic());
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
