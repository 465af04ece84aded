package io.sluice.cli.reconcile;

import io.sluice.cli.compare.side.Key;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is shown in place of a key: within one run the same for the same row, and of no use to find
 * the key by trying, since it depends on random bytes that nobody keeps. Used by one thread.
 */
final class KeyDigests {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SALT_BYTES = 32;
  private static final int SHOWN_DIGITS = 16;

  private final Mac mac;

  /** With new random bytes. */
  KeyDigests() {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(salt, ALGORITHM));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** 16 hexadecimal digits. */
  String of(Key key) {
    byte[] digest = mac.doFinal(key.hash().getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(digest).substring(0, SHOWN_DIGITS);
  }
}
