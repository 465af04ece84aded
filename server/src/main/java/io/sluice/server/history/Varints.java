package io.sluice.server.history;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Whole numbers from zero on as few bytes: seven bits to a byte, the low ones first, the highest
 * bit of each but the last set. Used by one thread.
 */
final class Varints {
  private final byte[] bytes;
  private int at;

  /** Reads what is in these. */
  Varints(byte[] bytes) {
    this.bytes = bytes;
  }

  static void write(ByteArrayOutputStream bytes, long number) {
    long left = number;
    while (left > 127) {
      bytes.write((int) (left & 127) | 128);
      left >>>= 7;
    }
    bytes.write((int) left);
  }

  /** A text, behind the number of its bytes. */
  static void write(ByteArrayOutputStream bytes, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, utf8.length);
    bytes.writeBytes(utf8);
  }

  boolean hasMore() {
    return at < bytes.length;
  }

  /**
   * @throws IllegalArgumentException if there is none
   */
  long next() {
    long number = 0;
    for (int shift = 0; at < bytes.length; shift += 7) {
      byte next = bytes[at++];
      number |= (long) (next & 127) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("expected a whole number at the end");
  }

  /**
   * @throws IllegalArgumentException if there is none
   */
  String nextText() {
    long length = next();
    if (length > bytes.length - at) {
      throw new IllegalArgumentException("expected a text of " + length + " bytes");
    }
    String text = new String(bytes, at, (int) length, StandardCharsets.UTF_8);
    at += (int) length;
    return text;
  }
}
