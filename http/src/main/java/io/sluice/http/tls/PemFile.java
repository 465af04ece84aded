package io.sluice.http.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key and certificates as text (RFC 7468). */
final class PemFile {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \\1-----");

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  private final Path file;
  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte[]> certificates = new ArrayList<>();

  private PemFile(Path file) {
    this.file = file;
  }

  static PemFile read(Path file) throws IOException {
    PemFile read = new PemFile(file);
    Matcher block = BLOCK.matcher(Files.readString(file, US_ASCII));
    while (block.find()) {
      read.add(block.group(1), block.group(2));
    }
    return read;
  }

  private void add(String label, String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new ServerKeyException(file + ": what follows BEGIN " + label + " is no base64", e);
    }
    switch (label) {
      case "PRIVATE KEY" -> keys.add(bytes);
      case "CERTIFICATE" -> certificates.add(bytes);
      case "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
          throw new ServerKeyException(
              file
                  + ": expected a key that begins with BEGIN PRIVATE KEY but found BEGIN "
                  + label
                  + "; openssl pkcs8 -topk8 -nocrypt makes one of it",
              null);
      default -> {
        // Parameters of curves and such, which keys name by themselves.
      }
    }
  }

  PrivateKey privateKey() throws GeneralSecurityException {
    if (keys.size() != 1) {
      throw new ServerKeyException(
          file + ": expected one BEGIN PRIVATE KEY but found " + keys.size(), null);
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm)
            .generatePrivate(new PKCS8EncodedKeySpec(keys.get(0)));
      } catch (InvalidKeySpecException e) {
        // Of another algorithm, perhaps the next one.
      }
    }
    throw new ServerKeyException(
        file + ": the private key is of none of these kinds: " + ALGORITHMS, null);
  }

  List<Certificate> certificates() throws GeneralSecurityException {
    if (certificates.isEmpty()) {
      throw new ServerKeyException(file + ": expected BEGIN CERTIFICATE but found none", null);
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> read = new ArrayList<>();
    for (byte[] certificate : certificates) {
      read.add(factory.generateCertificate(new ByteArrayInputStream(certificate)));
    }
    return read;
  }
}
