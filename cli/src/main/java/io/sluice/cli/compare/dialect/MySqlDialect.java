package io.sluice.cli.compare.dialect;

import io.sluice.cli.compare.form.Column;
import io.sluice.cli.compare.form.Form;
import io.sluice.cli.compare.form.SqlType;
import io.sluice.cli.compare.form.SqlType.Family;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB and MySQL. The session has to quote names as standard SQL does, to take backslashes and
 * {@code ||} as it does, and to be in UTC.
 */
public final class MySqlDialect extends HashingDialect {
  private static final Pattern DECIMAL = Pattern.compile("decimal\\(\\d+,(\\d+)\\)");
  private static final Pattern PLAIN = Pattern.compile("([a-z]+)(?:\\(\\d+\\))?");

  /** Neither infinite, nor before Christ, nor behind the year 9999. */
  private static final Pattern COMMON_YEARS = Pattern.compile("\\d{4}-.*(?<! BC)");

  /** What the table sink marks a {@code datetime} with that holds instants. */
  private static final Pattern INSTANTS = Pattern.compile("UTC(:.*)?", Pattern.DOTALL);

  private final boolean mariaDb;

  /**
   * @param mariaDb whether it is a MariaDB; MySQL keeps no JSON as it was
   */
  public MySqlDialect(boolean mariaDb) {
    this.mariaDb = mariaDb;
  }

  @Override
  public String text(Form form, SqlType type, String value) {
    return switch (form.kind()) {
      case BOOLEAN ->
          "CASE " + value + " WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE " + chars(value) + " END";
      case WHOLE, DECIMAL, DATE -> chars(value);
      case TRIMMED, TIME, TIMESTAMP, TIMESTAMPTZ -> trimmed(chars(value));
      case UUID -> "lower(" + chars(value) + ")";
      case BINARY -> binary(value);
      case TEXT, JSON, JSON_LIST -> "CONVERT(" + value + " USING utf8mb4)";
      case BYTES -> "md5(" + value + ")";
      case HEX -> "lower(hex(" + value + "))";
      case REAL, DOUBLE, LIST ->
          throw new IllegalStateException("there is no column here for " + form);
    };
  }

  private static String chars(String value) {
    return "CONVERT(CAST(" + value + " AS CHAR) USING utf8mb4)";
  }

  @Override
  public String trimmed(String digits) {
    return "CASE WHEN locate('.', "
        + digits
        + ") > 0 THEN TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM "
        + digits
        + ")) ELSE "
        + digits
        + " END";
  }

  /**
   * The server cannot say a number's bits. Multiplying by powers of two is exact; a logarithm may
   * be rounded up to the next whole number, which the division shows.
   */
  private static String binary(String value) {
    String near = "GREATEST(-1022, LEAST(1023, FLOOR(LOG2(ABS(" + value + ")))))";
    String power =
        String.format(
            "(%1$s - (ABS(%2$s) * POW(2, -%1$s) < 1 AND %1$s > -1022) + (ABS(%2$s) * POW(2, -%1$s)"
                + " >= 2))",
            near, value);
    return String.format(
        "CASE WHEN %1$s IS NULL THEN NULL WHEN %1$s = 0 THEN '0' ELSE CONCAT(IF(%1$s < 0, '-',"
            + " ''), CAST(CAST(ABS(%1$s) * POW(2, -%2$s) * POW(2, 52) AS DECIMAL(17,0)) AS CHAR),"
            + " 'p', CAST(CAST(%2$s - 52 AS DECIMAL(6,0)) AS CHAR)) END",
        value, power);
  }

  @Override
  public String joined(List<String> texts) {
    // As bytes: texts of several collations do not go together otherwise.
    return texts.stream()
        .map(text -> "coalesce(CAST(" + text + " AS BINARY), x'1e')")
        .collect(Collectors.joining(", x'1f', ", "CONCAT(", ")"));
  }

  @Override
  public String sumOf(String md5) {
    return "CAST(SUM(CAST(CONV(LEFT(" + md5 + ", 16), 16, 10) AS DECIMAL(20,0))) AS CHAR)";
  }

  @Override
  public String count() {
    return "CAST(count(*) AS CHAR)";
  }

  @Override
  public String searched(Form form, SqlType type, String text) {
    return switch (form.kind()) {
      case BOOLEAN -> text.equals("true") ? "1" : text.equals("false") ? "0" : text;
      // A column of single precision is compared by its value in double precision.
      case BINARY -> form.number(text);
      default -> text;
    };
  }

