package io.sluice.connector.postgres.value;

import java.math.BigDecimal;
import java.math.BigInteger;
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
  static BigDecimal decimal(byte[] bytes, int offset) {
    int digits = Binary.int16(bytes, offset);
    int weight = Binary.int16(bytes, offset + 2);
    int sign = Binary.int16(bytes, offset + 4) & 0xFFFF;
    int scale = Binary.int16(bytes, offset + 6);
    if (sign >= NAN) {
      throw new DataException(
          "numeric value is "
              + nameOf(sign)
              + ", which Connect's decimal cannot hold. Set decimal.handling.mode to 'double' or"
              + " 'string', or leave the column out by column.exclude.list");
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
  static double approximate(byte[] bytes, int offset) {
    switch (Binary.int16(bytes, offset + 4) & 0xFFFF) {
      case NAN:
        return Double.NaN;
      case POSITIVE_INFINITY:
        return Double.POSITIVE_INFINITY;
      case NEGATIVE_INFINITY:
        return Double.NEGATIVE_INFINITY;
      default:
        return decimal(bytes, offset).doubleValue();
    }
  }

  /** The value as the server prints it. */
  static String text(byte[] bytes, int offset) {
    int sign = Binary.int16(bytes, offset + 4) & 0xFFFF;
    return sign >= NAN ? nameOf(sign) : decimal(bytes, offset).toPlainString();
  }

  private static String nameOf(int sign) {
    return sign == NAN ? "NaN" : sign == NEGATIVE_INFINITY ? "-Infinity" : "Infinity";
  }
}
