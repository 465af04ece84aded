package io.sluice.connector.table.value;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;

/** The text of a value, for columns that hold text because nothing narrower holds all values. */
final class PlainText {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
  private static final DateTimeFormatter LOCAL_NANOS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS");
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private PlainText() {}

  /** The text of a value that has the Java type of that kind. */
  static String of(ColumnType type, Object value) {
    return switch (type.kind()) {
      case DECIMAL -> DecimalText.of((BigDecimal) value);
      case BYTES -> base64((byte[]) value);
      case DATE -> date(((Number) value).intValue());
      case TIME -> TimeWithZone.time(((Number) value).longValue());
      case TIMESTAMP -> timestamp(((Number) value).longValue(), LOCAL);
      case TIMESTAMP_NANOS -> nanos(((Number) value).longValue(), LOCAL_NANOS);
      case TIMESTAMPTZ -> zoned(((Number) value).longValue(), LOCAL, "+00");
      case ARRAY -> {
        StringBuilder text = new StringBuilder();
        JsonText.scalar(type, value, text);
        yield text.toString();
      }
      case BOOLEAN,
          INT16,
          INT32,
          INT64,
          FLOAT32,
          FLOAT64,
          TEXT,
          TIMETZ,
          INTERVAL,
          UUID,
          JSON,
          OTHER ->
          value.toString();
    };
  }

  /**
   * The text that the database casts to a type of its own.
   *
   * @param to a {@link ColumnType.Kind#OTHER}
   */
  static String of(ColumnType type, Object value, ColumnType to) {
    KeptDigits.require(type, value, to);
    ColumnType element = to.element();
    if (element != null && value instanceof List<?> values) {
      return braces(type.element() == null ? element : type.element(), values, element);
    }
    String name = String.valueOf(to.nativeName());
    if (value instanceof byte[] bytes) {
      if (name.startsWith("geometry") || name.startsWith("geography")) {
        return HexFormat.of().formatHex(bytes); // As PostGIS reads it.
      }
      if (name.startsWith("bit")) {
        return bits(bytes, name);
      }
    }
    return of(type, value);
  }

  /** PostgreSQL: "Arrays", "Array Value Input". */
  private static String braces(ColumnType type, List<?> values, ColumnType element) {
    StringBuilder text = new StringBuilder("{");
    for (Object value : values) {
      text.append(text.length() == 1 ? "" : ",");
      if (value == null) {
        text.append("NULL");
      } else {
        String plain = of(type, value, element);
        text.append('"').append(plain.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      }
    }
    return text.append('}').toString();
  }

  /** Debezium's Bits, the lowest byte first and without zeros at the end, as digits. */
  private static String bits(byte[] bytes, String name) {
    int from = name.indexOf('(');
    if (name.startsWith("bit varying") || from < 0) {
      throw new DataException(
          "a bit string of any length does not say in the record how many bits it has. Make the"
              + " column bit(n), or bytea");
    }
    int count = Integer.parseInt(name.substring(from + 1, name.indexOf(')')));
    BitSet set = BitSet.valueOf(bytes);
    if (set.length() > count) {
      throw new DataException("a bit string has more bits than " + name);
    }
    StringBuilder digits = new StringBuilder(count);
    for (int i = count - 1; i >= 0; i--) {
      digits.append(set.get(i) ? '1' : '0');
    }
    return digits.toString();
  }

  static String decimal(BigDecimal value) {
    Limits.requireDigits(value, Limits.MOST_INTEGER_DIGITS, Limits.MOST_FRACTION_DIGITS);
    return value.toPlainString();
  }

  static String date(int day) {
    return switch (day) {
      case Integer.MAX_VALUE -> "infinity";
      case Integer.MIN_VALUE -> "-infinity";
      default -> LocalDate.ofEpochDay(day).toString();
    };
  }

  static String timestamp(long micros, DateTimeFormatter form) {
    return zoned(micros, form, "");
  }

  static String zoned(long micros, DateTimeFormatter form, String zone) {
    if (Infinity.positive(micros)) {
      return "infinity";
    }
    if (Infinity.negative(micros)) {
      return "-infinity";
    }
    return local(
            Math.floorDiv(micros, MICROS_PER_SECOND),
            Math.floorMod(micros, MICROS_PER_SECOND) * 1000,
            form)
        + zone;
  }

  static String nanos(long nanos, DateTimeFormatter form) {
    if (nanos == Long.MAX_VALUE) {
      return "infinity";
    }
    if (nanos == Long.MIN_VALUE) {
      return "-infinity";
    }
    return local(
        Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND), form);
  }

  private static String local(long seconds, long nanos, DateTimeFormatter form) {
    return form.format(
        LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds, nanos), ZoneOffset.UTC));
  }

  /** Bytes as text: Base64, as Connect's own JSON form has them. */
  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
