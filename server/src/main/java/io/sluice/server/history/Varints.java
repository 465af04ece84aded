package io.sluice.server.history;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Whole numbers from zero on as few bytes: seven bits to a byte, the low ones first, the highest
 * bit of each but the last set. Used by one thread.
 */
final class Varints {
  /** On how many bytes the largest number lies: 63 bits, seven to a byte. */
  private static final int MOST_BYTES = 9;

  private final byte[] bytes;
  private int at;

  /** Reads what is in these. */
  Varints(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws IllegalArgumentException if the number is below zero
   */
  static void write(ByteArrayOutputStream bytes, long number) {
    if (number < 0) {
      throw new IllegalArgumentException("expected a number from zero on but found " + number);
    }
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
   * @throws IllegalArgumentException if there is none, or one on more bytes than it takes
   */
  long next() {
    long number = 0;
    int first = at;
    while (at < bytes.length) {
      if (at - first == MOST_BYTES) {
        throw new IllegalArgumentException(
            "expected a number on at most " + MOST_BYTES + " bytes from byte " + first + " on");
      }
      byte next = bytes[at];
      number |= (long) (next & 127) << 7 * (at - first);
      at++;
      if (next == 0 && at - first > 1) {
        throw new IllegalArgumentException(
            "expected a number on as few bytes as it takes from byte " + first + " on");
      }
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("expected a whole number at the end");
  }

  /**
   * @throws IllegalArgumentException if there is none, or its length is no number
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
