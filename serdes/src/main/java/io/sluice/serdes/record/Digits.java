package io.sluice.serdes.record;

import io.sluice.serdes.misfit.MisfitException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** The digits of a decimal in bytes: one number in two's complement, the highest byte first. */
public final class Digits {
  private Digits() {}

  /**
   * The decimal that bytes have the digits of.
   *
   * @param from the first of them
   * @param length how many they are
   * @throws MisfitException if there are none
   */
  public static BigDecimal decimal(byte[] bytes, int from, int length, int scale) {
    if (length == 0) {
      throw new MisfitException("expected the digits of a decimal, found no bytes");
    }
    if (length > Long.BYTES) {
      return new BigDecimal(new BigInteger(bytes, from, length), scale);
    }
    long digits = bytes[from]; // With its sign.
    for (int i = from + 1; i < from + length; i++) {
      digits = digits << Byte.SIZE | bytes[i] & 0xff;
    }
    return BigDecimal.valueOf(digits, scale);
  }
}
