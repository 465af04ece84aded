package io.sluice.connector.table.dialect;

import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Interval;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How values of a dialect's types are read back, in the one form that {@link TypeSamples} has: ISO
 * 8601 for times, digits without trailing zeros for decimals, hexadecimal digits for bytes.
 */
public interface TypeReadings {
  /** {@code 0044-03-15 (BC) 00:00:00}, {@code 0044-03-15 00:00:00 BC}, and what is after Christ. */
  Pattern CALENDAR =
      Pattern.compile(
          "([-+]?\\d+)-(\\d\\d)-(\\d\\d)( \\(BC\\))?(?:[ T](\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?))?("
              + " BC)?");

  /** The heading of its column in the reference's table of types. */
  String dialect();

  /**
   * SQL: a value as text. An interval as months, days and microseconds with a bar between, a
   * timestamp with zone in UTC and without one, bytes as hexadecimal digits.
   *
   * @param expression the value
   * @param type what the record's schema asks for
   */
  String asText(String expression, ColumnType type);

  /** SQL: how many elements a list has. */
  String length(String list);

  /** SQL: an element of a list, counted from one. */
  default String element(String list, int position) {
    return list + "[" + position + "]";
  }

  /** Which of the {@link OddValueCases} it refuses; all others it keeps as they are. */
  Set<String> refused();

  /** Which of them come back as an equal value that looks otherwise, and as which. */
  default Map<String, String> equals() {
    return Map.of();
  }

  /** Whether a column of that type keeps lists as JSON documents. */
  default boolean isDocument(String typeName) {
    return typeName.toLowerCase(Locale.ROOT).startsWith("json");
  }

  /** The text that the database gave, in the samples' form. */
  default String plain(ColumnType type, String text) {
    return switch (type.kind()) {
      case BOOLEAN -> String.valueOf(text.startsWith("t") || text.equals("1"));
      case INT16, INT32, INT64, DECIMAL -> number(text);
      case FLOAT32 -> Float.toString(Float.parseFloat(javaNumber(text)));
      case FLOAT64 -> Double.toString(Double.parseDouble(javaNumber(text)));
      case DATE, TIMESTAMP, TIMESTAMP_NANOS -> calendar(text);
      case TIMESTAMPTZ -> text.endsWith("infinity") ? text : calendar(text) + "Z";
      case TIME -> time(text);
      case TIMETZ -> zoned(text);
      case INTERVAL -> interval(text);
      case UUID -> text.toLowerCase(Locale.ROOT);
      case TEXT, BYTES, JSON, ARRAY, OTHER -> text;
    };
  }

  static String number(String text) {
    BigDecimal number = new BigDecimal(text);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  static String javaNumber(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "inf", "infinity" -> "Infinity";
      case "-inf", "-infinity" -> "-Infinity";
      case "nan" -> "NaN";
      default -> text;
    };
  }

  private static String calendar(String text) {
    Matcher parts = CALENDAR.matcher(text);
    if (!parts.matches()) {
      return text;
    }
    int year = Integer.parseInt(parts.group(1));
    boolean before = parts.group(4) != null || parts.group(6) != null;
    String date =
        LocalDate.of(
                before ? 1 - year : year,
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)))
            .toString();
    return parts.group(5) == null ? date : date + "T" + time(parts.group(5));
  }

  private static String time(String text) {
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  private static String zoned(String text) {
    int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
    return time(text.substring(0, sign)) + ZoneOffset.of(text.substring(sign));
  }

  private static String interval(String text) {
    String[] parts = text.split("\\|", -1);
    return new Interval(
            Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]))
        .toString();
  }
}
