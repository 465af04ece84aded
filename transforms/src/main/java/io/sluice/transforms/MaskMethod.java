package io.sluice.transforms;

import java.util.Locale;

/** How a value is hidden. */
public enum MaskMethod {
  /** A constant of the same type: a replacement text, zero, false, 1970. */
  REDACT,
  /** SHA-256 of salt and value, as 64 hexadecimal digits. Equal values stay equal. */
  HASH,
  /** HMAC-SHA-256 under a key, as 64 hexadecimal digits. Nobody without the key can try values. */
  HMAC,
  /** Text with every character but the last few starred out. */
  PARTIAL,
  /** Nothing: the field becomes optional and null. */
  NULLIFY;

  /** Whether the result is text whatever the value was. */
  boolean makesText() {
    return switch (this) {
      case HASH, HMAC, PARTIAL -> true;
      case REDACT, NULLIFY -> false;
    };
  }

  /** As it is written in a configuration; {@code null} is another word for nullify. */
  static MaskMethod of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.equals("NULL") ? NULLIFY : valueOf(upper);
  }
}
