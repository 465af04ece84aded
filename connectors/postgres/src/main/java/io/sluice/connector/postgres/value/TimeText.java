package io.sluice.connector.postgres.value;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.apache.kafka.connect.errors.DataException;

/**
 * Reads dates, times and intervals as the server prints them with {@code datestyle = ISO}, {@code
 * intervalstyle = postgres} and {@code timezone = UTC}, into the numbers of their binary form.
 */
final class TimeText {

  private static final long DAY_MICROS = 86_400_000_000L;

  private final byte[] bytes;
  private final int end;
  private int at;

  private TimeText(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.at = offset;
    this.end = offset + length;
  }

  /** Days since 2000-01-01; infinite ones are the ends of the range. */
  static int date(byte[] bytes, int offset, int length) {
    TimeText text = new TimeText(bytes, offset, length);
    if (text.infinite()) {
      return bytes[offset] == '-' ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }
    long[] civil = text.civil();
    long day = text.day(civil);
    text.finish();
    return Math.toIntExact(day - Times.DAYS_TO_2000);
  }

  /** Microseconds since 2000-01-01, of timestamps with and without zone. */
  static long timestamp(byte[] bytes, int offset, int length) {
    TimeText text = new TimeText(bytes, offset, length);
    if (text.infinite()) {
      return bytes[offset] == '-' ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    long[] civil = text.civil();
    text.expect(' ');
    long micros = text.clock();
    long east = text.next() == '+' || text.next() == '-' ? text.zone() : 0;
    long day = text.day(civil);
    text.finish();
    return (day - Times.DAYS_TO_2000) * DAY_MICROS + micros - east * 1_000_000;
  }

  /** Microseconds since midnight. */
  static long time(byte[] bytes, int offset, int length) {
    TimeText text = new TimeText(bytes, offset, length);
    long micros = text.clock();
    text.finish();
    return micros;
  }

  /**
   * @param micros since midnight
   * @param secondsWest of Greenwich
   */
  record Zoned(long micros, int secondsWest) {}

  static Zoned zonedTime(byte[] bytes, int offset, int length) {
    TimeText text = new TimeText(bytes, offset, length);
    long micros = text.clock();
    int east = text.zone();
    text.finish();
    return new Zoned(micros, -east);
  }

  static Interval interval(byte[] bytes, int offset, int length) {
    TimeText text = new TimeText(bytes, offset, length);
    long months = 0;
    long days = 0;
    long micros = 0;
    while (text.at < text.end) {
      boolean negative = text.sign();
      int start = text.at;
      long number = text.number();
      if (text.next() == ':') {
        text.at = start;
        micros = negative ? -text.clock() : text.clock();
      } else {
        text.expect(' ');
        long signed = negative ? -number : number;
        switch (text.word()) {
          case "year", "years" -> months += 12 * signed;
          case "mon", "mons" -> months += signed;
          case "day", "days" -> days += signed;
          default -> throw text.bad();
        }
      }
      if (text.at < text.end) {
        text.expect(' ');
      }
    }
    return new Interval(Math.toIntExact(months), Math.toIntExact(days), micros);
  }

  private boolean infinite() {
    byte first = at < end ? bytes[at] : 0;
    return first == 'i' || (first == '-' && at + 1 < end && bytes[at + 1] == 'i');
  }

  private long[] civil() {
    long year = number();
    expect('-');
    long month = number();
    expect('-');
    return new long[] {year, month, number()};
  }

  /** The day of a date, of which what follows tells whether it is before Christ. */
  private long day(long[] civil) {
    boolean before = next() == ' ';
    if (before) {
      expect(' ');
      expect('B');
      expect('C');
    }
    long year = before ? 1 - civil[0] : civil[0];
    try {
      return LocalDate.of(Math.toIntExact(year), (int) civil[1], (int) civil[2]).toEpochDay();
    } catch (DateTimeException e) {
      throw bad();
    }
  }

  /** Hours (any number of them), minutes, seconds and their fraction. */
  private long clock() {
    long hours = number();
    expect(':');
    long minutes = number();
    expect(':');
    long micros = ((hours * 60 + minutes) * 60 + number()) * 1_000_000;
    if (next() == '.') {
      at++;
      int start = at;
      long fraction = number();
      for (int digits = at - start; digits < 6; digits++) {
        fraction *= 10;
      }
      micros += fraction;
    }
    return micros;
  }

  /** Seconds east of Greenwich. */
  private int zone() {
    boolean west = next() == '-';
    sign();
    long seconds = number() * 3600;
    if (next() == ':') {
      at++;
      seconds += number() * 60;
    }
    if (next() == ':') {
      at++;
      seconds += number();
    }
    return (int) (west ? -seconds : seconds);
  }

  private boolean sign() {
    byte sign = next();
    if (sign == '-' || sign == '+') {
      at++;
    }
    return sign == '-';
  }

  private long number() {
    int start = at;
    long number = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      number = number * 10 + bytes[at++] - '0';
    }
    if (at == start || at - start > 12) {
      throw bad();
    }
    return number;
  }

  private String word() {
    int start = at;
    while (at < end && bytes[at] != ' ') {
      at++;
    }
    return Binary.text(bytes, start, at - start);
  }

  private byte next() {
    return at < end ? bytes[at] : 0;
  }

  private void expect(char expected) {
    if (next() != expected) {
      throw bad();
    }
    at++;
  }

  private void finish() {
    if (at != end) {
      throw bad();
    }
  }

  private DataException bad() {
    return new DataException(
        "the text is not of the form that the server prints with datestyle ISO, at its character "
            + (bytes.length == 0 ? 0 : at));
  }
}
