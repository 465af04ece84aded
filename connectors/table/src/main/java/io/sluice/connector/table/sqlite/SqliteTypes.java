package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Limits;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The types that columns are declared with, both ways. SQLite keeps integers, doubles, texts and
 * bytes, in any column; what is declared decides only into which of these a value is converted (its
 * documentation: "Datatypes In SQLite", "Type Affinity"). A name with TEXT in it keeps a text as it
 * came, NUMERIC ones would round long decimals to doubles.
 */
final class SqliteTypes {
  /** Decimal digits that a double keeps without loss. */
  static final int DOUBLE_DIGITS = 15;

  /** Decimal digits that 64 bits keep, whatever they are. */
  private static final int LONG_DIGITS = 18;

  /** A text's rest behind a NUL is lost to most functions; NaN would become NULL. */
  static final Limits LIMITS =
      new Limits(
          Limits.NONE.days(),
          Limits.DAY,
          Limits.NONE.micros(),
          true,
          false,
          false,
          Limits.MOST_INTEGER_DIGITS,
          Limits.MOST_FRACTION_DIGITS);

  private static final Pattern DECIMAL =
      Pattern.compile("(DECIMAL|NUMERIC)( TEXT)?\\s*\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\)");

  /** Into which kind of value SQLite converts what is put into a column. */
  enum Affinity {
    INTEGER,
    TEXT,
    BLOB,
    REAL,
    NUMERIC
  }

  private SqliteTypes() {}

  /** The type that SQLite has for it. A type that holds more costs nothing here. */
  static ColumnType closest(ColumnType wanted) {
    return switch (wanted.kind()) {
      case INT16, INT32 -> ColumnType.INT64;
      case FLOAT32 -> ColumnType.FLOAT64;
      case ARRAY -> ColumnType.JSON;
      case DECIMAL -> closestDecimal(wanted);
      default -> wanted;
    };
  }

  private static ColumnType closestDecimal(ColumnType wanted) {
    if (wanted.unboundedDecimal()) {
      return ColumnType.NUMERIC;
    }
    if (wanted.scale() < 0) { // numeric(5,-2) of PostgreSQL: zeros before the point.
      return ColumnType.decimal(wanted.precision() - wanted.scale(), 0);
    }
    return ColumnType.decimal(Math.max(wanted.precision(), wanted.scale()), wanted.scale());
  }

  /** Whether decimals of that type are kept as numbers; others are kept as text. */
  static boolean isNumber(ColumnType decimal) {
    return !decimal.unboundedDecimal()
        && (decimal.precision() <= DOUBLE_DIGITS
            || decimal.scale() == 0 && decimal.precision() <= LONG_DIGITS);
  }

  static String name(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "BOOLEAN";
      case INT16 -> "SMALLINT";
      case INT32, INT64 -> "INTEGER"; // Spelled so, a key of one such column is the row's number.
      case FLOAT32, FLOAT64 -> "REAL";
      case DECIMAL -> decimalName(type);
      case TEXT -> "TEXT";
      case BYTES -> "BLOB";
      case DATE -> "DATE";
      case TIME -> "TIME";
      case TIMETZ -> "TIMETZ";
      case TIMESTAMP -> "TIMESTAMP";
      case TIMESTAMP_NANOS -> "TIMESTAMP_NS";
      case TIMESTAMPTZ -> "TIMESTAMPTZ";
      case INTERVAL -> "INTERVAL";
      case UUID -> "UUID";
      case JSON, ARRAY -> "JSON TEXT"; // JSON alone would make a number of the document 7.
      case OTHER -> String.valueOf(type.nativeName());
    };
  }

  private static String decimalName(ColumnType type) {
    if (type.unboundedDecimal()) {
      return "DECIMAL TEXT";
    }
    String digits = "(" + type.precision() + "," + type.scale() + ")";
    return isNumber(type) ? "DECIMAL" + digits : "DECIMAL TEXT" + digits;
  }

  /** What somebody declared, be it the sink or a person. */
  static ColumnType parse(String declared) {
    String name = declared.toUpperCase(Locale.ROOT).strip();
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      String scale = decimal.group(4);
      ColumnType type =
          ColumnType.decimal(
              Integer.parseInt(decimal.group(3)), scale == null ? 0 : Integer.parseInt(scale));
      boolean text = decimal.group(2) != null;
      return text != isNumber(type) ? type : ColumnType.other(declared);
    }
    return switch (name) {
      case "BOOLEAN", "BOOL" -> ColumnType.BOOLEAN;
      case "SMALLINT", "TINYINT", "INT2" -> ColumnType.INT16;
      case "DECIMAL TEXT" -> ColumnType.NUMERIC;
      case "DATE" -> ColumnType.DATE;
      case "TIME" -> ColumnType.TIME;
      case "TIMETZ" -> ColumnType.TIMETZ;
      case "TIMESTAMP", "DATETIME" -> ColumnType.TIMESTAMP;
      case "TIMESTAMP_NS" -> ColumnType.TIMESTAMP_NANOS;
      case "TIMESTAMPTZ" -> ColumnType.TIMESTAMPTZ;
      case "INTERVAL" -> ColumnType.INTERVAL;
      case "UUID" -> ColumnType.UUID;
      case "JSON TEXT" -> ColumnType.JSON;
      case "" -> ColumnType.other(declared);
      default ->
          switch (affinity(name)) {
            case INTEGER -> ColumnType.INT64;
            case TEXT -> ColumnType.TEXT;
            case BLOB -> ColumnType.BYTES;
            case REAL -> ColumnType.FLOAT64;
            case NUMERIC -> ColumnType.other(declared);
          };
    };
  }

  /** By the rules of SQLite's documentation, in their order. */
  static Affinity affinity(String declared) {
    String name = declared.toUpperCase(Locale.ROOT);
    if (name.contains("INT")) {
      return Affinity.INTEGER;
    }
    if (name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT")) {
      return Affinity.TEXT;
    }
    if (name.isBlank() || name.contains("BLOB")) {
      return Affinity.BLOB;
    }
    return name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB")
        ? Affinity.REAL
        : Affinity.NUMERIC;
  }
}
