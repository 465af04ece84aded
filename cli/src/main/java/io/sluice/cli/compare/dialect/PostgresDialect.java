package io.sluice.cli.compare.dialect;

import io.sluice.cli.compare.form.Column;
import io.sluice.cli.compare.form.Form;
import io.sluice.cli.compare.form.SqlType;
import io.sluice.cli.compare.form.SqlType.Family;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 12 and newer. The connection's {@code DateStyle} has to be ISO. */
public final class PostgresDialect extends HashingDialect {
  private static final Pattern NUMERIC = Pattern.compile("numeric\\(\\d+,(-?\\d+)\\)");
  private static final Pattern LIMIT = Pattern.compile("\\(\\d+\\)");

  /** Types that the source's events tell as the server prints them. */
  private static final Set<String> PRINTED =
      Set.of(
          "enum",
          "citext",
          "xml",
          "inet",
          "cidr",
          "macaddr",
          "macaddr8",
          "name",
          "\"char\"",
          "ltree",
          "tsvector",
          "int4range",
          "int8range",
          "numrange",
          "daterange",
          "tsrange");

  private final boolean utf8;

  /**
   * @param utf8 whether the database's encoding is UTF-8; texts of another one are converted
   */
  public PostgresDialect(boolean utf8) {
    this.utf8 = utf8;
  }

  @Override
  public String text(Form form, SqlType type, String value) {
    return switch (form.kind()) {
      case BOOLEAN, WHOLE, DECIMAL, TIME, UUID, JSON -> value + "::text";
      case TRIMMED -> trimmed(value + "::text");
      case REAL -> bits(value, "float4", 32);
      case DOUBLE -> bits(value + "::float8", "float8", 64);
      // A cast takes the blanks away, or says a network's mask; concat prints.
      case TEXT -> type.family() == Family.TEXT ? value : printed(value);
      case BINARY -> binary(value + "::float8");
      case BYTES -> "md5(" + value + ")";
      case HEX -> "encode(" + value + ", 'hex')";
      case DATE -> value + "::text";
      case TIMESTAMP -> value + "::timestamp::text";
      case TIMESTAMPTZ -> "(" + value + " AT TIME ZONE 'UTC')::text";
      case LIST -> list(form, type, value);
      case JSON_LIST -> document(form, type, value);
    };
  }

  @Override
  public String searched(Form form, SqlType type, String text) {
    return switch (form.kind()) {
      case REAL, DOUBLE, BINARY -> form.number(text);
      case HEX -> "\\x" + text;
      case TIMESTAMPTZ -> zoned(text);
      default -> text;
    };
  }

  /** Without a backslash, which a signal's condition cannot have. */
  @Override
  public String literal(Form form, SqlType type, String text) {
    return form.kind() == Form.Kind.HEX
        ? "decode(" + literal(text) + ", 'hex')"
        : literal(searched(form, type, text));
  }

  private static String zoned(String text) {
    if (text.endsWith("infinity")) {
      return text;
    }
    return text.endsWith(" BC") ? text.substring(0, text.length() - 3) + "+00 BC" : text + "+00";
  }

  /** Of the bits, the exponent and the digits behind the leading one, which normal numbers have. */
  private static String binary(String value) {
    String bits = "('x' || encode(float8send(" + value + "), 'hex'))::bit(64)::bigint";
    String exponent = "((" + bits + " >> 52) & 2047)";
    String digits = "(" + bits + " & 4503599627370495)";
    return String.format(
        "CASE WHEN %1$s IN ('NaN', 'Infinity', '-Infinity') THEN (%1$s)::text WHEN %1$s = 0 THEN"
            + " '0' ELSE (CASE WHEN %1$s < 0 THEN '-' ELSE '' END) || (CASE WHEN %2$s = 0 THEN"
            + " %3$s ELSE %3$s | 4503599627370496 END)::text || 'p' || (greatest(%2$s, 1) -"
            + " 1075)::text END",
        value, exponent, digits);
  }

  /** As the table sink writes JSON. */
  private String document(Form form, SqlType type, String value) {
    Form element = Objects.requireNonNull(form.element());
    SqlType elementType = Objects.requireNonNull(type.element());
    String text = text(element, elementType, "u.e");
    boolean quoted = element.kind() == Form.Kind.TEXT || element.kind() == Form.Kind.UUID;
    return "CASE WHEN "
        + value
        + " IS NULL THEN NULL ELSE '[' || coalesce((SELECT string_agg(coalesce("
        + (quoted ? jsonText(text) : text)
        + ", 'null'), ',' ORDER BY u.o) FROM unnest("
        + value
        + ") WITH ORDINALITY AS u(e, o)), '') || ']' END";
  }

  private static String jsonText(String text) {
    String plain = escaped(escaped(text, "'\\'", "\\\\"), "'\"'", "\\\"");
    plain = escaped(plain, "chr(10)", "\\n");
    plain = escaped(plain, "chr(13)", "\\r");
    plain = escaped(plain, "chr(9)", "\\t");
    String all = plain;
    for (int code = 1; code < ' '; code++) {
      if (code != '\n' && code != '\r' && code != '\t') {
        all = escaped(all, "chr(" + code + ")", String.format("\\u%04x", code));
      }
    }
    return String.format(
        "'\"' || CASE WHEN %s ~ '[\\x01-\\x1f]' THEN %s ELSE %s END || '\"'", text, all, plain);
  }

