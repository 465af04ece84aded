package io.sluice.connector.table.value;

import java.time.LocalDate;

/**
 * Timestamps as {@code 2026-01-31 10:20:30}, written digit by digit: a formatter takes ten times as
 * long, which a bulk load feels. Only years of four digits, which all databases write alike.
 */
public final class TimestampDigits {
  /** Bytes of a timestamp without its fraction. */
  public static final int LENGTH = 19;

  private static final long SECONDS_PER_DAY = 86_400;

  /** 0000-01-01 00:00:00. */
  private static final long FIRST = -62_167_219_200L;

  /** 9999-12-31 23:59:59. */
  private static final long LAST = 253_402_300_799L;

  private TimestampDigits() {}

  /**
   * Whether its year has four digits.
   *
   * @param seconds since 1970
   */
  public static boolean cover(long seconds) {
    return seconds >= FIRST && seconds <= LAST;
  }

  /**
   * Writes a timestamp that {@link #cover} says yes of.
   *
   * @param seconds since 1970
   * @param at where its {@link #LENGTH} bytes begin
   */
  public static void write(long seconds, byte[] out, int at) {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
    int second = (int) Math.floorMod(seconds, SECONDS_PER_DAY);
    digits(day.getYear(), 4, out, at);
    out[at + 4] = '-';
    digits(day.getMonthValue(), 2, out, at + 5);
    out[at + 7] = '-';
    digits(day.getDayOfMonth(), 2, out, at + 8);
    out[at + 10] = ' ';
    digits(second / 3600, 2, out, at + 11);
    out[at + 13] = ':';
    digits(second / 60 % 60, 2, out, at + 14);
    out[at + 16] = ':';
    digits(second % 60, 2, out, at + 17);
  }

  /** Writes the last digits of a number that is not negative, with zeros in front. */
  public static void digits(int number, int count, byte[] out, int at) {
    int rest = number;
    for (int i = at + count - 1; i >= at; i--) {
      out[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
