package dev.coracle.launcher.kube;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
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
    context.init(new KeyManager[] {client(credentials)}, trust(credentials, certifiedAs), null);
    return context;
  }

  /**
   * One key exchange, which every server of a cluster knows. The JDK makes a key for each kind that
   * is offered before it says hello, and one of a NIST curve takes it a tenth of a second.
   */
  static SSLParameters parameters() {
    var parameters = new SSLParameters();
    parameters.setNamedGroups(new String[] {"x25519"});
    return parameters;
  }

  /**
   * Says hello to nobody, and proves with the client's key and certificate what nobody asked for.
   */
  static void rehearse(SSLContext context, ApiCredentials credentials)
      throws IOException, GeneralSecurityException {
    var engine = context.createSSLEngine();
    engine.setUseClientMode(true);
    engine.setSSLParameters(parameters());
    engine.wrap(
        ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key(credentials.clientKey()));
    var proof = signature.sign();
    signature.initVerify(certificate(credentials.clientCertificate()));
    signature.verify(proof);
  }

  private static KeyManager client(ApiCredentials credentials)
      throws IOException, GeneralSecurityException {
    return new OneKey(certificate(credentials.clientCertificate()), key(credentials.clientKey()));
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8(file)));
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

  private static X509Certificate certificate(Path file)
      throws IOException, GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
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