  private static String escaped(String text, String what, String by) {
    return "replace(" + text + ", " + what + ", '" + by + "')";
  }

  private static String printed(String value) {
    return "CASE WHEN " + value + " IS NULL THEN NULL ELSE concat(" + value + ") END";
  }

  private static String bits(String value, String type, int size) {
    return String.format(
        "CASE WHEN %1$s = 'NaN' THEN 'NaN' ELSE ('x' || encode(%2$ssend(%1$s), 'hex'))::bit(%3$d)"
            + "::text END",
        value, type, size);
  }

  private String list(Form form, SqlType type, String value) {
    Form element = Objects.requireNonNull(form.element());
    SqlType elementType = Objects.requireNonNull(type.element());
    return "cardinality("
        + value
        + ") || ':' || coalesce((SELECT string_agg(coalesce("
        + text(element, elementType, "u.e")
        + ", chr(30)), chr(31) ORDER BY u.o) FROM unnest("
        + value
        + ") WITH ORDINALITY AS u(e, o)), '')";
  }

  @Override
  public String md5(String text) {
    return utf8 ? "md5(" + text + ")" : "md5(convert_to(" + text + ", 'UTF8'))";
  }

  @Override
  public String sumOf(String md5) {
    return "sum(('x' || left(" + md5 + ", 16))::bit(64)::bigint)::text";
  }

  /** The server's hash of texts is not promised for all times and machines, so it is tried. */
  @Override
  public String quickProbe() {
    return utf8
        ? "SELECT " + quickSumOf("repeat('ž', n)") + " FROM generate_series(0, 50) AS n"
        : "";
  }

  @Override
  public String quickText(Form form, SqlType type, String value) {
    return switch (form.kind()) {
      case REAL -> value + "::text";
      case DOUBLE -> value + "::float8::text";
      default -> text(form, type, value);
    };
  }

  @Override
  public String quickSumOf(String text) {
    return "sum(hashtextextended((" + text + ") COLLATE \"C\", 0))::text";
  }

  @Override
  public String version() {
    return "xmin::text";
  }

  @Override
  public List<Column> columns(Side side, String table) throws SQLException {
    // A domain is what it is of; the order of texts is that of bytes in the collations without a
    // language, where the database's own may be one of ICU (datlocprovider, from 15 on).
    String sql =
        "SELECT a.attname, CASE WHEN b.typtype = 'e' THEN 'enum' ELSE format_type(b.oid,"
            + " CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) END,"
            + " (c.collname IN ('C', 'POSIX', 'ucs_basic') OR c.collname = 'default' AND"
            + " d.datcollate IN ('C', 'POSIX') AND coalesce(to_jsonb(d) ->> 'datlocprovider', 'c')"
            + " = 'c')::text"
            + " FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
            + " JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid"
            + " END JOIN pg_database d ON d.datname = current_database()"
            + " LEFT JOIN pg_collation c ON c.oid = a.attcollation"
            + " WHERE a.attrelid = to_regclass("
            + literal(table)
            + ") AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";
    List<Column> columns = new ArrayList<>();
    for (List<@Nullable String> row : side.rows(sql)) {
      columns.add(
          new Column(
              Objects.requireNonNull(row.get(0)),
              type(Objects.requireNonNull(row.get(1))),
              "true".equals(row.get(2))));
    }
    return columns;
  }

  /** From what {@code format_type} says. */
  static SqlType type(String name) {
    if (name.endsWith("[]")) {
      return SqlType.list(type(name.substring(0, name.length() - 2)), name);
    }
    Matcher numeric = NUMERIC.matcher(name);
    if (numeric.matches()) {
      return SqlType.decimal(Integer.parseInt(numeric.group(1)), name);
    }
    String plain = LIMIT.matcher(name).replaceAll("");
    String last = plain.substring(plain.lastIndexOf('.') + 1);
    return switch (plain) {
      case "boolean" -> SqlType.of(Family.BOOLEAN, name);
      case "smallint", "integer", "bigint", "oid" -> SqlType.of(Family.WHOLE, name);
      case "numeric" -> SqlType.decimal(-1, name);
      case "real" -> SqlType.of(Family.REAL, name);
      case "double precision" -> SqlType.of(Family.DOUBLE, name);
      case "text", "character varying" -> SqlType.of(Family.TEXT, name);
      case "character", "bpchar" -> SqlType.of(Family.PADDED, name);
      case "bytea" -> SqlType.of(Family.BYTES, name);
      case "date" -> SqlType.of(Family.DATE, name);
      case "time without time zone" -> SqlType.of(Family.TIME, name);
      case "timestamp without time zone" -> SqlType.of(Family.TIMESTAMP, name);
      case "timestamp with time zone" -> SqlType.of(Family.TIMESTAMPTZ, name);
      case "uuid" -> SqlType.of(Family.UUID, name);
      case "json" -> SqlType.of(Family.JSON, name);
      case "jsonb" -> SqlType.of(Family.SORTED_JSON, name);
      default -> SqlType.of(PRINTED.contains(last) ? Family.PRINTED : Family.OTHER, name);
    };
  }
}
