package io.sluice.connector.table.value;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of a value, for columns that hold text because nothing narrower holds all values. */
final class PlainText {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  private PlainText() {}

  /** The text of a value that has the Java type of that kind. */
  static String of(ColumnType type, Object value) {
    return switch (type.kind()) {
      case DECIMAL -> ((BigDecimal) value).toPlainString();
      case BYTES -> ValueReaders.base64((byte[]) value);
      case DATE -> date(((Number) value).intValue());
      case TIME -> LocalTime.ofNanoOfDay(((Number) value).longValue() * 1000).toString();
      case TIMESTAMP -> local(((Number) value).longValue());
      case TIMESTAMPTZ -> local(((Number) value).longValue()) + "+00";
      case ARRAY -> array(type.element(), (List<?>) value);
      case BOOLEAN,
          INT16,
          INT32,
          INT64,
          FLOAT32,
          FLOAT64,
          TEXT,
          TIMETZ,
          TIMESTAMP_NANOS,
          INTERVAL,
          UUID,
          JSON,
          OTHER ->
          value.toString();
    };
  }

  private static String date(int day) {
    return switch (day) {
      case Integer.MAX_VALUE -> "infinity";
      case Integer.MIN_VALUE -> "-infinity";
      default -> LocalDate.ofEpochDay(day).toString();
    };
  }

  private static String local(long micros) {
    if (Infinity.positive(micros)) {
      return "infinity";
    }
    if (Infinity.negative(micros)) {
      return "-infinity";
    }
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    return LOCAL.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  private static String array(@Nullable ColumnType element, List<?> values) {
    StringBuilder text = new StringBuilder("[");
    for (Object value : values) {
      if (text.length() > 1) {
        text.append(',');
      }
      if (value == null) {
        text.append("null");
      } else if (value instanceof Number || value instanceof Boolean || element == null) {
        text.append(value);
      } else {
        JsonText.quote(of(element, value), text);
      }
    }
    return text.append(']').toString();
  }
}
