package io.sluice.cli.compare.dialect;

import io.sluice.cli.compare.form.Column;
import io.sluice.cli.compare.form.Form;
import io.sluice.cli.compare.form.SqlType;
import io.sluice.cli.compare.form.SqlType.Family;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** DuckDB. Its texts are compared by their bytes, whatever they are. */
public final class DuckDbDialect extends HashingDialect {
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\(\\d+,(\\d+)\\)");

  @Override
  public String text(Form form, SqlType type, String value) {
    return switch (form.kind()) {
      case BOOLEAN, WHOLE, DECIMAL, TIME, UUID, JSON, TEXT -> varchar(value);
      case TRIMMED -> trimmed(varchar(value));
      case REAL -> bits(value, "FLOAT");
      case DOUBLE -> bits(value, "DOUBLE");
      case BYTES -> "md5(" + value + ")";
      case HEX -> "lower(hex(" + value + "))";
      case BINARY, JSON_LIST ->
          throw new IllegalStateException("DuckDB has what " + form + " stands for");
      case DATE, TIMESTAMP -> era(varchar(value));
      // Infinity has no time zone, and would become a time far away.
      case TIMESTAMPTZ ->
          "CASE WHEN isinf("
              + value
              + ") THEN "
              + varchar(value)
              + " ELSE "
              + era(varchar("(" + value + " AT TIME ZONE 'UTC')"))
              + " END";
      case LIST -> list(form, type, value);
    };
  }

  @Override
  public String searched(Form form, SqlType type, String text) {
    return switch (form.kind()) {
      case REAL, DOUBLE -> form.number(text);
      case HEX -> text.replaceAll("..", "\\\\x$0");
      case TIMESTAMPTZ -> zoned(text);
      case DATE, TIMESTAMP -> before(text);
      default -> text;
    };
  }

  @Override
  public boolean holds(Form form, SqlType type, String text) {
    return type.family() != SqlType.Family.DECIMAL || Form.isFinite(text);
  }

  private static String zoned(String text) {
    return text.endsWith("infinity") ? text : before(text) + "+00";
  }

  /** The era is behind the date. */
  private static String before(String text) {
    if (!text.endsWith(" BC")) {
      return text;
    }
    String plain = text.substring(0, text.length() - 3);
    int end = plain.indexOf(' ');
    return end < 0 ? plain + " (BC)" : plain.substring(0, end) + " (BC)" + plain.substring(end);
  }

  private static String varchar(String value) {
    return value + "::VARCHAR";
  }

  /** DuckDB says the era behind the date, others behind the time. */
  private static String era(String text) {
    return String.format(
        "CASE WHEN contains(%1$s, ' (BC)') THEN replace(%1$s, ' (BC)', '') || ' BC' ELSE %1$s END",
        text);
  }

  private static String bits(String value, String type) {
    return String.format(
        "CASE WHEN isnan(%1$s) THEN 'NaN' ELSE CAST(%1$s::%2$s AS BIT)::VARCHAR END", value, type);
  }

  private String list(Form form, SqlType type, String value) {
    Form element = Objects.requireNonNull(form.element());
    SqlType elementType = Objects.requireNonNull(type.element());
    return "len("
        + value
        + ") || ':' || coalesce(array_to_string(list_transform("
        + value
        + ", lambda e: coalesce("
        + text(element, elementType, "e")
        + ", chr(30))), chr(31)), '')";
  }

  @Override
  public String sumOf(String md5) {
    return "sum(('0x' || left(" + md5 + ", 16))::UBIGINT)::VARCHAR";
  }

  @Override
  public boolean columnCaseMatters() {
    return false;
  }

  @Override
  public List<Column> columns(Side side, String table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    QuotedTable name = QuotedTable.parse(table);
    // The catalog is asked as a whole, since a table that is not there would be an error.
    String sql =
        "SELECT column_name, data_type FROM duckdb_columns() WHERE NOT internal AND database_name ="
            + " current_database() AND table_name = "
            + literal(name.table())
            + " AND schema_name = "
            + (name.schema().isEmpty() ? "current_schema()" : literal(name.schema()))
            + " ORDER BY column_index";
    for (List<@Nullable String> row : side.rows(sql)) {
      columns.add(
          new Column(
              Objects.requireNonNull(row.get(0)), type(Objects.requireNonNull(row.get(1))), true));
    }
    return columns;
  }

  /** From what the catalog says. */
  static SqlType type(String name) {
    if (name.endsWith("[]")) {
      return SqlType.list(type(name.substring(0, name.length() - 2)), name);
    }
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      return SqlType.decimal(Integer.parseInt(decimal.group(1)), name);
    }
    return SqlType.of(
        switch (name) {
          case "BOOLEAN" -> Family.BOOLEAN;
          case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT" -> Family.WHOLE;
          case "FLOAT" -> Family.REAL;
          case "DOUBLE" -> Family.DOUBLE;
          case "VARCHAR" -> Family.TEXT;
          case "BLOB" -> Family.BYTES;
          case "DATE" -> Family.DATE;
          case "TIME" -> Family.TIME;
          case "TIMESTAMP", "TIMESTAMP_NS" -> Family.TIMESTAMP;
          case "TIMESTAMP WITH TIME ZONE" -> Family.TIMESTAMPTZ;
          case "UUID" -> Family.UUID;
          case "JSON" -> Family.JSON;
          default -> Family.OTHER;
        },
        name);
  }
}
