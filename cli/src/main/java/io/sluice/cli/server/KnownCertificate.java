package io.sluice.cli.server;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts one certificate and no other, whoever vouches for it and whatever names are in it: the
 * server itself wrote down which one it has, where only its owner could.
 */
final class KnownCertificate extends X509ExtendedTrustManager {
  private final String fingerprint;

  private KnownCertificate(String fingerprint) {
    this.fingerprint = fingerprint;
  }

  /**
   * For connections to that server.
   *
   * @param fingerprint SHA-256 of the certificate, in hex
   */
  static SSLContext context(String fingerprint) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new KnownCertificate(fingerprint)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has TLS", e);
    }
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] expected = HexFormat.of().parseHex(fingerprint);
      if (chain.length == 0
          || !MessageDigest.isEqual(digest.digest(chain[0].getEncoded()), expected)) {
        throw new CertificateException("the certificate is not the one that the server has");
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw e instanceof CertificateException certificate
          ? certificate
          : new CertificateException("the certificate cannot be compared", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw nobody();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw nobody();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw nobody();
  }

  private static CertificateException nobody() {
    return new CertificateException("nobody is served here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