  @Override
  public String literal(Form form, SqlType type, String text) {
    return switch (form.kind()) {
      case HEX -> "x'" + text + "'";
      // A number in quotes is compared as one of floating point.
      case WHOLE, DECIMAL, BOOLEAN -> searched(form, type, text);
      case TRIMMED -> type.family() == Family.DECIMAL ? text : literal(text);
      case BINARY -> form.number(text) + (form.number(text).contains("E") ? "" : "e0");
      default -> literal(searched(form, type, text));
    };
  }

  @Override
  public boolean holds(Form form, SqlType type, String text) {
    return switch (type.family()) {
      case FINITE_REAL, FINITE_DOUBLE, DECIMAL -> Form.isFinite(text);
      case DATE, TIMESTAMP, TIMESTAMPTZ -> COMMON_YEARS.matcher(text).matches();
      default -> true;
    };
  }

  /** MariaDB's own UUIDs are sorted by their other end. */
  @Override
  public boolean sorts(Form form, SqlType type) {
    return form.kind() != Form.Kind.UUID || type.name().equals("char(36)");
  }

  @Override
  public boolean columnCaseMatters() {
    return false;
  }

  @Override
  public List<Column> columns(Side side, String table) throws SQLException {
    QuotedTable name = QuotedTable.parse(table);
    // A JSON column of MariaDB is a text with a constraint of the column's name.
    String json =
        mariaDb
            ? "EXISTS (SELECT 1 FROM information_schema.check_constraints k WHERE"
                + " k.constraint_schema = c.table_schema AND k.table_name = c.table_name AND"
                + " k.constraint_name = c.column_name AND k.check_clause LIKE 'json_valid(%')"
            : "0";
    String sql =
        "SELECT column_name, column_type, collation_name, column_comment, CAST("
            + json
            + " AS CHAR) FROM information_schema.columns c WHERE table_schema = "
            + (name.schema().isEmpty() ? "database()" : literal(name.schema()))
            + " AND table_name = "
            + literal(name.table())
            // What the table sink numbers rows by while their table is without its key.
            + " AND NOT (column_name = '_sluice_order' AND extra LIKE '%auto_increment%')"
            + " ORDER BY ordinal_position";
    List<Column> columns = new ArrayList<>();
    for (List<@Nullable String> row : side.rows(sql)) {
      String collation = row.get(2);
      columns.add(
          new Column(
              Objects.requireNonNull(row.get(0)),
              type(
                  Objects.requireNonNull(row.get(1)),
                  collation,
                  Objects.requireNonNullElse(row.get(3), ""),
                  "1".equals(row.get(4))),
              collation != null && collation.startsWith("utf8mb4") && isBinary(collation)));
    }
    return columns;
  }

  /** Those that fill texts up with blanks sort them otherwise. */
  private static boolean isBinary(String collation) {
    return collation.equals("utf8mb4_nopad_bin") || collation.equals("utf8mb4_0900_bin");
  }

  /** From what the catalog says. */
  private static SqlType type(
      String name, @Nullable String collation, String comment, boolean json) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (json) {
      return SqlType.of(Family.JSON, "json");
    }
    if (lower.equals("tinyint(1)")) {
      return SqlType.of(Family.BOOLEAN, name);
    }
    Matcher decimal = DECIMAL.matcher(lower);
    if (decimal.matches()) {
      return SqlType.decimal(Integer.parseInt(decimal.group(1)), name);
    }
    Matcher plain = PLAIN.matcher(lower.replace(" unsigned", ""));
    if (!plain.matches()) {
      return SqlType.of(Family.OTHER, name);
    }
    return SqlType.of(
        switch (plain.group(1)) {
          case "tinyint", "smallint", "mediumint", "int", "bigint" -> Family.WHOLE;
          case "float" -> Family.FINITE_REAL;
          case "double" -> Family.FINITE_DOUBLE;
          case "char" ->
              lower.equals("char(36)") && "ascii_bin".equals(collation) ? Family.UUID : Family.TEXT;
          case "varchar", "tinytext", "text", "mediumtext", "longtext" -> Family.TEXT;
          case "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> Family.BYTES;
          case "date" -> Family.DATE;
          case "time" -> Family.TIME;
          case "datetime" ->
              INSTANTS.matcher(comment).matches() ? Family.TIMESTAMPTZ : Family.TIMESTAMP;
          case "timestamp" -> Family.TIMESTAMPTZ;
          case "uuid" -> Family.UUID;
          default -> Family.OTHER;
        },
        name);
  }
}
