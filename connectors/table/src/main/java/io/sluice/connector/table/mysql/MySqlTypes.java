package io.sluice.connector.table.mysql;

import io.sluice.connector.table.target.TypeRules;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Limits;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of column types in MariaDB and MySQL, both ways. MySQL Reference Manual 8.0 and MariaDB
 * documentation: "Data Types".
 */
final class MySqlTypes {
  /**
   * The comment that marks a {@code datetime} that holds instants: the types of the server that
   * know of zones end in 2038. More may follow behind a colon.
   */
  static final String INSTANTS = "UTC";

  private static final int MAX_PRECISION = 65;
  private static final int MAX_SCALE = 30;

  /** InnoDB's longest key, in bytes. */
  private static final int MAX_KEY_BYTES = 3072;

  /** What a key column of a fixed length takes at most: a decimal of 65 digits. */
  private static final int FIXED_KEY_BYTES = 32;

  private static final int CHARACTER_BYTES = 4;

  private static final long HOURS_838_59_59 = 3_020_399_000_000L;

  /** The server's own promise begins in the year 1000; earlier years work, and zero does not. */
  static final Limits LIMITS =
      new Limits(
          new Limits.Range(-719_162, 2_932_896),
          new Limits.Range(-HOURS_838_59_59, HOURS_838_59_59),
          new Limits.Range(-62_135_596_800_000_000L, 253_402_300_799_999_999L),
          false,
          false,
          true,
          Limits.MOST_INTEGER_DIGITS,
          Limits.MOST_FRACTION_DIGITS);

  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),(\\d+)\\)");

  /** Name and length; a display width of whole numbers says nothing of what they hold. */
  private static final Pattern WITH_LENGTH = Pattern.compile("([a-z]+)(?:\\((\\d+)\\))?");

  private final MySqlSession.Server server;

  MySqlTypes(MySqlSession.Server server) {
    this.server = server;
  }

  TypeRules rules() {
    return new TypeRules(this::closest, LIMITS);
  }

  /** The type that the server has for it; text or JSON where it has none that holds every value. */
  ColumnType closest(ColumnType wanted) {
    return switch (wanted.kind()) {
      case DECIMAL -> closestDecimal(wanted);
      case TIMETZ, INTERVAL -> ColumnType.TEXT;
      // A value that is finer than microseconds is refused, not rounded.
      case TIMESTAMP_NANOS -> ColumnType.TIMESTAMP;
      case ARRAY -> ColumnType.JSON;
      default -> wanted;
    };
  }

  private static ColumnType closestDecimal(ColumnType wanted) {
    int scale = wanted.scale();
    if (wanted.unboundedDecimal()) {
      int digits = scale < 0 ? MAX_SCALE : scale;
      return digits > MAX_SCALE ? ColumnType.TEXT : ColumnType.decimal(MAX_PRECISION, digits);
    }
    if (scale < 0) { // numeric(5,-2) of PostgreSQL: zeros before the point.
      return closestDecimal(ColumnType.decimal(wanted.precision() - scale, 0));
    }
    int precision = Math.max(wanted.precision(), scale);
    return precision > MAX_PRECISION || scale > MAX_SCALE
        ? ColumnType.TEXT
        : ColumnType.decimal(precision, scale);
  }

  /** The type of a column outside of keys. */
  String name(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "boolean";
      case INT16 -> "smallint";
      case INT32 -> "int";
      case INT64 -> "bigint";
      case FLOAT32 -> "float";
      case FLOAT64 -> "double";
      case DECIMAL -> "decimal(" + type.precision() + "," + type.scale() + ")";
      case TEXT, TIMETZ, INTERVAL -> "longtext" + text();
      case BYTES -> "longblob";
      case DATE -> "date";
      case TIME -> "time(6)";
      case TIMESTAMP, TIMESTAMP_NANOS -> "datetime(6)";
      case TIMESTAMPTZ -> "datetime(6) COMMENT '" + INSTANTS + "'";
      // MariaDB has a type for UUIDs, which refuses some of them.
      case UUID -> "char(36) CHARACTER SET ascii COLLATE ascii_bin";
      case JSON, ARRAY -> "json";
      case OTHER -> String.valueOf(type.nativeName());
    };
  }

  private String text() {
    return " CHARACTER SET utf8mb4 COLLATE " + server.collation();
  }

  /**
   * The type of a key column, which must be bounded. The server refuses longer values.
   *
   * @param unbounded how many columns of the key have no bound of their own
   * @param columns how many columns the key has
   */
  String keyName(ColumnType type, int unbounded, int columns) {
    if (!isUnbounded(type)) {
      return name(type);
    }
    int bytes = (MAX_KEY_BYTES - (columns - unbounded) * FIXED_KEY_BYTES) / unbounded;
    return type.kind() == ColumnType.Kind.BYTES
        ? "varbinary(" + bytes + ")"
        : "varchar(" + bytes / CHARACTER_BYTES + ")" + text();
  }

  /** Whether the column's type has no bound of its own, which a key must have. */
  static boolean isUnbounded(ColumnType type) {
    return switch (type.kind()) {
      case TEXT, BYTES, JSON, ARRAY, TIMETZ, INTERVAL -> true;
      default -> false;
    };
  }

  /**
   * From what {@code information_schema.columns} says.
   *
   * @param name its {@code column_type}
   * @param collation its {@code collation_name}; null for what is no text
   * @param json whether the column only takes JSON
   * @param comment the column's comment
   */
  ColumnType parse(String name, @Nullable String collation, boolean json, String comment) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (json || lower.equals("json")) {
      return ColumnType.JSON;
    }
    if (lower.equals("tinyint(1)")) {
      return ColumnType.BOOLEAN;
    }
    Matcher decimal = DECIMAL.matcher(lower);
    if (decimal.matches()) {
      return ColumnType.decimal(
          Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    Matcher simple = WITH_LENGTH.matcher(lower);
    if (!simple.matches()) { // Unsigned numbers, enumerations.
      return ColumnType.other(name);
    }
    return switch (simple.group(1)) {
      case "smallint" -> ColumnType.INT16;
      case "int" -> ColumnType.INT32;
      case "bigint" -> ColumnType.INT64;
      case "float" -> ColumnType.FLOAT32;
      case "double" -> ColumnType.FLOAT64;
      case "char" ->
          lower.equals("char(36)") && "ascii_bin".equals(collation)
              ? ColumnType.UUID
              : ColumnType.TEXT;
      case "varchar", "tinytext", "text", "mediumtext", "longtext" -> ColumnType.TEXT;
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> ColumnType.BYTES;
      case "date" -> ColumnType.DATE;
      case "time" -> ColumnType.TIME;
      case "datetime" ->
          comment.equals(INSTANTS) || comment.startsWith(INSTANTS + ":")
              ? ColumnType.TIMESTAMPTZ
              : ColumnType.TIMESTAMP;
      case "timestamp" -> ColumnType.TIMESTAMPTZ;
      case "uuid" -> ColumnType.UUID;
      default -> ColumnType.other(name);
    };
  }

  /**
   * Microseconds of which every value of that type is a multiple: 1 for {@code datetime(6)},
   * 1,000,000 for {@code time}; 1 for everything that is no time.
   */
  static long tick(String name) {
    Matcher simple = WITH_LENGTH.matcher(name.toLowerCase(Locale.ROOT));
    if (!simple.matches()) {
      return 1;
    }
    return switch (simple.group(1)) {
      case "time", "datetime", "timestamp" -> {
        int digits = simple.group(2) == null ? 0 : Integer.parseInt(simple.group(2));
        long tick = 1;
        for (int i = digits; i < 6; i++) {
          tick *= 10;
        }
        yield tick;
      }
      default -> 1;
    };
  }
}
