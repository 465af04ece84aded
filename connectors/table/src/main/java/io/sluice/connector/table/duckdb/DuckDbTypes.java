package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Limits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** DuckDB's names of column types, both ways. */
final class DuckDbTypes {
  private static final int MAX_PRECISION = 38;

  /** The scale where each value has its own: as many digits behind the point as before it. */
  private static final int FREE_SCALE = 18;

  /**
   * DuckDB documentation: "Date Types", "Timestamp Types"; the ends of the 32 bits are infinite.
   */
  static final Limits LIMITS =
      new Limits(
          new Limits.Range(-2_147_483_646, 2_147_483_646),
          Limits.DAY,
          new Limits.Range(-9_223_372_022_400_000_000L, Long.MAX_VALUE - 1),
          true,
          true,
          true,
          Limits.MOST_INTEGER_DIGITS,
          Limits.MOST_FRACTION_DIGITS);

  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");

  private DuckDbTypes() {}

  /** The type that DuckDB has for it; text where it has none that holds every value. */
  static ColumnType closest(ColumnType wanted) {
    return switch (wanted.kind()) {
      case DECIMAL -> closestDecimal(wanted);
      case ARRAY -> closestArray(element(wanted));
      default -> wanted;
    };
  }

  private static ColumnType closestArray(ColumnType element) {
    ColumnType closest = closest(element);
    return switch (closest.kind()) {
      case OTHER, INTERVAL, TIMETZ -> ColumnType.JSON;
      // Lists of what is JSON only because the appender has no list of it are JSON as a whole.
      case JSON -> element.kind() == closest.kind() ? ColumnType.array(closest) : ColumnType.JSON;
      default -> ColumnType.array(closest);
    };
  }

  private static ColumnType closestDecimal(ColumnType wanted) {
    int scale = wanted.scale();
    if (wanted.unboundedDecimal()) {
      int digits = scale < 0 ? FREE_SCALE : scale;
      return digits > MAX_PRECISION ? ColumnType.TEXT : ColumnType.decimal(MAX_PRECISION, digits);
    }
    if (scale < 0) { // numeric(5,-2) of PostgreSQL: zeros before the point.
      return closestDecimal(ColumnType.decimal(wanted.precision() - scale, 0));
    }
    int precision = Math.max(wanted.precision(), scale);
    return precision > MAX_PRECISION ? ColumnType.TEXT : ColumnType.decimal(precision, scale);
  }

  static String name(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "BOOLEAN";
      case INT16 -> "SMALLINT";
      case INT32 -> "INTEGER";
      case INT64 -> "BIGINT";
      case FLOAT32 -> "FLOAT";
      case FLOAT64 -> "DOUBLE";
      case DECIMAL -> "DECIMAL(" + type.precision() + "," + type.scale() + ")";
      case TEXT -> "VARCHAR";
      case BYTES -> "BLOB";
      case DATE -> "DATE";
      case TIME -> "TIME";
      case TIMETZ -> "TIME WITH TIME ZONE";
      case TIMESTAMP -> "TIMESTAMP";
      case TIMESTAMP_NANOS -> "TIMESTAMP_NS";
      case TIMESTAMPTZ -> "TIMESTAMP WITH TIME ZONE";
      case INTERVAL -> "INTERVAL";
      case UUID -> "UUID";
      case JSON -> "JSON";
      case ARRAY -> name(element(type)) + "[]";
      case OTHER -> String.valueOf(type.nativeName());
    };
  }

  private static ColumnType element(ColumnType array) {
    ColumnType element = array.element();
    if (element == null) {
      throw new IllegalArgumentException("an array type without an element type");
    }
    return element;
  }

  static ColumnType parse(String name) {
    ColumnType simple = simple(name);
    if (simple != null) {
      return simple;
    }
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      return ColumnType.decimal(
          Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    if (name.endsWith("[]")) {
      ColumnType element = parse(name.substring(0, name.length() - 2));
      return switch (element.kind()) {
        case OTHER, INTERVAL, TIMETZ ->
            ColumnType.other(name); // The appender has no lists of them.
        default -> ColumnType.array(element);
      };
    }
    return ColumnType.other(name);
  }

  private static @Nullable ColumnType simple(String name) {
    return switch (name) {
      case "BOOLEAN" -> ColumnType.BOOLEAN;
      case "SMALLINT" -> ColumnType.INT16;
      case "INTEGER" -> ColumnType.INT32;
      case "BIGINT" -> ColumnType.INT64;
      case "FLOAT" -> ColumnType.FLOAT32;
      case "DOUBLE" -> ColumnType.FLOAT64;
      case "VARCHAR" -> ColumnType.TEXT;
      case "BLOB" -> ColumnType.BYTES;
      case "DATE" -> ColumnType.DATE;
      case "TIME" -> ColumnType.TIME;
      case "TIME WITH TIME ZONE" -> ColumnType.TIMETZ;
      case "TIMESTAMP" -> ColumnType.TIMESTAMP;
      case "TIMESTAMP_NS" -> ColumnType.TIMESTAMP_NANOS;
      case "TIMESTAMP WITH TIME ZONE" -> ColumnType.TIMESTAMPTZ;
      case "INTERVAL" -> ColumnType.INTERVAL;
      case "UUID" -> ColumnType.UUID;
      case "JSON" -> ColumnType.JSON;
      default -> null;
    };
  }
}
