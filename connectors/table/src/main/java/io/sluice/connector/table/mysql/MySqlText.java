package io.sluice.connector.table.mysql;

import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.DecimalText;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HexFormat;

/** Values as the text that the server reads without loss. */
final class MySqlText {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long SECONDS_PER_DAY = 86_400;

  private MySqlText() {}

  /** The text of a value that has the Java type of that kind; bytes as hexadecimal digits. */
  static String of(ColumnType type, Object value) {
    return switch (type.kind()) {
      case BOOLEAN -> (Boolean) value ? "1" : "0";
      // The shortest digits of a float, read as a double, need not round to the same float.
      case FLOAT32, FLOAT64 -> Double.toString(((Number) value).doubleValue());
      // For a column of texts too: one that became it since the row was made takes it as it is.
      case DECIMAL -> DecimalText.of((BigDecimal) value);
      case BYTES -> HexFormat.of().formatHex((byte[]) value);
      case DATE -> LocalDate.ofEpochDay(((Number) value).intValue()).toString();
      case TIME -> time(((Number) value).longValue());
      case TIMESTAMP, TIMESTAMPTZ -> timestamp(((Number) value).longValue());
      case INT16, INT32, INT64, TEXT, JSON, OTHER, UUID, TIMETZ, INTERVAL, TIMESTAMP_NANOS, ARRAY ->
          value.toString();
    };
  }

  private static String timestamp(long micros) {
    long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
    StringBuilder text = new StringBuilder(26);
    text.append(LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY))).append(' ');
    clock(Math.floorMod(seconds, SECONDS_PER_DAY), Math.floorMod(micros, MICROS_PER_SECOND), text);
    return text.toString();
  }

  private static String time(long micros) {
    StringBuilder text = new StringBuilder(17);
    if (micros < 0) {
      text.append('-');
    }
    long size = Math.abs(micros);
    clock(size / MICROS_PER_SECOND, size % MICROS_PER_SECOND, text);
    return text.toString();
  }

  private static void clock(long seconds, long fraction, StringBuilder text) {
    two(seconds / 3600, text);
    two(seconds / 60 % 60, text.append(':'));
    two(seconds % 60, text.append(':'));
    if (fraction != 0) {
      text.append('.');
      for (long unit = MICROS_PER_SECOND / 10; unit > 0; unit /= 10) {
        text.append((char) ('0' + fraction / unit % 10));
      }
    }
  }

  private static void two(long number, StringBuilder text) {
    if (number < 10) {
      text.append('0');
    }
    text.append(number);
  }
}
