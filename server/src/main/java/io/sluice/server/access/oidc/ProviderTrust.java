package io.sluice.server.access.oidc;

import static java.util.Objects.requireNonNull;

import io.sluice.kafka.access.CertificateStore;
import io.sluice.project.ProjectException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whose certificates are believed of a provider, where an organisation has an authority of its own.
 * Safe for several threads.
 *
 * @param sockets that believe them and no others
 */
public record ProviderTrust(SSLSocketFactory sockets) {
  public ProviderTrust {
    requireNonNull(sockets, "sockets is null");
  }

  /**
   * Those of a file.
   *
   * @param file PEM, PKCS12 or JKS
   * @param password of the last two
   * @throws ProjectException if it cannot be read
   */
  static ProviderTrust read(Path file, String password) {
    try {
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(CertificateStore.read(file, password));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted.getTrustManagers(), null);
      return new ProviderTrust(context.getSocketFactory());
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new ProjectException(
          ProjectException.Kind.USAGE,
          "server.oidc.truststore: " + e.getMessage(),
          "A PEM file with the certificate of the authority is enough.",
          e);
    }
  }
}
