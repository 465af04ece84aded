package io.sluice.connector.table.value;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import org.apache.kafka.connect.errors.DataException;

/**
 * A time of day and how far its place is from Greenwich. Java's own has no 24:00, which PostgreSQL
 * has.
 *
 * @param micros of the day, up to and including 86,400,000,000
 * @param offsetSeconds to the east
 */
public record TimeWithZone(long micros, int offsetSeconds) {
  private static final String MIDNIGHT_AT_THE_END = "24:00:00";

  /** PostgreSQL's and DuckDB's last one: 15:59:59 on either side. */
  private static final int LAST_OFFSET = 57_599;

  public TimeWithZone {
    if (Math.abs(offsetSeconds) > LAST_OFFSET) {
      throw new DataException("the offset of a time with zone is beyond 15:59:59");
    }
  }

  /**
   * Reads ISO 8601, {@code 10:20:30.5+02:00}.
   *
   * @throws DataException if it is something else, or finer than microseconds
   */
  static TimeWithZone parse(String text) {
    try {
      if (text.startsWith(MIDNIGHT_AT_THE_END)) {
        String offset = text.substring(MIDNIGHT_AT_THE_END.length());
        return new TimeWithZone(IsoText.DAY_MICROS, ZoneOffset.of(offset).getTotalSeconds());
      }
      OffsetTime time = OffsetTime.parse(text);
      return new TimeWithZone(
          IsoText.wholeMicros(time.toLocalTime().toNanoOfDay()),
          time.getOffset().getTotalSeconds());
    } catch (DateTimeException e) {
      throw new DataException("a value is not an ISO 8601 time with offset", e);
    }
  }

  /** ISO 8601: {@code 10:20:30.5+02:00}. */
  @Override
  public String toString() {
    return time(micros) + ZoneOffset.ofTotalSeconds(offsetSeconds);
  }

  /** A time of day without zone in ISO 8601, with as many digits as it needs. */
  static String time(long micros) {
    if (micros == IsoText.DAY_MICROS) {
      return MIDNIGHT_AT_THE_END;
    }
    if (micros < 0 || micros > IsoText.DAY_MICROS) {
      throw new DataException("a time is before the day's beginning or after its end");
    }
    String text = LocalTime.ofNanoOfDay(micros * 1000).toString();
    return text.length() == 5 ? text + ":00" : text;
  }
}
