package io.sluice.http.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a secret. A password, which people choose, as {@code
 * pbkdf2-sha512$<iterations>$<salt>$<hash>} (RFC 8018; salt and hash in base64): slow to try. A
 * token, which is 256 random bits, as {@code sha256$<hash in hex>}: nothing to try.
 */
public final class SecretHash {
  /** What OWASP's "Password Storage Cheat Sheet" asks for with SHA-512. */
  private static final int ITERATIONS = 210_000;

  /** More would let a line of a file keep a processor busy. */
  private static final int MOST_ITERATIONS = 10_000_000;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;
  private static final int TOKEN_BYTES = 32;
  private static final String PASSWORD = "pbkdf2-sha512";
  private static final String TOKEN = "sha256";

  private final String text;
  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private SecretHash(String text, int iterations, byte[] salt, byte[] hash) {
    this.text = text;
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /** Of a password, with a salt of its own. */
  public static SecretHash ofPassword(char[] password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = stretched(password, salt, ITERATIONS);
    Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
    return new SecretHash(
        String.join(
            "$",
            PASSWORD,
            Integer.toString(ITERATIONS),
            encoder.encodeToString(salt),
            encoder.encodeToString(hash)),
        ITERATIONS,
        salt,
        hash);
  }

  /** Of a token that {@link #newToken} made. */
  public static SecretHash ofToken(String token) {
    byte[] hash = sha256(token);
    return new SecretHash(TOKEN + "$" + HexFormat.of().formatHex(hash), 0, new byte[0], hash);
  }

  /** A token that nobody can guess. */
  public static String newToken(SecureRandom random) {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is nothing of the kind; without the text
   */
  public static SecretHash parse(String text) {
    List<String> parts = List.of(text.split("\\$", -1));
    try {
      if (parts.get(0).equals(TOKEN) && parts.size() == 2) {
        byte[] hash = HexFormat.of().parseHex(parts.get(1));
        if (hash.length == HASH_BITS / Byte.SIZE) {
          return new SecretHash(text, 0, new byte[0], hash);
        }
      } else if (parts.get(0).equals(PASSWORD) && parts.size() == 4) {
        int iterations = Integer.parseInt(parts.get(1));
        byte[] salt = Base64.getDecoder().decode(parts.get(2));
        byte[] hash = Base64.getDecoder().decode(parts.get(3));
        if (iterations > 0
            && iterations <= MOST_ITERATIONS
            && salt.length > 0
            && hash.length == HASH_BITS / Byte.SIZE) {
          return new SecretHash(text, iterations, salt, hash);
        }
      }
    } catch (IllegalArgumentException e) {
      // A number, base64 or hex that is none: said below, without what was found.
    }
    throw new IllegalArgumentException(
        "expected " + PASSWORD + "$<iterations>$<salt>$<hash> or " + TOKEN + "$<hash>");
  }

  /** Whether it is of a token, which comes alone; else of a password, which comes with a name. */
  public boolean isToken() {
    return iterations == 0;
  }

  /** The hash alone. */
  public byte[] hash() {
    return hash.clone();
  }

  /** Whether this is the secret. Takes as long when it is not. */
  public boolean matches(String secret) {
    byte[] found = isToken() ? sha256(secret) : stretched(secret.toCharArray(), salt, iterations);
    return MessageDigest.isEqual(found, hash);
  }

  /** As it stands in a file. */
  @Override
  public String toString() {
    return text;
  }

  private static byte[] stretched(char[] password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA512", e);
    } finally {
      spec.clearPassword();
    }
  }

  /** By which a token is found among many. */
  public static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
