package io.sluice.connector.postgres.value;

import org.apache.kafka.connect.errors.DataException;

/**
 * A PostgreSQL interval: three numbers that do not convert into each other.
 *
 * @param months may be negative, as all may
 * @param days days
 * @param micros microseconds
 */
record Interval(int months, int days, long micros) {

  private static final double DAYS_PER_MONTH = 365.25 / 12;

  /** From here on, on both sides of zero, rounding to 64 bits would stop at their ends. */
  private static final double BEYOND = 0x1p63;

  static Interval of(byte[] bytes, int offset, int length) {
    Binary.expect(length, 16);
    return new Interval(
        Binary.int32(bytes, offset + 12),
        Binary.int32(bytes, offset + 8),
        Binary.int64(bytes, offset));
  }

  /**
   * All in microseconds; a month counts 365.25 / 12 days, as in Debezium.
   *
   * @throws DataException if they are more than 64 bits hold
   */
  long duration() {
    double whole = (days + months * DAYS_PER_MONTH) * Times.DAY_MICROS;
    if (Math.abs(whole) >= BEYOND) {
      throw beyond();
    }
    try {
      return Math.addExact(micros, Math.round(whole));
    } catch (ArithmeticException overflow) {
      throw beyond();
    }
  }

  private static DataException beyond() {
    return new DataException(
        "the interval is longer than 64 bits of microseconds reach. Set interval.handling.mode to"
            + " 'string'");
  }

  /** ISO 8601 in Debezium's form, which names every part. */
  String iso() {
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
