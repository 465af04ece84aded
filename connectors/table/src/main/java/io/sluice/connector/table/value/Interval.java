package io.sluice.connector.table.value;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A length of time in three numbers that do not convert into each other: a month has no fixed
 * number of days, nor a day of hours. PostgreSQL and DuckDB keep the same three. Each may be
 * negative.
 *
 * @param months months; twelve are a year
 * @param days days
 * @param micros microseconds
 */
public record Interval(int months, int days, long micros) {
  private static final String NUMBER = "([-+]?\\d+)";

  /** ISO 8601, with a sign before each number where it has one: Debezium's Interval. */
  private static final Pattern ISO =
      Pattern.compile(
          "([-+]?)P(?:"
              + NUMBER
              + "Y)?(?:"
              + NUMBER
              + "M)?(?:"
              + NUMBER
              + "W)?(?:"
              + NUMBER
              + "D)?(?:T(?:"
              + NUMBER
              + "H)?(?:"
              + NUMBER
              + "M)?(?:([-+]?\\d+(?:\\.\\d*)?)S)?)?");

  private static final int MICROS_SCALE = 6;

  /** So many microseconds and nothing else. */
  public static Interval ofMicros(long micros) {
    return new Interval(0, 0, micros);
  }

  /**
   * Reads {@code P1Y2M3DT4H5M6.5S}.
   *
   * @throws DataException if it is something else, too long, or finer than microseconds
   */
  static Interval parse(String text) {
    Matcher parts = ISO.matcher(text);
    if (!parts.matches() || text.endsWith("P") || text.endsWith("T")) {
      throw new DataException("a value is not an ISO 8601 interval");
    }
    try {
      long sign = "-".equals(parts.group(1)) ? -1 : 1;
      long months =
          Math.addExact(Math.multiplyExact(number(parts.group(2)), 12), number(parts.group(3)));
      long days =
          Math.addExact(Math.multiplyExact(number(parts.group(4)), 7), number(parts.group(5)));
      String seconds = parts.group(8);
      return new Interval(
          Math.toIntExact(sign * months),
          Math.toIntExact(sign * days),
          Math.multiplyExact(
              sign,
              micros(
                  number(parts.group(6)),
                  number(parts.group(7)),
                  seconds == null ? BigDecimal.ZERO : new BigDecimal(seconds))));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new DataException("an interval is longer or finer than 64 bits of microseconds", e);
    }
  }

  private static long number(@Nullable String text) {
    return text == null ? 0 : Long.parseLong(text);
  }

  /**
   * The microseconds of hours, minutes and seconds.
   *
   * @throws ArithmeticException if there is no such number
   */
  static long micros(long hours, long minutes, BigDecimal seconds) {
    long whole = seconds.movePointRight(MICROS_SCALE).longValueExact();
    long ofHours = Math.multiplyExact(hours, 3_600_000_000L);
    return Math.addExact(Math.addExact(ofHours, Math.multiplyExact(minutes, 60_000_000L)), whole);
  }

  /** As PostgreSQL and DuckDB both read it: {@code 14 months 3 days -500000 microseconds}. */
  public String words() {
    return months + " months " + days + " days " + micros + " microseconds";
  }

  /** ISO 8601: {@code P14M3DT-0.5S}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("P");
    if (months != 0) {
      text.append(months).append('M');
    }
    if (days != 0) {
      text.append(days).append('D');
    }
    if (micros != 0 || months == 0 && days == 0) {
      BigDecimal seconds = BigDecimal.valueOf(micros, MICROS_SCALE).stripTrailingZeros();
      text.append('T').append(seconds.toPlainString()).append('S');
    }
    return text.toString();
  }
}
