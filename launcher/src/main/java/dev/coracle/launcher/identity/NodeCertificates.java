package dev.coracle.launcher.identity;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.io.IOException;
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
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Server certificates as a guest makes them: for what stands in for one. */
public final class NodeCertificates {
  private static final char[] NO_PASSWORD = new char[0];

  private NodeCertificates() {}

  /** For a server at an address of a cluster's, which admits the cluster's clients only. */
  public static HttpsConfigurator mutualTls(ClusterIdentity identity, String address)
      throws GeneralSecurityException, IOException {
    return new HttpsConfigurator(context(identity, address)) {
      @Override
      public void configure(HttpsParameters parameters) {
        var tls = getSSLContext().getDefaultSSLParameters();
        tls.setNeedClientAuth(true);
        parameters.setSSLParameters(tls);
      }
    };
  }

  private static SSLContext context(ClusterIdentity identity, String address)
      throws GeneralSecurityException, IOException {
    var issuer = serving(identity);
    var key = Keys.pair(Keys.generate());
    var leaf = server(issuer, key.getPublic(), List.of("coracle"), List.of(address), Instant.now());
    var own = emptyStore();
    own.setKeyEntry(
        "server", key.getPrivate(), NO_PASSWORD, new Certificate[] {leaf, issuer.certificate()});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, NO_PASSWORD);
    var trusted = emptyStore();
    trusted.setCertificateEntry("clients", Pem.certificate(identity.clientCert()));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  static Credential serving(ClusterIdentity identity) throws GeneralSecurityException {
    return new Credential(
        Pem.certificate(identity.servingCert()), Pem.ecKey(identity.servingKey()));
  }

  static X509Certificate server(
      Credential issuer, List<String> names, List<String> addresses, Instant now)
      throws GeneralSecurityException {
    return server(issuer, Keys.pair(Keys.generate()).getPublic(), names, addresses, now);
  }

  private static X509Certificate server(
      Credential issuer, PublicKey key, List<String> names, List<String> addresses, Instant now)
      throws GeneralSecurityException {
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
    try {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(alternatives.toArray(GeneralName[]::new)));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.key());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (IOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
