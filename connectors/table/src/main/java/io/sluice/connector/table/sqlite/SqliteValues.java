package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.sqlite.SqliteTypes.Affinity;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.DecimalText;
import io.sluice.connector.table.value.Infinity;
import io.sluice.connector.table.value.TimeWithZone;
import io.sluice.connector.table.value.TimestampDigits;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a value: a number where it is one, else text in the forms that SQLite's own
 * functions for dates and times read, which sort as the times do.
 */
final class SqliteValues {
  /** SQL state of values out of range, which {@link SqliteTarget} takes for a row's fault. */
  static final String OUT_OF_RANGE = "22003";

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int NANO_DIGITS = 9;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  /** Digits of a second only as far as there are any. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();

  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(TIME)
          .toFormatter();

  /** No number is written so, but codes are. */
  private static final Pattern ZEROS_IN_FRONT = Pattern.compile("[+]|-?0[0-9]");

  private SqliteValues() {}

  /** See {@link io.sluice.connector.table.jdbc.ValueBinder}. */
  static void bind(
      PreparedStatement statement, int parameter, ColumnType type, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(parameter, Types.NULL);
      return;
    }
    switch (type.kind()) {
      case BOOLEAN -> statement.setInt(parameter, (Boolean) value ? 1 : 0);
      case INT16, INT32, INT64 -> statement.setLong(parameter, ((Number) value).longValue());
      case FLOAT32, FLOAT64 -> statement.setDouble(parameter, ((Number) value).doubleValue());
      case DECIMAL -> decimal(statement, parameter, type, (BigDecimal) value);
      case BYTES -> statement.setBytes(parameter, (byte[]) value);
      case OTHER -> other(statement, parameter, String.valueOf(type.nativeName()), (String) value);
      default -> statement.setString(parameter, text(type, value));
    }
  }

  private static void decimal(
      PreparedStatement statement, int parameter, ColumnType type, BigDecimal value)
      throws SQLException {
    if (SqliteTypes.isNumber(type)) {
      number(statement, parameter, value);
    } else if (type.unboundedDecimal()) {
      // Each has a scale of its own: without its zeros, equal ones are equal texts.
      statement.setString(parameter, DecimalText.of(value));
    } else {
      statement.setString(parameter, value.toPlainString());
    }
  }

  private static void number(PreparedStatement statement, int parameter, BigDecimal value)
      throws SQLException {
    if (value.stripTrailingZeros().scale() <= 0) {
      statement.setLong(parameter, value.longValueExact());
    } else {
      statement.setDouble(parameter, value.doubleValue());
    }
  }

  /** A column of somebody else's: what SQLite would make a number of must stay the same number. */
  private static void other(
      PreparedStatement statement, int parameter, String declared, String text)
      throws SQLException {
    Affinity affinity = SqliteTypes.affinity(declared);
    if (affinity == Affinity.TEXT || affinity == Affinity.BLOB || !looksNumeric(text)) {
      statement.setString(parameter, text);
      return;
    }
    if (ZEROS_IN_FRONT.matcher(text).lookingAt()) {
      throw new SQLException(
          "SQLite would make a number of a text and lose its zeros; declare the column TEXT",
          OUT_OF_RANGE);
    }
    BigDecimal value;
    try {
      value = new BigDecimal(text).stripTrailingZeros();
    } catch (NumberFormatException e) {
      statement.setString(parameter, text); // Nor is it a number to SQLite.
      return;
    }
    boolean whole = value.scale() <= 0 && value.precision() - value.scale() <= 18;
    if (!whole && value.precision() > SqliteTypes.DOUBLE_DIGITS) {
      throw new SQLException(
          "a decimal has more digits than a number of SQLite keeps; declare the column TEXT",
          OUT_OF_RANGE);
    }
    number(statement, parameter, value);
  }

  private static boolean looksNumeric(String text) {
    char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
    return last >= '0' && last <= '9' || last == '.';
  }

  private static String text(ColumnType type, Object value) {
    return switch (type.kind()) {
      case DATE -> date(((Number) value).intValue());
      case TIME -> time(((Number) value).longValue());
      case TIMETZ -> zonedTime((TimeWithZone) value);
      case TIMESTAMP -> timestamp(((Number) value).longValue(), "");
      // Comes in UTC; this way of saying so sorts behind no digit.
      case TIMESTAMPTZ -> timestamp(((Number) value).longValue(), "+00:00");
      case TIMESTAMP_NANOS -> nanos(((Number) value).longValue());
      default -> value.toString();
    };
  }

  private static String date(int day) {
    return switch (day) {
      case Integer.MAX_VALUE -> "infinity";
      case Integer.MIN_VALUE -> "-infinity";
      default -> LocalDate.ofEpochDay(day).toString();
    };
  }

  private static String time(long micros) {
    return micros == MICROS_PER_DAY
        ? "24:00:00"
        : TIME.format(java.time.LocalTime.ofNanoOfDay(micros * 1000));
  }

  private static String zonedTime(TimeWithZone value) {
    String offset = ZoneOffset.ofTotalSeconds(value.offsetSeconds()).getId();
    return time(value.micros()) + (offset.equals("Z") ? "+00:00" : offset);
  }

  private static String timestamp(long micros, String zone) {
    if (Infinity.positive(micros)) {
      return "infinity";
    }
    if (Infinity.negative(micros)) {
      return "-infinity";
    }
    return local(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1000,
        zone);
  }

  private static String nanos(long nanos) {
    if (nanos == Long.MAX_VALUE) {
      return "infinity";
    }
    return nanos == Long.MIN_VALUE
        ? "-infinity"
        : local(
            Math.floorDiv(nanos, NANOS_PER_SECOND),
            (int) Math.floorMod(nanos, NANOS_PER_SECOND),
            "");
  }

  private static String local(long seconds, int nanos, String zone) {
    if (TimestampDigits.cover(seconds)) {
      return digits(seconds, nanos, zone);
    }
    return TIMESTAMP.format(LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC)) + zone;
  }

  /** The same as by the formatter. */
  private static String digits(long seconds, int nanos, String zone) {
    byte[] text = new byte[TimestampDigits.LENGTH + 1 + NANO_DIGITS + zone.length()];
    TimestampDigits.write(seconds, text, 0);
    int end = TimestampDigits.LENGTH;
    if (nanos != 0) {
      text[end++] = '.';
      TimestampDigits.digits(nanos, NANO_DIGITS, text, end);
      end += NANO_DIGITS;
      while (text[end - 1] == '0') {
        end--;
      }
    }
    for (int i = 0; i < zone.length(); i++) {
      text[end++] = (byte) zone.charAt(i);
    }
    return new String(text, 0, end, StandardCharsets.ISO_8859_1);
  }
}
