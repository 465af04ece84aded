package io.sluice.connector.table.value;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.kafka.connect.errors.DataException;

/**
 * Dates, times and timestamps in ISO 8601, as Debezium writes them with {@code
 * time.precision.mode=isostring}: all of them end in a {@code Z} that means nothing.
 */
final class IsoText {
  static final long DAY_MICROS = 86_400_000_000L;
  private static final long NANOS_PER_MICRO = 1000;

  /**
   * Later, or on the other side earlier, no calendar of a database reaches: Debezium's infinity.
   */
  private static final int INFINITE_YEAR = 292_000_000;

  private IsoText() {}

  /** Days since 1970 of {@code 2026-01-31Z}. */
  static int days(String text) {
    try {
      return Math.toIntExact(LocalDate.parse(withoutZone(text)).toEpochDay());
    } catch (DateTimeException | ArithmeticException e) {
      throw new DataException("a value is not an ISO 8601 date", e);
    }
  }

  /** Microseconds of the day of {@code 10:20:30.5Z}. */
  static long dayMicros(String text) {
    String local = withoutZone(text);
    if (local.equals("24:00:00")) {
      return DAY_MICROS;
    }
    try {
      return wholeMicros(LocalTime.parse(local).toNanoOfDay());
    } catch (DateTimeException e) {
      throw new DataException("a value is not an ISO 8601 time", e);
    }
  }

  /** Microseconds since 1970 of {@code 2026-01-31T10:20:30.5Z}, without zone. */
  static long micros(String text) {
    try {
      LocalDateTime local = LocalDateTime.parse(withoutZone(text));
      if (Math.abs(local.getYear()) >= INFINITE_YEAR) {
        return local.getYear() > 0 ? Infinity.POSITIVE : Infinity.NEGATIVE;
      }
      return micros(local.toEpochSecond(ZoneOffset.UTC), local.getNano());
    } catch (DateTimeException e) {
      throw new DataException("a value is not an ISO 8601 timestamp", e);
    }
  }

  /** Microseconds since 1970 in UTC of a timestamp with offset. */
  static long zonedMicros(String text) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      return micros(time.toEpochSecond(), time.getNano());
    } catch (DateTimeException e) {
      throw new DataException("a value is not an ISO 8601 timestamp with offset", e);
    }
  }

  static long micros(long seconds, int nanos) {
    try {
      return Math.addExact(Math.multiplyExact(seconds, 1_000_000L), wholeMicros(nanos));
    } catch (ArithmeticException e) {
      throw new DataException(
          "a timestamp is further from 1970 than 64 bits of microseconds reach", e);
    }
  }

  /**
   * Nanoseconds as microseconds.
   *
   * @throws DataException if they are finer: nothing is ever rounded
   */
  static long wholeMicros(long nanos) {
    if (nanos % NANOS_PER_MICRO != 0) {
      throw new DataException("a time is finer than the column's microseconds");
    }
    return nanos / NANOS_PER_MICRO;
  }

  private static String withoutZone(String text) {
    return text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
  }
}
