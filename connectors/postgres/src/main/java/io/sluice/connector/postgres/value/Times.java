package io.sluice.connector.postgres.value;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_TIME;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import org.apache.kafka.connect.errors.DataException;

/**
 * Dates and times. PostgreSQL counts days and microseconds from 2000-01-01; Connect and Debezium
 * count from 1970-01-01. PostgreSQL's last timestamp (294276-12-31) lies beyond what 64-bit
 * microseconds since 1970 can hold.
 */
final class Times {

  static final long DAY_MICROS = 86_400_000_000L;
  static final int DAYS_TO_2000 = 10_957;
  static final long MICROS_TO_2000 = DAYS_TO_2000 * DAY_MICROS;

  /** How Debezium writes infinite timestamps in milliseconds: pgjdbc's constants. */
  static final long POSITIVE_INFINITY = 9_223_372_036_825_200_000L;

  static final long NEGATIVE_INFINITY = -9_223_372_036_832_400_000L;

  private Times() {}

  /** Infinite timestamps are the ends of the 64-bit range, as in Debezium. */
  static long epochMicros(long sent) {
    if (sent == Long.MAX_VALUE || sent == Long.MIN_VALUE) {
      return sent;
    }
    long shifted = sent + MICROS_TO_2000;
    if (shifted < sent) {
      throw beyond("microseconds");
    }
    return shifted;
  }

  static long epochMillis(long sent) {
    if (sent == Long.MAX_VALUE) {
      return POSITIVE_INFINITY;
    }
    if (sent == Long.MIN_VALUE) {
      return NEGATIVE_INFINITY;
    }
    return Math.floorDiv(sent, 1000L) + MICROS_TO_2000 / 1000;
  }

  static long epochNanos(long sent) {
    if (sent == Long.MAX_VALUE || sent == Long.MIN_VALUE) {
      return sent;
    }
    long micros = sent + MICROS_TO_2000;
    if (micros < sent || Math.abs(micros) > Long.MAX_VALUE / 1000) {
      throw beyond("nanoseconds");
    }
    return micros * 1000;
  }

  private static DataException beyond(String unit) {
    return new DataException(
        "the timestamp is further from 1970 than 64 bits of "
            + unit
            + " reach. Set time.precision.mode to 'isostring' or 'structured'");
  }

  /** PostgreSQL's infinite dates are the ends of the 32-bit range and stay so. */
  static int epochDay(int sent) {
    return sent == Integer.MAX_VALUE || sent == Integer.MIN_VALUE ? sent : sent + DAYS_TO_2000;
  }

  /** {@code 2020-01-31Z}; infinite dates are the ends of the 32-bit range of days. */
  static String isoDate(int sent) {
    return LocalDate.ofEpochDay(epochDay(sent)) + "Z";
  }

  /** With as many digits of the fraction as the value needs; 24:00 is 00:00, as in Debezium. */
  static String isoTime(long micros) {
    return LocalTime.ofNanoOfDay(micros % DAY_MICROS * 1000).format(ISO_LOCAL_TIME) + "Z";
  }

  /** With as many digits of the fraction as the value needs; infinities as in Debezium. */
  static String isoTimestamp(long sent) {
    if (sent == Long.MAX_VALUE || sent == Long.MIN_VALUE) {
      return sent > 0 ? "+292278994-08-16T23:00:00Z" : "-292275055-05-16T23:00:00Z";
    }
    long day = Math.floorDiv(sent, DAY_MICROS) + DAYS_TO_2000;
    return LocalDate.ofEpochDay(day) + "T" + isoTime(Math.floorMod(sent, DAY_MICROS));
  }

  /**
   * The microseconds since 1970 as {@code 2020-01-31T10:20:30.123456Z}, with as many fraction
   * digits as the column has.
   */
  static String zonedTimestamp(long sent, int fractionDigits) {
    if (sent == Long.MAX_VALUE) {
      return "infinity";
    }
    if (sent == Long.MIN_VALUE) {
      return "-infinity";
    }
    long micros = Math.floorMod(sent, 86_400_000_000L);
    long days = Math.floorDiv(sent, 86_400_000_000L) + DAYS_TO_2000;
    if (days >= -719_528 && days < 2_932_897) { // years 0000 to 9999
      byte[] out = new byte[fractionDigits == 0 ? 20 : 21 + fractionDigits];
      date(out, days);
      out[10] = 'T';
      int seconds = (int) (micros / 1_000_000);
      two(out, 11, seconds / 3600);
      out[13] = ':';
      two(out, 14, seconds / 60 % 60);
      out[16] = ':';
      two(out, 17, seconds % 60);
      if (fractionDigits > 0) {
        out[19] = '.';
        int fraction = (int) (micros % 1_000_000);
        for (int i = 6; i > fractionDigits; i--) {
          fraction /= 10;
        }
        for (int i = 19 + fractionDigits; i > 19; i--) {
          out[i] = (byte) ('0' + fraction % 10);
          fraction /= 10;
        }
      }
      out[out.length - 1] = 'Z';
      return new String(out, StandardCharsets.ISO_8859_1);
    }
    String date = LocalDate.ofEpochDay(days).toString();
    int seconds = (int) (micros / 1_000_000);
    String fraction =
        fractionDigits == 0
            ? ""
            : "." + String.format("%06d", micros % 1_000_000).substring(0, fractionDigits);
    return date
        + String.format("T%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
        + fraction
        + "Z";
  }

  /**
   * A time of day with its zone, shifted to UTC, with as many fraction digits as the value needs.
   * The end of the day, which Java does not know, stays what it is in UTC.
   */
  static String zonedTime(long micros, int secondsWest) {
    if (micros == DAY_MICROS && secondsWest == 0) {
      return "24:00:00Z";
    }
    return isoTime(Math.floorMod(micros + secondsWest * 1_000_000L, DAY_MICROS));
  }

  /** Civil date of a day count by Howard Hinnant's published days algorithm. */
  private static void date(byte[] out, long epochDay) {
    long shifted = epochDay + 719_468;
    long era = Math.floorDiv(shifted, 146_097L);
    int dayOfEra = (int) (shifted - era * 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int shiftedMonth = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
    int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
    int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    two(out, 0, year / 100);
    two(out, 2, year % 100);
    out[4] = '-';
    two(out, 5, month);
    out[7] = '-';
    two(out, 8, day);
  }

  private static void two(byte[] out, int at, int number) {
    out[at] = (byte) ('0' + number / 10);
    out[at + 1] = (byte) ('0' + number % 10);
  }
}
