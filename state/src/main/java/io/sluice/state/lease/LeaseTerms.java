package io.sluice.state.lease;

import java.time.Duration;

/**
 * How long a lease is, and when it is renewed.
 *
 * @param length from a renewal to its end, by the database's clock: how long nobody can take over
 *     from a process that has died
 * @param renewEvery pause between two renewals
 * @param margin how long before the end a holder that could not renew takes it for lost, by its own
 *     clock: for clocks that do not run at the same rate, and for ending what is under way
 */
public record LeaseTerms(Duration length, Duration renewEvery, Duration margin) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** Ten seconds, renewed every three, given up two before the end. */
  public static final LeaseTerms STANDARD = of(Duration.ofSeconds(10));

  public LeaseTerms {
    if (length.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("a lease of " + length + " is shorter than " + SHORTEST);
    }
    if (renewEvery.isNegative()
        || renewEvery.isZero()
        || margin.isNegative()
        || renewEvery.multipliedBy(2).plus(margin).compareTo(length) > 0) {
      throw new IllegalArgumentException(
          "a lease of "
              + length
              + " leaves no second attempt when it is renewed every "
              + renewEvery
              + " and given up "
              + margin
              + " before its end");
    }
  }

  /** In the proportions of the standard ones. */
  public static LeaseTerms of(Duration length) {
    return new LeaseTerms(length, length.multipliedBy(3).dividedBy(10), length.dividedBy(5));
  }
}
