package io.sluice.connector.table.value;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a column can hold, whatever the database calls it.
 *
 * @param kind the family; it also fixes the Java type of the values, see {@link Kind}
 * @param precision decimal digits in all, for {@link Kind#DECIMAL}; 0 where there is no limit
 * @param scale decimal digits behind the point, for {@link Kind#DECIMAL}; -1 where each value has
 *     its own
 * @param element what an {@link Kind#ARRAY} is of, or a list of the {@link Kind#OTHER} kind
 * @param nativeName the database's own name, for {@link Kind#OTHER}
 */
public record ColumnType(
    Kind kind,
    int precision,
    int scale,
    @Nullable ColumnType element,
    @Nullable String nativeName) {

  /** Families of types, each with the one Java type that carries its values between the stops. */
  public enum Kind {
    /** {@link Boolean}. */
    BOOLEAN,
    /** {@link Number} within 16 bits. */
    INT16,
    /** {@link Number} within 32 bits. */
    INT32,
    /** {@link Number} within 64 bits. */
    INT64,
    /** {@link Float}. */
    FLOAT32,
    /** {@link Number}, read as double. */
    FLOAT64,
    /** {@link java.math.BigDecimal}. */
    DECIMAL,
    /** {@link String}. */
    TEXT,
    /** {@code byte[]}. */
    BYTES,
    /** {@link Number}: days since 1970-01-01. */
    DATE,
    /** {@link Number}: microseconds of the day; all of them are the day's end, 24:00. */
    TIME,
    /** {@link TimeWithZone}. */
    TIMETZ,
    /** {@link Number}: microseconds since 1970-01-01T00:00, no zone. */
    TIMESTAMP,
    /** {@link Number}: nanoseconds since 1970-01-01T00:00, no zone. */
    TIMESTAMP_NANOS,
    /** {@link Number}: microseconds since 1970-01-01T00:00Z. */
    TIMESTAMPTZ,
    /** {@link Interval}. */
    INTERVAL,
    /** {@link java.util.UUID}. */
    UUID,
    /** {@link String} holding a JSON document. */
    JSON,
    /** {@link java.util.List} of what the element's kind says, null for null elements. */
    ARRAY,
    /** A type of the database that has no place here: {@link String}, cast by the database. */
    OTHER
  }

  public static final ColumnType BOOLEAN = of(Kind.BOOLEAN);
  public static final ColumnType INT16 = of(Kind.INT16);
  public static final ColumnType INT32 = of(Kind.INT32);
  public static final ColumnType INT64 = of(Kind.INT64);
  public static final ColumnType FLOAT32 = of(Kind.FLOAT32);
  public static final ColumnType FLOAT64 = of(Kind.FLOAT64);
  public static final ColumnType TEXT = of(Kind.TEXT);
  public static final ColumnType BYTES = of(Kind.BYTES);
  public static final ColumnType DATE = of(Kind.DATE);
  public static final ColumnType TIME = of(Kind.TIME);
  public static final ColumnType TIMETZ = of(Kind.TIMETZ);
  public static final ColumnType TIMESTAMP = of(Kind.TIMESTAMP);
  public static final ColumnType TIMESTAMP_NANOS = of(Kind.TIMESTAMP_NANOS);
  public static final ColumnType TIMESTAMPTZ = of(Kind.TIMESTAMPTZ);
  public static final ColumnType INTERVAL = of(Kind.INTERVAL);
  public static final ColumnType UUID = of(Kind.UUID);
  public static final ColumnType JSON = of(Kind.JSON);

  /** A decimal of any size, where the database has one. */
  public static final ColumnType NUMERIC = decimal(0, -1);

  /** In place of a precision, for {@link Kind#OTHER}. */
  private static final int OF_A_SECOND = -1;

  private static final int ONE_PART = -2;

  private static ColumnType of(Kind kind) {
    return new ColumnType(kind, 0, 0, null, null);
  }

  public static ColumnType decimal(int precision, int scale) {
    return new ColumnType(Kind.DECIMAL, precision, scale, null, null);
  }

  public static ColumnType array(ColumnType element) {
    return new ColumnType(Kind.ARRAY, 0, 0, element, null);
  }

  public static ColumnType other(String nativeName) {
    return new ColumnType(Kind.OTHER, 0, 0, null, nativeName);
  }

  /** A list of a type of the database's own, whose text stands in braces. */
  public static ColumnType otherArray(String nativeName, ColumnType element) {
    return new ColumnType(Kind.OTHER, 0, 0, element, nativeName);
  }

  /**
   * A type of the database's own that keeps so many digits behind the point and would round others.
   */
  public static ColumnType otherDecimal(String nativeName, int precision, int scale) {
    return new ColumnType(Kind.OTHER, precision, scale, null, nativeName);
  }

  /** A type of the database's own that keeps so many digits of a second and would round others. */
  public static ColumnType otherTime(String nativeName, int digits) {
    return new ColumnType(Kind.OTHER, OF_A_SECOND, digits, null, nativeName);
  }

  /** A type of the database's own that keeps years, or days, of an interval and drops the rest. */
  public static ColumnType partOfInterval(String nativeName) {
    return new ColumnType(Kind.OTHER, ONE_PART, 0, null, nativeName);
  }

  boolean keptDecimals() {
    return kind == Kind.OTHER && precision > 0;
  }

  boolean keptSeconds() {
    return kind == Kind.OTHER && precision == OF_A_SECOND;
  }

  boolean keepsOnePart() {
    return kind == Kind.OTHER && precision == ONE_PART;
  }

  public boolean unboundedDecimal() {
    return kind == Kind.DECIMAL && precision == 0;
  }

  /** Digits that fit before the decimal point; for {@link Kind#DECIMAL} with a limit. */
  int integerDigits() {
    return precision - scale;
  }

  /** How messages name it: {@code decimal(10,2)}, {@code int32}, {@code array of text}. */
  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return switch (kind) {
      case DECIMAL -> precision == 0 ? "numeric" : name + "(" + precision + "," + scale + ")";
      case ARRAY -> "array of " + element;
      case OTHER -> String.valueOf(nativeName);
      default -> name;
    };
  }
}
