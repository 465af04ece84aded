package io.sluice.kafka.deploy;

import static java.util.Objects.requireNonNull;

import io.sluice.kafka.access.CertificateStore;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where the REST API of a Connect cluster is and how one gets in.
 *
 * @param url of any worker
 * @param username for basic authentication, or empty
 * @param password what goes with it; never shown
 * @param tls whom to trust and who one is; empty for what the JDK trusts
 */
public record ConnectAddress(
    URI url, Optional<String> username, String password, Optional<SSLContext> tls) {
  private static final String URL = "url";
  private static final String TRUST = "truststore";
  private static final String OWN = "keystore";

  public ConnectAddress {
    requireNonNull(url, "url is null");
    requireNonNull(username, "username is null");
    requireNonNull(password, "password is null");
    requireNonNull(tls, "tls is null");
  }

  /**
   * By the settings of a project file's {@code connect}.
   *
   * @param url which goes before the settings', or null
   * @param settings resolved
   * @param folder where relative paths of key stores start
   * @throws IllegalArgumentException when they do not say where it is, or a key store cannot be
   *     read
   */
  public static ConnectAddress of(@Nullable String url, Map<String, String> settings, Path folder) {
    String given = url == null ? settings.get(URL) : url;
    if (given == null) {
      throw new IllegalArgumentException("it is not said where the Connect cluster is");
    }
    URI uri = uri(given.endsWith("/") ? given.substring(0, given.length() - 1) : given);
    if (uri.getUserInfo() != null) {
      throw new ConnectSettingException(
          URL,
          "the Connect cluster's URL has a user in it; say connect.username and connect.password in"
              + " sluice.yaml",
          null);
    }
    return new ConnectAddress(
        uri,
        Optional.ofNullable(settings.get("username")),
        settings.getOrDefault("password", ""),
        tls(settings, folder));
  }

  private static URI uri(String given) {
    URISyntaxException cause = null;
    try {
      URI uri = new URI(given);
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      cause = e; // its message says less, and quotes what may have a password in it
    }
    throw new ConnectSettingException(
        URL, "expected a URL such as http://localhost:8083 for the Connect cluster", cause);
  }

  /** The password stays out of it. */
  @Override
  public String toString() {
    return url.toString();
  }

  private static Optional<SSLContext> tls(Map<String, String> settings, Path folder) {
    String trust = settings.get(TRUST);
    String own = settings.get(OWN);
    if (trust == null && own == null) {
      return Optional.empty();
    }
    try {
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(store(folder, trust, settings, TRUST));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store(folder, own, settings, OWN), secret(settings, OWN).toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
      return Optional.of(context);
    } catch (GeneralSecurityException e) {
      throw new ConnectSettingException(
          own == null ? TRUST : OWN,
          "the key stores cannot be used: is the key opened by the password of its store?",
          e);
    }
  }

  private static String secret(Map<String, String> settings, String store) {
    return settings.getOrDefault(store + ".password", "");
  }

  /** Nothing named is what the JDK trusts, or nobody to be. */
  private static @Nullable KeyStore store(
      Path folder, @Nullable String path, Map<String, String> settings, String which) {
    if (path == null) {
      return null;
    }
    try {
      return CertificateStore.read(folder.resolve(path), secret(settings, which));
    } catch (IllegalArgumentException e) {
      throw new ConnectSettingException(which, String.valueOf(e.getMessage()), e);
    }
  }
}
