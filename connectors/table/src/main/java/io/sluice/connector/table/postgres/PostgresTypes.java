package io.sluice.connector.table.postgres;

import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Limits;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's names and numbers of column types, both ways. */
final class PostgresTypes {
  /** PostgreSQL: "Numeric Types": what can be declared; without a limit it holds far more. */
  private static final int MAX_PRECISION = 1000;

  /**
   * PostgreSQL: "Date/Time Types", "Numeric Types", "Character Types". Timestamps go on for 29
   * years after the last that 64 bits of microseconds since 1970 reach.
   */
  static final Limits LIMITS =
      new Limits(
          new Limits.Range(
              LocalDate.of(-4713, 11, 24).toEpochDay(),
              LocalDate.of(5_874_897, 12, 31).toEpochDay()),
          Limits.DAY,
          new Limits.Range(
              LocalDate.of(-4713, 11, 24).toEpochDay() * 86_400_000_000L, Long.MAX_VALUE),
          true,
          true,
          false,
          Limits.MOST_INTEGER_DIGITS,
          Limits.MOST_FRACTION_DIGITS);

  private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),(-?\\d+)\\)");
  static final String DOMAIN = "domain ";
  static final String OVER = " over ";
  private static final int MICROS = 6;

  /** What it is, the digits of a second, and whether there is a zone. */
  private static final Pattern TIME =
      Pattern.compile(
          "(time|timestamp|interval|interval .*second)\\((\\d)\\)( with time zone| without time"
              + " zone|)");

  private static final Pattern PART_OF_INTERVAL =
      Pattern.compile("interval .*(year|month|day|hour|minute)");

  private static final Pattern LIMITED_TEXT =
      Pattern.compile("(character varying|character)\\(\\d+\\)");

  private static final Pattern LIMITED_TEXTS =
      Pattern.compile("(character varying|character)\\(\\d+\\)((?:\\[])+)");

  private PostgresTypes() {}

  /** The type that PostgreSQL has for it. */
  static ColumnType closest(ColumnType wanted) {
    return switch (wanted.kind()) {
      case DECIMAL ->
          // Before PostgreSQL 15 the scale had to be between none and all of the digits.
          wanted.unboundedDecimal()
                  || wanted.precision() > MAX_PRECISION
                  || wanted.scale() < 0
                  || wanted.scale() > wanted.precision()
              ? ColumnType.NUMERIC
              : wanted;
      // No type of its own; a value that is finer than microseconds is refused, not rounded.
      case TIMESTAMP_NANOS -> ColumnType.TIMESTAMP;
      case ARRAY -> {
        // Arrays of arrays must be of equal length here, and at the source they need not.
        ColumnType element = closest(element(wanted));
        yield element.kind() == ColumnType.Kind.ARRAY || element(wanted).kind() == wanted.kind()
            ? ColumnType.JSON
            : ColumnType.array(element);
      }
      default -> wanted;
    };
  }

  static String name(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "boolean";
      case INT16 -> "smallint";
      case INT32 -> "integer";
      case INT64 -> "bigint";
      case FLOAT32 -> "real";
      case FLOAT64 -> "double precision";
      case DECIMAL ->
          type.unboundedDecimal()
              ? "numeric"
              : "numeric(" + type.precision() + "," + type.scale() + ")";
      case TEXT -> "text";
      case BYTES -> "bytea";
      case DATE -> "date";
      case TIME -> "time without time zone";
      case TIMETZ -> "time with time zone";
      case TIMESTAMP, TIMESTAMP_NANOS -> "timestamp without time zone";
      case TIMESTAMPTZ -> "timestamp with time zone";
      case INTERVAL -> "interval";
      case UUID -> "uuid";
      case JSON -> "json";
      case ARRAY -> name(element(type)) + "[]";
      case OTHER -> String.valueOf(type.nativeName());
    };
  }

  /**
   * The type to which a text is cast before it is put into such a column. Without the length that
   * an array's texts may have: a cast cuts what is longer, and the column refuses it.
   */
  static String cast(ColumnType type) {
    String name = name(type);
    Matcher texts = LIMITED_TEXTS.matcher(name);
    return !texts.matches()
        ? name
        : (texts.group(1).equals("character") ? "bpchar" : texts.group(1)) + texts.group(2);
  }

  static ColumnType element(ColumnType array) {
    ColumnType element = array.element();
    if (element == null) {
      throw new IllegalArgumentException("an array type without an element type");
    }
    return element;
  }

  /** Object identifiers of the built-in types: fixed numbers of pg_type.dat. */
  static int oid(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> 16;
      case INT16 -> 21;
      case INT32 -> 23;
      case INT64 -> 20;
      case FLOAT32 -> 700;
      case FLOAT64 -> 701;
      case DECIMAL -> 1700;
      case TEXT -> 25;
      case BYTES -> 17;
      case DATE -> 1082;
      case TIME -> 1083;
      case TIMETZ -> 1266;
      case TIMESTAMP, TIMESTAMP_NANOS -> 1114;
      case TIMESTAMPTZ -> 1184;
      case INTERVAL -> 1186;
      case UUID -> 2950;
      case JSON -> 114;
      case ARRAY, OTHER -> throw new IllegalArgumentException(type + " is no built-in element");
    };
  }

  /**
   * From what {@code format_type} says; of a domain that would round values, its name behind {@link
   * #DOMAIN} and what it is over behind {@link #OVER}.
   */
  static ColumnType parse(String name) {
    if (name.startsWith(DOMAIN)) {
      int over = name.lastIndexOf(OVER);
      String domain = name.substring(DOMAIN.length(), over);
      return domain(domain, parse(name.substring(over + OVER.length())));
    }
    ColumnType simple = simple(name);
    if (simple != null) {
      return simple;
    }
    Matcher time = TIME.matcher(name);
    if (time.matches()) {
      int digits = Integer.parseInt(time.group(2));
      String plain = time.group(1) + time.group(3);
      return digits == MICROS ? parse(plain) : ColumnType.otherTime(name, digits);
    }
    if (PART_OF_INTERVAL.matcher(name).matches()) {
      return ColumnType.partOfInterval(name);
    }
    Matcher numeric = NUMERIC.matcher(name);
    if (numeric.matches()) {
      return ColumnType.decimal(
          Integer.parseInt(numeric.group(1)), Integer.parseInt(numeric.group(2)));
    }
    if (LIMITED_TEXT.matcher(name).matches()) {
      return ColumnType.TEXT; // The server refuses what is too long.
    }
    if (name.endsWith("[]")) {
      String elementName = name.substring(0, name.length() - 2);
      ColumnType element = parse(elementName);
      // A varchar array has another object identifier than a text array: the server casts it.
      boolean builtIn =
          element.kind() != ColumnType.Kind.OTHER
              && element.kind() != ColumnType.Kind.ARRAY
              && !elementName.startsWith("character");
      return builtIn ? ColumnType.array(element) : ColumnType.otherArray(name, element);
    }
    return ColumnType.other(name);
  }

  private static ColumnType domain(String domain, ColumnType base) {
    return switch (base.kind()) {
      case DECIMAL ->
          base.unboundedDecimal()
              ? ColumnType.other(domain)
              : ColumnType.otherDecimal(domain, base.precision(), base.scale());
      case OTHER ->
          new ColumnType(ColumnType.Kind.OTHER, base.precision(), base.scale(), null, domain);
      default -> ColumnType.other(domain);
    };
  }

  private static @Nullable ColumnType simple(String name) {
    return switch (name) {
      case "boolean" -> ColumnType.BOOLEAN;
      case "smallint" -> ColumnType.INT16;
      case "integer" -> ColumnType.INT32;
      case "bigint" -> ColumnType.INT64;
      case "real" -> ColumnType.FLOAT32;
      case "double precision" -> ColumnType.FLOAT64;
      case "numeric" -> ColumnType.NUMERIC;
      case "text", "character varying" -> ColumnType.TEXT;
      case "bytea" -> ColumnType.BYTES;
      case "date" -> ColumnType.DATE;
      case "time without time zone" -> ColumnType.TIME;
      case "time with time zone" -> ColumnType.TIMETZ;
      case "timestamp without time zone" -> ColumnType.TIMESTAMP;
      case "timestamp with time zone" -> ColumnType.TIMESTAMPTZ;
      case "interval" -> ColumnType.INTERVAL;
      case "uuid" -> ColumnType.UUID;
      case "json" -> ColumnType.JSON;
      default -> null;
    };
  }
}
