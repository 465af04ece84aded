package io.sluice.connector.postgres.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.errors.DataException;

/**
 * PostgreSQL's binary {@code numeric}: base-10000 digits, the weight of the first, a sign and the
 * scale to show.
 */
final class Numerics {

  private static final int NEGATIVE = 0x4000;
  private static final int NAN = 0xC000;
  private static final int POSITIVE_INFINITY = 0xD000;
  private static final int NEGATIVE_INFINITY = 0xF000;
  private static final BigInteger BASE = BigInteger.valueOf(10_000);
  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Numerics() {}

  /** The value with the scale that the server shows it in. */
  static BigDecimal decimal(byte[] bytes, int offset, int length) {
    check(bytes, offset, length);
    int digits = Binary.int16(bytes, offset);
    int weight = Binary.int16(bytes, offset + 2);
    int sign = Binary.int16(bytes, offset + 4) & 0xFFFF;
    int scale = Binary.int16(bytes, offset + 6);
    if (sign >= NAN) {
      throw special(nameOf(sign));
    }
    // The digits make up an integer that is to be multiplied by 10000^(weight-digits+1).
    int exponent = 4 * (weight - digits + 1);
    int shift = exponent + scale;
    if (digits <= 4 && shift <= 2 && shift > -4) {
      long unscaled = 0;
      for (int i = 0; i < digits; i++) {
        unscaled = unscaled * 10_000 + Binary.int16(bytes, offset + 8 + 2 * i);
      }
      unscaled = shift >= 0 ? unscaled * POWERS[shift] : unscaled / POWERS[-shift];
      return BigDecimal.valueOf(sign == NEGATIVE ? -unscaled : unscaled, scale);
    }
    BigInteger unscaled = BigInteger.ZERO;
    for (int i = 0; i < digits; i++) {
      unscaled =
          unscaled.multiply(BASE).add(BigInteger.valueOf(Binary.int16(bytes, offset + 8 + 2 * i)));
    }
    if (shift > 0) {
      unscaled = unscaled.multiply(BigInteger.TEN.pow(shift));
    } else if (shift < 0) {
      unscaled = unscaled.divide(BigInteger.TEN.pow(-shift));
    }
    return new BigDecimal(sign == NEGATIVE ? unscaled.negate() : unscaled, scale);
  }

  /** The value as a double, NaN and infinities included. */
  static double approximate(byte[] bytes, int offset, int length) {
    check(bytes, offset, length);
    switch (Binary.int16(bytes, offset + 4) & 0xFFFF) {
      case NAN:
        return Double.NaN;
      case POSITIVE_INFINITY:
        return Double.POSITIVE_INFINITY;
      case NEGATIVE_INFINITY:
        return Double.NEGATIVE_INFINITY;
      default:
        return decimal(bytes, offset, length).doubleValue();
    }
  }

  /** The value as the server prints it. */
  static String text(byte[] bytes, int offset, int length) {
    check(bytes, offset, length);
    int sign = Binary.int16(bytes, offset + 4) & 0xFFFF;
    return sign >= NAN ? nameOf(sign) : decimal(bytes, offset, length).toPlainString();
  }

  /** The value that the server printed. */
  static BigDecimal parse(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    if (text.endsWith("Infinity") || text.equals("NaN")) {
      throw special(text);
    }
    return new BigDecimal(text);
  }

  /** The value as Debezium writes it in {@code decimal.handling.mode=string}. */
  static String debeziumText(byte[] bytes, int offset, int length) {
    return debeziumName(text(bytes, offset, length));
  }

  /** What the server printed, as Debezium writes it. */
  static String debeziumName(String printed) {
    return switch (printed) {
      case "NaN" -> "NAN";
      case "Infinity" -> "POSITIVE_INFINITY";
      case "-Infinity" -> "NEGATIVE_INFINITY";
      default -> printed;
    };
  }

  private static void check(byte[] bytes, int offset, int length) {
    Binary.require(length, 8);
    int digits = Binary.int16(bytes, offset);
    Binary.require(length - 8, 2 * digits);
    Binary.expect(length, 8 + 2 * digits);
    int sign = Binary.int16(bytes, offset + 4) & 0xFFFF;
    int scale = Binary.int16(bytes, offset + 6);
    boolean known =
        sign == 0
            || sign == NEGATIVE
            || sign == NAN
            || sign == POSITIVE_INFINITY
            || sign == NEGATIVE_INFINITY;
    if (!known || scale < 0) {
      throw new DataException("a numeric has neither sign " + sign + " nor scale " + scale);
    }
  }

  private static DataException special(String name) {
    return new DataException(
        "numeric value is "
            + name
            + ", which Connect's decimal cannot hold. Set decimal.handling.mode to 'double' or"
            + " 'string', or leave the column out by column.exclude.list");
  }

  private static String nameOf(int sign) {
    return sign == NAN ? "NaN" : sign == NEGATIVE_INFINITY ? "-Infinity" : "Infinity";
  }
}
