package io.sluice.connector.table.value;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Dates and times whose parts are fields of a struct: Debezium's {@code
 * time.precision.mode=structured}. A part that is missing is zero, or for a day of a calendar one.
 */
final class StructuredTimes {
  private static final String POSITIVE = "POSITIVE_INFINITY";
  private static final String NEGATIVE = "NEGATIVE_INFINITY";
  private static final int NANO_DIGITS = 9;

  private StructuredTimes() {}

  static int days(Object value) {
    Struct date = (Struct) value;
    String special = special(date);
    if (special.equals(POSITIVE)) {
      return Integer.MAX_VALUE;
    }
    return special.equals(NEGATIVE) ? Integer.MIN_VALUE : calendarDay(date);
  }

  static long dayMicros(Object value) {
    Struct time = (Struct) value;
    long seconds = part(time, "hour", 0) * 3600 + part(time, "minute", 0) * 60;
    return IsoText.micros(
        seconds + part(time, "second", 0), Math.toIntExact(part(time, "nanos", 0)));
  }

  static TimeWithZone zonedTime(Object value) {
    return new TimeWithZone(
        dayMicros(value), Math.toIntExact(part((Struct) value, "offsetSeconds", 0)));
  }

  /** Microseconds since 1970, of local time. */
  static long micros(Object value) {
    Struct timestamp = (Struct) value;
    String special = special(timestamp);
    if (special.equals(POSITIVE)) {
      return Infinity.POSITIVE;
    }
    if (special.equals(NEGATIVE)) {
      return Infinity.NEGATIVE;
    }
    try {
      return Math.addExact(
          Math.multiplyExact(calendarDay(timestamp), IsoText.DAY_MICROS), dayMicros(timestamp));
    } catch (ArithmeticException e) {
      throw new DataException(
          "a timestamp is further from 1970 than 64 bits of microseconds reach", e);
    }
  }

  /** Microseconds since 1970 in UTC. */
  static long zonedMicros(Object value) {
    long local = micros(value);
    boolean infinite = Infinity.positive(local) || Infinity.negative(local);
    return infinite ? local : local - part((Struct) value, "offsetSeconds", 0) * 1_000_000;
  }

  static Interval interval(Object value) {
    Struct parts = (Struct) value;
    try {
      BigDecimal seconds =
          BigDecimal.valueOf(part(parts, "seconds", 0))
              .add(BigDecimal.valueOf(part(parts, "nanos", 0), NANO_DIGITS));
      return new Interval(
          Math.toIntExact(part(parts, "years", 0) * 12 + part(parts, "months", 0)),
          Math.toIntExact(part(parts, "days", 0)),
          Interval.micros(part(parts, "hours", 0), part(parts, "minutes", 0), seconds));
    } catch (ArithmeticException e) {
      throw new DataException("an interval is longer or finer than 64 bits of microseconds", e);
    }
  }

  private static int calendarDay(Struct date) {
    try {
      return Math.toIntExact(
          LocalDate.of(
                  Math.toIntExact(part(date, "year", 1)),
                  Math.toIntExact(part(date, "month", 1)),
                  Math.toIntExact(part(date, "day", 1)))
              .toEpochDay());
    } catch (DateTimeException e) {
      throw new DataException("a value is not a day of the calendar", e);
    }
  }

  private static String special(Struct value) {
    return value.schema().field("specialValue") != null
            && value.get("specialValue") instanceof String text
        ? text
        : "";
  }

  private static long part(Struct value, String name, long missing) {
    if (value.schema().field(name) == null) {
      return missing;
    }
    return value.get(name) instanceof Number number ? number.longValue() : missing;
  }
}
