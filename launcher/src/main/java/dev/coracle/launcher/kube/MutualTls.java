package dev.coracle.launcher.kube;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** A TLS context from PEM files, with no other trust than theirs. */
final class MutualTls {
  private static final char[] NO_PASSWORD = new char[0];

  private MutualTls() {}

  /**
   * @param certifiedAs the address that a server's certificate must hold; absent: the one at which
   *     it is asked
   */
  static SSLContext context(ApiCredentials credentials, Optional<InetAddress> certifiedAs)
      throws IOException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(keys(credentials), trust(credentials, certifiedAs), null);
    return context;
  }

  private static KeyManager[] keys(ApiCredentials credentials)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    store.setKeyEntry(
        "client",
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8(credentials.clientKey()))),
        NO_PASSWORD,
        new Certificate[] {certificate(credentials.clientCertificate())});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    return keys.getKeyManagers();
  }

  private static TrustManager[] trust(ApiCredentials credentials, Optional<InetAddress> certifiedAs)
      throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, NO_PASSWORD);
    trusted.setCertificateEntry("ca", certificate(credentials.certificateAuthority()));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var managers = trust.getTrustManagers();
    return certifiedAs.isPresent() && managers[0] instanceof X509TrustManager chains
        ? new TrustManager[] {new CertifiedAs(certifiedAs.get(), chains)}
        : managers;
  }

  private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  private static byte[] pkcs8(Path file) throws IOException, GeneralSecurityException {
    var text = Files.readString(file, StandardCharsets.ISO_8859_1);
    try {
      return Base64.getMimeDecoder()
          .decode(text.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", ""));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(file + " is not PEM", e);
    }
  }
}
