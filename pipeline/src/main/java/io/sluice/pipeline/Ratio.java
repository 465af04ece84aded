package io.sluice.pipeline;

/**
 * A share of a whole.
 *
 * @param fraction from 0 to 1
 */
public record Ratio(double fraction) {
  public Ratio {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("A ratio lies between 0 and 1, but is " + fraction);
    }
  }

  /** From 0 to 100. */
  public static Ratio ofPercent(double percent) {
    return new Ratio(percent / 100);
  }
}
