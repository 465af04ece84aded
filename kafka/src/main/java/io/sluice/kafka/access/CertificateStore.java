package io.sluice.kafka.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys out of a file: PKCS12 or JKS, or PEM as authorities hand them out. */
public final class CertificateStore {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  private CertificateStore() {}

  /**
   * Reads it.
   *
   * @param file which kind it is, its content says
   * @param password of a PKCS12 or JKS, and then of its keys; PEM has none
   * @throws IllegalArgumentException saying what is wrong with the file
   */
  public static KeyStore read(Path file, String password) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (text.contains("-----BEGIN ")) {
        return pem(text, password);
      }
      KeyStore store =
          KeyStore.getInstance(bytes.length > 0 && bytes[0] == 0x30 ? "PKCS12" : "JKS");
      store.load(new ByteArrayInputStream(bytes), password.toCharArray());
      return store;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          e.getCause() instanceof UnrecoverableKeyException
              ? file + " is opened by another password"
              : file + " cannot be read; expected PKCS12, JKS or PEM",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          file + " is no store of certificates; expected PKCS12, JKS or PEM", e);
    }
  }

  private static KeyStore pem(String text, String password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    List<Certificate> certificates = new ArrayList<>();
    List<PrivateKey> keys = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      byte[] bytes = Base64.getMimeDecoder().decode(blocks.group(2));
      if (blocks.group(1).equals("CERTIFICATE")) {
        certificates.add(
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(bytes)));
      } else if (blocks.group(1).equals("PRIVATE KEY")) {
        keys.add(key(bytes));
      }
    }
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException("no certificate");
    }
    if (keys.isEmpty()) {
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("trusted-" + i, certificates.get(i));
      }
    } else {
      store.setKeyEntry(
          "own", keys.get(0), password.toCharArray(), certificates.toArray(new Certificate[0]));
    }
    return store;
  }

  /** PEM does not say of what kind a key is. */
  private static PrivateKey key(byte[] bytes) throws GeneralSecurityException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (InvalidKeySpecException e) {
        continue; // Of another kind.
      }
    }
    throw new InvalidKeySpecException("a private key of no kind that is known");
  }
}
