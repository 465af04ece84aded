package io.sluice.serdes.avro.data;

import io.sluice.serdes.misfit.MisfitException;

/**
 * Whole numbers as floating-point numbers. Who reads may take the nearest one, as Avro's
 * specification has it; who writes would falsify what is written.
 */
public final class ExactNumbers {
  private static final float FLOAT_PAST_LONG = 0x1p63f;
  private static final double DOUBLE_PAST_LONG = 0x1p63;

  private ExactNumbers() {}

  /**
   * The same number.
   *
   * @throws MisfitException if 32 bits cannot hold it
   */
  public static float float32(long number) {
    float same = number;
    if (same == FLOAT_PAST_LONG || (long) same != number) {
      throw misfit("float");
    }
    return same;
  }

  /**
   * The same number.
   *
   * @throws MisfitException if 64 bits cannot hold it
   */
  public static double float64(long number) {
    double same = number;
    if (same == DOUBLE_PAST_LONG || (long) same != number) {
      throw misfit("double");
    }
    return same;
  }

  /**
   * The nearest number, if it is one.
   *
   * @throws MisfitException if it is finite and 32 bits hold infinity in its place
   */
  public static float float32(double number) {
    float nearest = (float) number;
    if (Float.isInfinite(nearest) && !Double.isInfinite(number)) {
      throw new MisfitException(
          "expected a number that a float of Avro holds, found one that is too large for it");
    }
    return nearest;
  }

  private static MisfitException misfit(String type) {
    return new MisfitException(
        "expected a whole number that a " + type + " of Avro holds, found one of too many digits");
  }
}
