package io.sluice.connector.postgres.value;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The decoders that need no knowledge of their column. The formats are those of the types' send
 * functions in PostgreSQL.
 */
final class Decoders {

  static final Decoder BOOL = (b, o, l) -> b[o] != 0;
  static final Decoder INT2 = (b, o, l) -> Binary.int16(b, o);
  static final Decoder INT4 = (b, o, l) -> Binary.int32(b, o);
  static final Decoder INT8 = (b, o, l) -> Binary.int64(b, o);
  static final Decoder OID = (b, o, l) -> Binary.int32(b, o) & 0xFFFF_FFFFL;
  static final Decoder FLOAT4 = (b, o, l) -> Binary.float32(b, o);
  static final Decoder FLOAT8 = (b, o, l) -> Binary.float64(b, o);
  static final Decoder TEXT = (b, o, l) -> new String(b, o, l, StandardCharsets.UTF_8);

  /** A version byte, then text. */
  static final Decoder JSONB = (b, o, l) -> new String(b, o + 1, l - 1, StandardCharsets.UTF_8);

  static final Decoder BYTES = (b, o, l) -> ByteBuffer.wrap(Arrays.copyOfRange(b, o, o + l));
  static final Decoder UUID = (b, o, l) -> uuid(b, o);
  static final Decoder TIMETZ =
      (b, o, l) -> Times.zonedTime(Binary.int64(b, o), Binary.int32(b, o + 8));
  static final Decoder BIT = (b, o, l) -> b[o + 4] < 0;
  static final Decoder BITS = (b, o, l) -> bits(b, o);
  static final Decoder INET = (b, o, l) -> address(b, o, false);
  static final Decoder CIDR = (b, o, l) -> address(b, o, true);
  static final Decoder MACADDR = (b, o, l) -> HexFormat.ofDelimiter(":").formatHex(b, o, o + l);

  /** Microseconds, days, months; a month counts 365.25 / 12 days, as in Debezium. */
  static final Decoder INTERVAL_MICROS =
      (b, o, l) ->
          Binary.int64(b, o)
              + Math.round(
                  (Binary.int32(b, o + 8) + Binary.int32(b, o + 12) * (365.25 / 12))
                      * 86_400_000_000d);

  static final Decoder INTERVAL_ISO = (b, o, l) -> interval(b, o);

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

  private Decoders() {}

  /** One-dimensional arrays: Connect's array schema cannot say how many dimensions a value has. */
  static Decoder array(Decoder element) {
    return (b, o, l) -> {
      int dimensions = Binary.int32(b, o);
      if (dimensions == 0) {
        return List.of();
      }
      if (dimensions > 1) {
        throw new DataException(
            "array value has "
                + dimensions
                + " dimensions, expected one. Leave the column out by column.exclude.list");
      }
      int count = Binary.int32(b, o + 12);
      List<@Nullable Object> values = new ArrayList<>(count);
      int at = o + 20;
      for (int i = 0; i < count; i++) {
        int length = Binary.int32(b, at);
        at += 4;
        if (length < 0) {
          values.add(null);
        } else {
          values.add(element.decode(b, at, length));
          at += length;
        }
      }
      return values;
    };
  }

  private static String uuid(byte[] b, int o) {
    byte[] out = new byte[36];
    int at = 0;
    for (int i = 0; i < 16; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        out[at++] = '-';
      }
      out[at++] = HEX[(b[o + i] >> 4) & 15];
      out[at++] = HEX[b[o + i] & 15];
    }
    return new String(out, StandardCharsets.ISO_8859_1);
  }

  /** Debezium's Bits: little-endian, the last bit of the bit string is the lowest. */
  private static byte[] bits(byte[] b, int o) {
    int count = Binary.int32(b, o);
    byte[] out = new byte[(count + 7) / 8];
    for (int i = 0; i < count; i++) {
      if ((b[o + 4 + i / 8] & (0x80 >> (i % 8))) != 0) {
        int bit = count - 1 - i;
        out[bit / 8] |= (byte) (1 << (bit % 8));
      }
    }
    return out;
  }

  /**
   * Family, prefix length, is-cidr, number of bytes, the bytes. An inet shows its prefix only when
   * it is not the whole.
   */
  private static String address(byte[] b, int o, boolean alwaysPrefix) {
    int prefix = b[o + 1] & 0xFF;
    int size = b[o + 3];
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

  private static String interval(byte[] b, int o) {
    long micros = Binary.int64(b, o);
    int days = Binary.int32(b, o + 8);
    int months = Binary.int32(b, o + 12);
    long seconds = micros / 1_000_000;
    long fraction = Math.abs(micros % 1_000_000);
    String text =
        "P"
            + months / 12
            + "Y"
            + months % 12
            + "M"
            + days
            + "DT"
            + seconds / 3600
            + "H"
            + seconds / 60 % 60
            + "M";
    String second = (micros < 0 && seconds % 60 == 0 && fraction > 0 ? "-" : "") + seconds % 60;
    return text
        + second
        + (fraction == 0 ? "" : "." + String.format("%06d", fraction).replaceAll("0+$", ""))
        + "S";
  }
}
