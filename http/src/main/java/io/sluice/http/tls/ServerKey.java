package io.sluice.http.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A private key and the certificates that vouch for it. Read once; a new one needs a new server.
 */
public final class ServerKey {
  private final KeyStore store;
  private final String password;

  private ServerKey(KeyStore store, String password) {
    this.store = store;
    this.password = password;
  }

  /**
   * Reads a file: PKCS#12 if its name ends in {@code .p12} or {@code .pfx}, else PEM with the
   * private key (PKCS#8, not encrypted) and the certificates, the server's own first.
   *
   * @param password of a PKCS#12 file; of no matter for PEM
   * @throws ServerKeyException if it is nothing of the kind
   */
  public static ServerKey read(Path file, String password) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    try {
      return name.endsWith(".p12") || name.endsWith(".pfx") ? pkcs12(file, password) : pem(file);
    } catch (IOException | GeneralSecurityException e) {
      throw new ServerKeyException(
          file
              + ": the key cannot be read: "
              + e.getMessage()
              + ". Expected PKCS#12, with its"
              + " password, in a file .p12 or .pfx, or PEM",
          e);
    }
  }

  private static ServerKey pkcs12(Path file, String password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        return new ServerKey(store, password);
      }
    }
    throw new ServerKeyException(
        file + ": expected a private key but found certificates only", null);
  }

  private static ServerKey pem(Path file) throws IOException, GeneralSecurityException {
    PemFile parts = PemFile.read(file);
    PrivateKey key = parts.privateKey();
    List<Certificate> certificates = parts.certificates();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    // Only in memory: the password keeps nobody out.
    String password = "in-memory";
    store.setKeyEntry(
        "server", key, password.toCharArray(), certificates.toArray(Certificate[]::new));
    return new ServerKey(store, password);
  }

  /** What tells the server's certificate from any other: its SHA-256 in hex. */
  public String fingerprint() {
    try {
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          byte[] encoded = store.getCertificate(alias).getEncoded();
          return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
        }
      }
      throw new IllegalStateException("A store without a key");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A certificate that was read has bytes", e);
    }
  }

  /** A store with this key. */
  public KeyStore store() {
    return store;
  }

  /** What the key in the store is locked with. */
  public String password() {
    return password;
  }
}
