package io.sluice.connector.postgres.value;

import org.apache.kafka.connect.errors.DataException;

/**
 * Addresses as the server prints them. Their binary form is: family, prefix length, is-cidr, number
 * of bytes, the bytes.
 */
final class NetworkText {

  private NetworkText() {}

  /** An inet shows its prefix only when it is not the whole. */
  static Object inet(byte[] bytes, int offset, int length) {
    return address(bytes, offset, length, false);
  }

  static Object cidr(byte[] bytes, int offset, int length) {
    return address(bytes, offset, length, true);
  }

  private static String address(byte[] b, int o, int length, boolean alwaysPrefix) {
    Binary.require(length, 4);
    int prefix = b[o + 1] & 0xFF;
    int size = b[o + 3];
    Binary.expect(length, 4 + size);
    if ((size != 4 && size != 16) || prefix > size * 8) {
      throw new DataException("an address has not " + size + " bytes and prefix " + prefix);
    }
    String address =
        size == 4
            ? (b[o + 4] & 0xFF)
                + "."
                + (b[o + 5] & 0xFF)
                + "."
                + (b[o + 6] & 0xFF)
                + "."
                + (b[o + 7] & 0xFF)
            : ipv6(b, o + 4);
    return alwaysPrefix || prefix != size * 8 ? address + "/" + prefix : address;
  }

  /** RFC 5952: lower case, the longest run of zero groups (two or more) as {@code ::}. */
  private static String ipv6(byte[] b, int o) {
    int bestAt = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int length = 0;
      while (i + length < 8 && Binary.int16(b, o + 2 * (i + length)) == 0) {
        length++;
      }
      if (length > bestLength) {
        bestAt = i;
        bestLength = length;
      }
      i += length;
    }
    // PostgreSQL writes addresses that embed an IPv4 one with its dots.
    boolean embedded =
        bestAt == 0
            && (bestLength == 6 || (bestLength == 5 && Binary.int16(b, o + 10) == (short) 0xFFFF));
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == bestAt) {
        text.append(i == 0 ? "::" : ":");
        i += bestLength - 1;
        continue;
      }
      if (embedded && i == 6) {
        for (int j = 12; j < 16; j++) {
          text.append(b[o + j] & 0xFF).append(j < 15 ? "." : "");
        }
        break;
      }
      text.append(Integer.toHexString(Binary.int16(b, o + 2 * i) & 0xFFFF))
          .append(i < 7 ? ":" : "");
    }
    return text.toString();
  }
}
