package io.sluice.connector.table.value;

/**
 * The ends of time. PostgreSQL's {@code infinity} arrives from Debezium as a number of microseconds
 * which no calendar uses, and of days at the ends of the 32 bits; both databases have a value of
 * their own for it.
 */
public final class Infinity {
  /** Microseconds from which on a timestamp is later than all others: pgjdbc's constant. */
  static final long POSITIVE = 9_223_372_036_825_200_000L;

  /** Microseconds up to which a timestamp is earlier than all others: pgjdbc's constant. */
  static final long NEGATIVE = -9_223_372_036_832_400_000L;

  private Infinity() {}

  /** The microseconds of midnight of a day since 1970; an infinite day stays infinite. */
  static long microsOfDay(int day) {
    return switch (day) {
      case Integer.MAX_VALUE -> POSITIVE;
      case Integer.MIN_VALUE -> NEGATIVE;
      default -> Math.multiplyExact(day, 86_400_000_000L);
    };
  }

  public static boolean positive(long micros) {
    return micros >= POSITIVE;
  }

  public static boolean negative(long micros) {
    return micros <= NEGATIVE;
  }
}
