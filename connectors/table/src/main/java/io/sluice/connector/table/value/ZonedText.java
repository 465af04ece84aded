package io.sluice.connector.table.value;

import java.time.LocalDate;
import org.apache.kafka.connect.errors.DataException;

/**
 * Reads ISO 8601 timestamps with offset into microseconds since the epoch. Sources write nearly all
 * of them as {@code 2026-01-02T03:04:05.123456Z}; that form is read without the JDK's parser, which
 * would cost more than all other columns of a row together.
 */
final class ZonedText {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private ZonedText() {}

  /**
   * Microseconds since 1970-01-01T00:00Z.
   *
   * @throws DataException if the text is no timestamp, or finer than microseconds
   */
  static long micros(String text) {
    int length = text.length();
    if (length >= 20 && length <= 27 && text.charAt(length - 1) == 'Z' && plain(text)) {
      int year = digits(text, 0, 4);
      int month = digits(text, 5, 7);
      int day = digits(text, 8, 10);
      int hour = digits(text, 11, 13);
      int minute = digits(text, 14, 16);
      int second = digits(text, 17, 19);
      if ((year | month | day | hour | minute | second) >= 0
          && month >= 1
          && month <= 12
          && day >= 1
          && (day <= 28 || day <= LocalDate.of(year, month, 1).lengthOfMonth())
          && hour < 24
          && minute < 60
          && second < 60) {
        int fraction = length == 20 ? 0 : fraction(text, 20, length - 1);
        if (fraction >= 0) {
          long days = LocalDate.of(year, month, day).toEpochDay();
          return (days * 86_400 + hour * 3600L + minute * 60L + second) * MICROS_PER_SECOND
              + fraction;
        }
      }
    }
    return parsed(text);
  }

  private static boolean plain(String text) {
    return text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && text.charAt(10) == 'T'
        && text.charAt(13) == ':'
        && text.charAt(16) == ':'
        && (text.length() == 20 || text.charAt(19) == '.');
  }

  /** The number written there, or a negative one if something else is. */
  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static int fraction(String text, int from, int to) {
    int number = digits(text, from, to);
    for (int i = to - from; number > 0 && i < 6; i++) {
      number *= 10;
    }
    return number;
  }

  private static long parsed(String text) {
    if (text.equals("infinity")) {
      return Infinity.POSITIVE;
    }
    if (text.equals("-infinity")) {
      return Infinity.NEGATIVE;
    }
    return IsoText.zonedMicros(text);
  }
}
