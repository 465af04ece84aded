package io.sluice.kafka.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Texts that this process has written itself and nobody else can: whoever may make connectors on a
 * worker may give them any setting, and must not have secrets looked up by it.
 */
final class Seal {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final SecretKeySpec KEY = key();

  private Seal() {}

  private static SecretKeySpec key() {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    return new SecretKeySpec(random, ALGORITHM);
  }

  /** The text in letters that mean nothing to whoever replaces references, and who wrote it. */
  static String sealed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Base64.Encoder encoder = Base64.getEncoder();
    return encoder.encodeToString(bytes) + "." + encoder.encodeToString(signature(bytes));
  }

  /**
   * The text again.
   *
   * @throws IllegalArgumentException when another process, or somebody else, has written it
   */
  static String opened(String sealed) {
    int dot = sealed.indexOf('.');
    if (dot >= 0) {
      byte[] bytes = Base64.getDecoder().decode(sealed.substring(0, dot));
      byte[] signature = Base64.getDecoder().decode(sealed.substring(dot + 1));
      if (MessageDigest.isEqual(signature(bytes), signature)) {
        return new String(bytes, StandardCharsets.UTF_8);
      }
    }
    throw new IllegalArgumentException(
        "a login refers to a secret that this worker was not started with. Refer to it in"
            + " sasl.jaas.config itself, by ${file:...} or another of the worker's providers");
  }

  private static byte[] signature(byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(KEY);
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
