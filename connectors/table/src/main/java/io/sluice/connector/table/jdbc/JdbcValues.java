package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.DecimalText;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values as every JDBC driver takes them. */
final class JdbcValues {
  private static final long MICROS_PER_SECOND = 1_000_000;

  /**
   * The first day of the calendar that standard SQL has for all days. Drivers that go by way of
   * Java's older calendar have another one before: days before are given as the text that the
   * database itself reads.
   */
  private static final LocalDate GREGORIAN = LocalDate.of(1582, 10, 15);

  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private JdbcValues() {}

  /** See {@link ValueBinder}. */
  static void bind(
      PreparedStatement statement, int parameter, ColumnType type, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(parameter, code(type));
      return;
    }
    switch (type.kind()) {
      case BOOLEAN -> statement.setBoolean(parameter, (Boolean) value);
      case INT16, INT32 -> statement.setInt(parameter, ((Number) value).intValue());
      case INT64 -> statement.setLong(parameter, ((Number) value).longValue());
      case FLOAT32 -> statement.setFloat(parameter, ((Number) value).floatValue());
      case FLOAT64 -> statement.setDouble(parameter, ((Number) value).doubleValue());
      // Of no more digits than it has, for a column that became text since the row was made.
      case DECIMAL -> statement.setBigDecimal(parameter, DecimalText.stripped((BigDecimal) value));
      case BYTES -> statement.setBytes(parameter, (byte[]) value);
      case DATE -> date(statement, parameter, LocalDate.ofEpochDay(((Number) value).intValue()));
      case TIME ->
          statement.setObject(
              parameter, LocalTime.ofNanoOfDay(((Number) value).longValue() * 1000));
      case TIMESTAMP -> timestamp(statement, parameter, local(((Number) value).longValue()));
      case TIMESTAMPTZ -> zoned(statement, parameter, local(((Number) value).longValue()));
      default -> statement.setString(parameter, value.toString());
    }
  }

  private static void date(PreparedStatement statement, int parameter, LocalDate date)
      throws SQLException {
    if (date.isBefore(GREGORIAN)) {
      statement.setString(parameter, date.toString());
    } else {
      statement.setObject(parameter, date);
    }
  }

  private static void timestamp(PreparedStatement statement, int parameter, LocalDateTime time)
      throws SQLException {
    if (time.toLocalDate().isBefore(GREGORIAN)) {
      statement.setString(parameter, TEXT.format(time));
    } else {
      statement.setObject(parameter, time);
    }
  }

  private static void zoned(PreparedStatement statement, int parameter, LocalDateTime utc)
      throws SQLException {
    if (utc.toLocalDate().isBefore(GREGORIAN)) {
      statement.setString(parameter, TEXT.format(utc) + "+00:00");
    } else {
      statement.setObject(parameter, utc.atOffset(ZoneOffset.UTC));
    }
  }

  private static LocalDateTime local(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1000,
        ZoneOffset.UTC);
  }

  private static int code(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Types.BOOLEAN;
      case INT16 -> Types.SMALLINT;
      case INT32 -> Types.INTEGER;
      case INT64 -> Types.BIGINT;
      case FLOAT32 -> Types.REAL;
      case FLOAT64 -> Types.DOUBLE;
      case DECIMAL -> Types.DECIMAL;
      case BYTES -> Types.VARBINARY;
      case DATE -> Types.DATE;
      case TIME -> Types.TIME;
      case TIMESTAMP -> Types.TIMESTAMP;
      case TIMESTAMPTZ -> Types.TIMESTAMP_WITH_TIMEZONE;
      default -> Types.VARCHAR;
    };
  }
}
