package io.sluice.acceptance.pair;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every type of PostgreSQL that the source reads, as a column with four values; which text is
 * compared, where it is not the value's own.
 */
public enum EveryType {
  BOOLEAN("boolean", "true, false, null, true"),
  SMALLINT("smallint", "-32768, 32767, 0, null"),
  INTEGER("integer", "-2147483648, 2147483647, 0, null"),
  BIGINT("bigint", "-9223372036854775808, 9223372036854775807, 0, null"),
  REAL("real", "'NaN', '-Infinity', 0.1, 3.4028235e38"),
  DOUBLE("double precision", "'NaN', 'Infinity', '-0'::float8, 4.9e-324"),
  DEFAULTED("integer", "null, 7, 8, null") {
    @Override
    String declared() {
      return "integer default 7";
    }
  },
  DECIMAL("numeric(12,3)", "-999999999.999, 0.001, 0, 12.5"),
  LARGE_DECIMAL("numeric(50,10)", "repeat('9', 40)::numeric, -0.0000000001, 0, null"),
  ANY_DECIMAL("numeric", "1.500, repeat('9', 2000)::numeric, -1e-300, 1e20") {
    /** Debezium's form has no zeros at the end. */
    @Override
    String asText() {
      return "trim_scale(any_decimal)::text";
    }
  },
  TEXT("text", "'', 'a''b\\c', 'ž 馬 🐎', repeat('x', 9000)"),
  VARCHAR("varchar(20)", "'', ' a ', 'b', null"),
  BYTES("bytea", "'\\x', '\\x00ff', '\\x7f', null"),
  DATE("date", Values.DATES),
  TIME("time", Values.TIMES + "::time"),
  TIME_MILLIS("time(3)", Values.TIMES + "::time"),
  TIME_ZONED("timetz", "'10:00:00.000001+02', '00:00:00Z', null, '23:59:59-11'") {
    @Override
    String asText() {
      return "(time_zoned at time zone 'UTC')::text";
    }
  },
  STAMP("timestamp", "'infinity', '-infinity', '2024-02-29 12:00:00.000001', '1969-12-31'"),
  STAMP_MILLIS("timestamp(3)", "'infinity', '-infinity', '2024-02-29 12:00:00.5', null"),
  STAMP_ZONED("timestamptz", "'infinity', '0044-03-15 BC', '9999-12-31 23:59:59.999999Z', null"),
  INTERVAL("interval", "'1 year 2 mons -3 days 04:05:06.7', '-00:00:00.5', '0', '178000000 years'"),
  UUID("uuid", "'6ba7b810-9dad-11d1-80b4-00c04fd430c8', null, null, null"),
  JSON("json", "'{\"a\" : [1, null]}', '7', null, '\"\\u0000\"'"),
  JSONB("jsonb", "'{\"b\": 1, \"a\": {}}', '[]', null, 'null'"),
  XML("xml", "'<a b=\"c\"/>', null, null, null"),
  INET("inet", "'10.0.0.1/8', '::1', null, null") {
    /** Text in the copy, which as an address reads the same. */
    @Override
    String asText() {
      return "inet::inet::text";
    }
  },
  RANGE("int4range", "'[1,5)', 'empty', '(,3)', null"),
  TSVECTOR("tsvector", "'a:1A b:2', '', null, null"),
  INTEGERS("integer[]", "'{1,null,3}', '{}', null, '{-5}'"),
  TEXTS("text[]", "'{\"a b\",null,\"\\\"\"}', '{}', null, '{\"\"}'"),
  STAMPS("timestamptz[]", "'{infinity,null,\"2024-02-29 12:00:00.5Z\"}', '{}', null, '{}'"),
  UUIDS("uuid[]", "'{6ba7b810-9dad-11d1-80b4-00c04fd430c8,null}', null, null, '{}'"),
  BOOLEANS("boolean[]", "'{t,f,null}', null, null, '{}'");

  /** How many rows {@link #insert} gives. */
  public static final int ROWS = 4;

  private static final class Values {
    private static final String DATES = "'0044-03-15 BC', '9999-12-31', 'infinity', '-infinity'";
    private static final String TIMES = "'00:00:00', '23:59:59.999', '12:30:00.5', null";
  }

  private final String type;
  private final String values;

  EveryType(String type, String values) {
    this.type = type;
    this.values = values;
  }

  /** Its type with what a table says beside it. */
  String declared() {
    return type;
  }

  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  String asText() {
    return column() + "::text";
  }

  /** The value of a row, as SQL. */
  String value(int row) {
    return "(array[" + values + "]" + (type.endsWith("[]") ? "::text[]" : "") + ")[" + row + "]";
  }

  /** The table with a column of each, to be made. */
  public static String table() {
    return "create table every_type (id int primary key, "
        + columns(column -> column.column() + " " + column.declared())
        + ")";
  }

  /** The row of each value, behind others. */
  public static String insert(int row, int above) {
    return "insert into every_type select "
        + (above + row)
        + ", "
        + columns(column -> "(" + column.value(row) + ")::text::" + column.type);
  }

  private static String columns(Function<EveryType, String> part) {
    return Arrays.stream(values()).map(part).collect(Collectors.joining(", "));
  }
}
