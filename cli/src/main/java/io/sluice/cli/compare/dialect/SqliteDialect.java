package io.sluice.cli.compare.dialect;

import io.sluice.cli.compare.form.Column;
import io.sluice.cli.compare.form.Form;
import io.sluice.cli.compare.form.SqlType;
import io.sluice.cli.compare.form.SqlType.Family;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SQLite, which has no hashes. What a column holds is what the table sink declared it to be; the
 * column itself takes anything.
 */
public final class SqliteDialect extends ReadingDialect {
  private static final Pattern DECIMAL =
      Pattern.compile("(?:DECIMAL|NUMERIC)(?: TEXT)?\\s*\\(\\s*\\d+\\s*(?:,\\s*(\\d+)\\s*)?\\)");

  private static final String UTC = "+00:00";

  @Override
  public @Nullable String text(Form form, SqlType type, ResultSet row, int index)
      throws SQLException {
    Object value = row.getObject(index);
    if (value == null) {
      return null;
    }
    return switch (form.kind()) {
      case BOOLEAN ->
          value.toString().equals("1")
              ? "true"
              : value.toString().equals("0") ? "false" : value + "";
      case WHOLE, TEXT, JSON, JSON_LIST -> value.toString();
      case UUID -> value.toString().toLowerCase(Locale.ROOT);
      case DECIMAL, TRIMMED -> decimal(form, type, value);
      case BINARY ->
          value instanceof Number number
              ? CanonicalText.binary(number.doubleValue())
              : value.toString();
      case BYTES, HEX ->
          value instanceof byte[] bytes ? CanonicalText.bytes(form, bytes) : value.toString();
      case TIME -> value.toString();
      case DATE, TIMESTAMP -> CanonicalText.era(value.toString());
      case TIMESTAMPTZ -> CanonicalText.era(value.toString().replace(UTC, ""));
      case REAL, DOUBLE, LIST ->
          throw new IllegalStateException("there is no column here for " + form);
    };
  }

  /** Decimals of few digits are kept as numbers: a double's shortest text has their digits. */
  private static String decimal(Form form, SqlType type, Object value) {
    return value instanceof Double number
        ? CanonicalText.decimal(form, BigDecimal.valueOf(number), type.scale())
        : CanonicalText.decimal(form, value.toString(), type.scale());
  }

  @Override
  public String searched(Form form, SqlType type, String text) {
    return switch (form.kind()) {
      case BOOLEAN -> text.equals("true") ? "1" : text.equals("false") ? "0" : text;
      case BINARY -> form.number(text);
      case DATE, TIMESTAMP -> CanonicalText.isoEra(text);
      case TIMESTAMPTZ -> text.endsWith("infinity") ? text : CanonicalText.isoEra(text) + UTC;
      default -> text;
    };
  }

  /** A text is converted as its column wants it, like what is put there. */
  @Override
  public void bind(PreparedStatement statement, int parameter, Form form, SqlType type, String text)
      throws SQLException {
    if (form.kind() == Form.Kind.HEX) {
      statement.setBytes(parameter, HexFormat.of().parseHex(text));
    } else {
      statement.setString(parameter, searched(form, type, text));
    }
  }

  /** Times are texts, and early years would sort behind late ones. */
  @Override
  public boolean sorts(Form form, SqlType type) {
    return form.kind() == Form.Kind.WHOLE || form.kind() == Form.Kind.UUID;
  }

  @Override
  public boolean columnCaseMatters() {
    return false;
  }

  @Override
  public List<Column> columns(Side side, String table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    String sql =
        "SELECT name, type FROM pragma_table_info("
            + literal(QuotedTable.parse(table).table())
            + ") ORDER BY cid";
    for (List<@Nullable String> row : side.rows(sql)) {
      // Compared by bytes unless the column says otherwise, which only its table's text tells.
      columns.add(
          new Column(
              Objects.requireNonNull(row.get(0)),
              type(Objects.requireNonNullElse(row.get(1), "")),
              false));
    }
    return columns;
  }

  /** From what is declared; in the order of SQLite's own rules where the sink has no word. */
  static SqlType type(String declared) {
    String name = declared.toUpperCase(Locale.ROOT).strip();
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      String scale = decimal.group(1);
      return SqlType.decimal(scale == null ? 0 : Integer.parseInt(scale), declared);
    }
    return switch (name) {
      case "DECIMAL TEXT" -> SqlType.decimal(-1, declared);
      case "BOOLEAN", "BOOL" -> SqlType.of(Family.BOOLEAN, declared);
      case "DATE" -> SqlType.of(Family.DATE, declared);
      case "TIME" -> SqlType.of(Family.TIME, declared);
      case "TIMESTAMP", "TIMESTAMP_NS", "DATETIME" -> SqlType.of(Family.TIMESTAMP, declared);
      case "TIMESTAMPTZ" -> SqlType.of(Family.TIMESTAMPTZ, declared);
      case "UUID" -> SqlType.of(Family.UUID, declared);
      case "JSON TEXT" -> SqlType.of(Family.JSON, declared);
      case "INTERVAL", "TIMETZ", "" -> SqlType.of(Family.OTHER, declared);
      default -> SqlType.of(byAffinity(name), declared);
    };
  }

  private static Family byAffinity(String name) {
    if (name.contains("INT")) {
      return Family.WHOLE;
    }
    if (name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT")) {
      return Family.TEXT;
    }
    if (name.contains("BLOB")) {
      return Family.BYTES;
    }
    return name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB")
        ? Family.FINITE_DOUBLE
        : Family.OTHER;
  }
}
