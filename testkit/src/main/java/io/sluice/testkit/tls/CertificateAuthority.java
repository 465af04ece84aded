package io.sluice.testkit.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Signs certificates for servers and clients of a test and writes them as key stores (PKCS12) and
 * as PEM. Nobody trusts it but who is given its {@link #truststore}. For one thread.
 */
public final class CertificateAuthority {
  /** Of every key store that it writes. */
  public static final String PASSWORD = "store-secret";

  private static final Duration DAY = Duration.ofDays(1);
  private static final Base64.Encoder MIME = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final Path folder;
  private final String name;
  private final Clock clock;
  private final KeyPair keys;
  private final X509Certificate certificate;
  private final AtomicLong serial = new AtomicLong(1);

  /**
   * @param folder where its files go
   * @param name by which its files and certificates are known
   * @param clock by which those who use its certificates go too
   */
  public CertificateAuthority(Path folder, String name, Clock clock) {
    this.folder = folder;
    this.name = name;
    this.clock = clock;
    keys = newKeys();
    Instant now = clock.instant();
    certificate = sign(name, keys.getPublic(), now.minus(DAY), now.plus(DAY), "", true);
  }

  /** The certificate that others are to trust, as a key store. */
  public Path truststore() {
    return store(name + "-trust.p12", null, certificate);
  }

  /** The same as PEM. */
  public Path trustPem() {
    return write(name + "-trust.pem", pem("CERTIFICATE", encoded(certificate)));
  }

  /**
   * A key store for a server that is called {@code dnsName}, or for a client.
   *
   * @param owner who it is, as in {@code CN=owner}
   * @param dnsName the host, empty for a client
   */
  public Path keystore(String owner, String dnsName) {
    Instant now = clock.instant();
    return keystore(owner, dnsName, now.minus(DAY), now.plus(DAY));
  }

  /** The same with a certificate that was good until an hour ago. */
  public Path expiredKeystore(String owner, String dnsName) {
    Instant now = clock.instant();
    return keystore(owner, dnsName, now.minus(DAY), now.minus(Duration.ofHours(1)));
  }

  /** Key and certificate of a client in one file of PEM. */
  public Path keyPem(String owner) {
    KeyPair own = newKeys();
    Instant now = clock.instant();
    X509Certificate signed = sign(owner, own.getPublic(), now.minus(DAY), now.plus(DAY), "", false);
    return write(
        owner + ".pem",
        pem("PRIVATE KEY", own.getPrivate().getEncoded())
            + pem("CERTIFICATE", encoded(signed))
            + pem("CERTIFICATE", encoded(certificate)));
  }

  private Path keystore(String owner, String dnsName, Instant from, Instant until) {
    KeyPair own = newKeys();
    X509Certificate signed = sign(owner, own.getPublic(), from, until, dnsName, false);
    return store(owner + ".p12", own, signed);
  }

  private X509Certificate sign(
      String owner, PublicKey key, Instant from, Instant until, String dnsName, boolean authority) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=" + name),
              BigInteger.valueOf(serial.getAndIncrement()),
              Date.from(from),
              Date.from(until),
              new X500Name("CN=" + owner),
              key);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!dnsName.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
      }
      ContentSigner signer =
          new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("No certificate for " + owner, e);
    }
  }

  private Path store(String file, @Nullable KeyPair own, X509Certificate signed) {
    Path path = folder.resolve(file);
    char[] password = PASSWORD.toCharArray();
    try (OutputStream out = Files.newOutputStream(path)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      if (own == null) {
        store.setCertificateEntry("ca", signed);
      } else {
        store.setKeyEntry(
            "own", own.getPrivate(), password, new Certificate[] {signed, certificate});
      }
      store.store(out, password);
      return path;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No key store " + path, e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path, e);
    }
  }

  private Path write(String file, String text) {
    try {
      return Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + MIME.encodeToString(bytes)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  private static byte[] encoded(X509Certificate of) {
    try {
      return of.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No keys", e);
    }
  }
}
