package io.sluice.converters;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.connect.errors.DataException;

/**
 * JSON that is being written, as UTF-8. Escapes and numbers have the form that Jackson gives them,
 * whose text Connect's JsonConverter is known for. Kept from one record to the next, so that a
 * record costs the one array that it lies in. Of one thread at a time.
 */
final class JsonBytes {
  /** A larger one is not worth being kept. */
  private static final int KEPT = 1 << 20;

  /** As much as an array may have. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  /** The most that one character becomes: an escape by number. */
  private static final int ESCAPE = 6;

  /** Of a number's digits and its sign. */
  private static final int LONGEST_NUMBER = 20;

  private static final byte[] HEX = ascii("0123456789ABCDEF");
  private static final byte[] PAIRS = pairs();

  /** For each character of ASCII, the letter behind the backslash; 'u' for a number, 0 for none. */
  private static final byte[] ESCAPES = escapes();

  private byte[] bytes = new byte[4096];
  private int size;
  private byte[] beginning = {};

  /**
   * Forgets what is there, and begins with these bytes; what begins as the one before did, finds
   * them in place.
   *
   * @param with nobody changes them
   */
  void begin(byte[] with) {
    size = 0;
    if (with != beginning) {
      raw(with);
      beginning = with;
    }
    size = with.length;
  }

  /** All that was written, in an array of its own. */
  byte[] copied() {
    return Arrays.copyOf(bytes, size);
  }

  /** Whether it is small enough to be kept for other records. */
  boolean isHandy() {
    return bytes.length <= KEPT;
  }

  /** One character of ASCII, as it is. */
  void raw(char one) {
    room(1);
    bytes[size++] = (byte) one;
  }

  /** Bytes as they are. */
  void raw(byte[] some) {
    room(some.length);
    System.arraycopy(some, 0, bytes, size, some.length);
    size += some.length;
  }

  /** Characters of ASCII that need no escape, as they are. */
  void raw(String ascii) {
    int length = ascii.length();
    room(length);
    byte[] to = bytes;
    int end = size;
    for (int i = 0; i < length; i++) {
      to[end++] = (byte) ascii.charAt(i);
    }
    size = end;
  }

  /** A whole number. */
  void number(long number) {
    room(LONGEST_NUMBER);
    if (number == Long.MIN_VALUE) { // the only one whose opposite is none
      raw(Long.toString(number));
      return;
    }
    long rest = number;
    if (rest < 0) {
      bytes[size++] = '-';
      rest = -rest;
    }
    int end = size + digits(rest);
    size = end;
    while (rest >= 10) {
      int pair = 2 * (int) (rest % 100);
      bytes[--end] = PAIRS[pair + 1];
      bytes[--end] = PAIRS[pair];
      rest /= 100;
      if (rest == 0) {
        return;
      }
    }
    bytes[--end] = (byte) ('0' + rest);
  }

  private static int digits(long number) {
    int digits = 1;
    for (long bound = 10; digits < 19 && number >= bound; bound *= 10) {
      digits++;
    }
    return digits;
  }

  /** A text, quoted. */
  void text(String text) {
    int length = text.length();
    room(length + 2L);
    byte[] to = bytes;
    int end = size;
    to[end++] = '"';
    int i = 0;
    for (; i < length; i++) { // Most texts have nothing but a byte for each character.
      char each = text.charAt(i);
      if (each >= 0x80 || ESCAPES[each] != 0) {
        break;
      }
      to[end++] = (byte) each;
    }
    size = end;
    for (; i < length; i++) {
      character(text.charAt(i));
    }
    raw('"');
  }

  private void character(char each) {
    room(ESCAPE);
    if (each < 0x80) {
      byte escape = ESCAPES[each];
      if (escape == 0) {
        bytes[size++] = (byte) each;
      } else if (escape == 'u') {
        number(each);
      } else {
        bytes[size++] = '\\';
        bytes[size++] = escape;
      }
    } else if (each < 0x800) {
      bytes[size++] = (byte) (0xc0 | each >> 6);
      bytes[size++] = (byte) (0x80 | each & 0x3f);
    } else if (Character.isSurrogate(each)) {
      number(each);
    } else {
      bytes[size++] = (byte) (0xe0 | each >> 12);
      bytes[size++] = (byte) (0x80 | each >> 6 & 0x3f);
      bytes[size++] = (byte) (0x80 | each & 0x3f);
    }
  }

  private void number(char escaped) {
    bytes[size++] = '\\';
    bytes[size++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[size++] = HEX[escaped >> shift & 0xf];
    }
  }

  private void room(long more) {
    long wanted = size + more;
    if (wanted > bytes.length) {
      if (wanted > MOST) {
        throw new DataException("A value is larger as JSON than an array can be: 2 GB");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.max(wanted, Math.min(2L * bytes.length, MOST)));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] pairs() {
    byte[] pairs = new byte[200];
    for (int i = 0; i < 100; i++) {
      pairs[2 * i] = (byte) ('0' + i / 10);
      pairs[2 * i + 1] = (byte) ('0' + i % 10);
    }
    return pairs;
  }

  private static byte[] escapes() {
    byte[] escapes = new byte[0x80];
    Arrays.fill(escapes, 0, ' ', (byte) 'u');
    escapes['\b'] = 'b';
    escapes['\t'] = 't';
    escapes['\n'] = 'n';
    escapes['\f'] = 'f';
    escapes['\r'] = 'r';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
  }
}
