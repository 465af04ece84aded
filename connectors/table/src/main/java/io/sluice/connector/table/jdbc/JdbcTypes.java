package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.jdbc.JdbcDatabase.Type;
import io.sluice.connector.table.target.NameRules;
import io.sluice.connector.table.target.TypeRules;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.ColumnType.Kind;
import io.sluice.connector.table.value.Limits;
import java.sql.Types;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Which of a database's types a column gets: the first that its driver names under a JDBC type that
 * holds all values. What none is sure to hold is text.
 */
final class JdbcTypes {
  private static final int MICROS = 6;

  /** Behind a type that has a zone; what it keeps of a second stands before. */
  private static final String ZONE = " WITH ";

  /** Characters of a text, or bytes, that a type must hold to be used for all. */
  private static final long LARGE = 1 << 20;

  /** Characters of a text that is part of a key: more fit into no index of some databases. */
  private static final int KEY_LENGTH = 255;

  /** What standard SQL has: the years 1 to 9999, no infinity, no NaN. */
  static final Limits LIMITS =
      new Limits(
          new Limits.Range(-719_162, 2_932_896),
          new Limits.Range(0, 86_399_999_999L),
          new Limits.Range(-62_135_596_800_000_000L, 253_402_300_799_999_999L),
          false,
          false,
          false,
          Limits.MOST_INTEGER_DIGITS,
          Limits.MOST_FRACTION_DIGITS);

  private final JdbcDatabase database;

  JdbcTypes(JdbcDatabase database) {
    this.database = database;
  }

  /** What the database makes of names. */
  NameRules names() {
    return database.names();
  }

  TypeRules rules() {
    return new TypeRules(this::closest, LIMITS);
  }

  ColumnType closest(ColumnType wanted) {
    return switch (wanted.kind()) {
      case BOOLEAN,
          INT16,
          INT32,
          INT64,
          FLOAT32,
          FLOAT64,
          BYTES,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ ->
          ofDatabase(wanted).isPresent() ? wanted : wider(wanted);
      case DECIMAL -> decimal(wanted);
      case OTHER -> wanted;
      default -> ColumnType.TEXT;
    };
  }

  private ColumnType wider(ColumnType wanted) {
    return switch (wanted.kind()) {
      case INT16 -> closest(ColumnType.INT32);
      case INT32 -> closest(ColumnType.INT64);
      case INT64 -> closest(ColumnType.decimal(19, 0));
      case FLOAT32 -> closest(ColumnType.FLOAT64);
      default -> ColumnType.TEXT;
    };
  }

  private ColumnType decimal(ColumnType wanted) {
    if (wanted.unboundedDecimal()) {
      return ColumnType.TEXT;
    }
    ColumnType whole =
        wanted.scale() < 0
            ? ColumnType.decimal(wanted.precision() - wanted.scale(), 0)
            : ColumnType.decimal(Math.max(wanted.precision(), wanted.scale()), wanted.scale());
    return ofDatabase(whole).isPresent() ? whole : ColumnType.TEXT;
  }

