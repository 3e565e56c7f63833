package dev.coracle.launcher.kube;

import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts a server whose certificate holds an address, wherever it is asked. The JDK holds a
 * certificate against the address asked for unless the trust manager is of this extended kind.
 */
final class CertifiedAs extends X509ExtendedTrustManager {
  private static final int IP_ADDRESS = 7;

  private final String address;
  private final X509TrustManager chains;

  /**
   * @param chains says whether a chain leads to whom is trusted
   */
  CertifiedAs(InetAddress address, X509TrustManager chains) {
    this.address = address.getHostAddress();
    this.chains = chains;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    chains.checkServerTrusted(chain, authType);
    var names = chain[0].getSubjectAlternativeNames();
    if (names == null || !names.contains(List.of(IP_ADDRESS, address))) {
      throw new CertificateException("the certificate is not that of " + address);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    chains.checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains.getAcceptedIssuers();
  }
}