  private Optional<String> ofDatabase(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> first(Types.BOOLEAN).map(Type::name);
      case INT16 -> first(Types.SMALLINT).map(Type::name);
      case INT32 -> first(Types.INTEGER).map(Type::name);
      case INT64 -> first(Types.BIGINT).map(Type::name);
      case FLOAT32 -> first(Types.REAL).map(Type::name);
      case FLOAT64 -> first(Types.DOUBLE).map(Type::name);
      case DATE -> first(Types.DATE).map(Type::name);
      case DECIMAL ->
          first(Types.DECIMAL)
              .or(() -> first(Types.NUMERIC))
              .filter(found -> type.precision() <= found.size())
              .map(found -> found.name() + "(" + type.precision() + "," + type.scale() + ")");
      case TIME -> micros(Types.TIME);
      case TIMESTAMP -> micros(Types.TIMESTAMP);
      case TIMESTAMPTZ -> micros(Types.TIMESTAMP_WITH_TIMEZONE);
      case BYTES ->
          large(Types.VARBINARY).or(() -> large(Types.LONGVARBINARY)).or(() -> large(Types.BLOB));
      case TEXT ->
          large(Types.VARCHAR).or(() -> large(Types.LONGVARCHAR)).or(() -> large(Types.CLOB));
      default -> Optional.empty();
    };
  }

  /** The database's first, but rather one without a use of its own than a variant of it. */
  private Optional<Type> first(int code) {
    return database.types().stream()
        .filter(type -> type.code() == code)
        .min(
            Comparator.comparing(Type::unsigned)
                .thenComparing(Type::counting)
                // Money has its own digits.
                .thenComparing(type -> !type.parameters().contains(",")));
  }

  /** Not a type that keeps milliseconds, as some do, nor one that keeps none unless told. */
  private Optional<String> micros(int code) {
    return first(code)
        .filter(type -> type.mostScale() >= MICROS)
        .map(type -> type.parameters().isEmpty() ? type.name() : withMicros(type.name()));
  }

  /** {@code TIMESTAMP(6)}, {@code TIMESTAMP(6) WITH TIME ZONE}: where the standard has it. */
  private static String withMicros(String name) {
    int zone = name.toUpperCase(Locale.ROOT).indexOf(ZONE);
    return zone < 0 ? name + "(6)" : name.substring(0, zone) + "(6)" + name.substring(zone);
  }

  private Optional<String> large(int code) {
    return first(code)
        .filter(type -> type.size() >= LARGE)
        .map(
            type ->
                type.parameters().isEmpty() ? type.name() : type.name() + "(" + type.size() + ")");
  }

  /** The type as {@code CREATE TABLE} has it. */
  String name(ColumnType type, boolean inKey) {
    if (type.kind() == Kind.OTHER) {
      return String.valueOf(type.nativeName());
    }
    if (inKey && type.kind() == Kind.TEXT) {
      return first(Types.VARCHAR).map(Type::name).orElse("VARCHAR") + "(" + KEY_LENGTH + ")";
    }
    return ofDatabase(type)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    database.product()
                        + " names no type for "
                        + type
                        + ", nor one for long texts"));
  }

  /**
   * What a column holds that is there.
   *
   * @param code of {@link Types}
   * @param size its digits or characters
   * @param radix 2 if the digits are bits, else 10
   * @param scale digits behind the point, or of a second
   */
  ColumnType of(int code, String name, int size, int radix, int scale) {
    if (code == Types.TIMESTAMP_WITH_TIMEZONE && scale >= MICROS) {
      // Where the driver does not say what the type keeps, it is not sure what it makes of values.
      return micros(code).isPresent() ? ColumnType.TIMESTAMPTZ : ColumnType.other(name);
    }
    return parse(code, name, size, radix, scale);
  }

  /** The same, as far as it does not depend on what else the driver says. */
  static ColumnType parse(int code, String name, int size, int radix, int scale) {
    return switch (code) {
      case Types.BOOLEAN -> ColumnType.BOOLEAN;
      case Types.BIT -> size > 1 ? ColumnType.other(name) : ColumnType.BOOLEAN;
      // What it does not hold of these the database refuses.
      case Types.TINYINT, Types.SMALLINT -> ColumnType.INT16;
      case Types.INTEGER -> ColumnType.INT32;
      case Types.BIGINT -> ColumnType.INT64;
      case Types.REAL -> ColumnType.FLOAT32;
      case Types.DOUBLE -> ColumnType.FLOAT64;
      case Types.FLOAT -> size <= (radix == 2 ? 24 : 7) ? ColumnType.FLOAT32 : ColumnType.FLOAT64;
      case Types.DECIMAL, Types.NUMERIC -> ColumnType.decimal(size, scale);
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB ->
          ColumnType.TEXT;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> ColumnType.BYTES;
      case Types.DATE -> ColumnType.DATE;
      case Types.TIME -> scale >= MICROS ? ColumnType.TIME : ColumnType.other(name);
      case Types.TIMESTAMP -> scale >= MICROS ? ColumnType.TIMESTAMP : ColumnType.other(name);
      default -> ColumnType.other(name);
    };
  }
}
