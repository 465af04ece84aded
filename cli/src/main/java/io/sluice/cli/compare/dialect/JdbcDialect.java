package io.sluice.cli.compare.dialect;

import io.sluice.cli.compare.form.Column;
import io.sluice.cli.compare.form.Form;
import io.sluice.cli.compare.form.SqlType;
import io.sluice.cli.compare.form.SqlType.Family;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A database of which nothing is known but its JDBC driver and that it quotes as the standard. */
public final class JdbcDialect extends ReadingDialect {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(Locale.ROOT);

  @Override
  public @Nullable String text(Form form, SqlType type, ResultSet row, int index)
      throws SQLException {
    return switch (form.kind()) {
      case BOOLEAN -> of(row.getBoolean(index), row);
      case BINARY -> {
        double value = row.getDouble(index);
        yield row.wasNull() ? null : CanonicalText.binary(value);
      }
      case WHOLE, DECIMAL, TRIMMED -> digits(form, type, row.getString(index));
      case TEXT, JSON, JSON_LIST -> row.getString(index);
      case UUID -> {
        String text = row.getString(index);
        yield text == null ? null : text.toLowerCase(Locale.ROOT);
      }
      case BYTES, HEX -> {
        byte[] bytes = row.getBytes(index);
        yield bytes == null ? null : CanonicalText.bytes(form, bytes);
      }
      case DATE -> {
        LocalDate day = row.getObject(index, LocalDate.class);
        yield day == null ? null : CanonicalText.era(day.toString());
      }
      case TIME -> {
        LocalTime time = row.getObject(index, LocalTime.class);
        yield time == null ? null : TIME.format(time);
      }
      case TIMESTAMP -> {
        LocalDateTime time = row.getObject(index, LocalDateTime.class);
        yield time == null ? null : CanonicalText.era(time.toLocalDate() + " " + TIME.format(time));
      }
      case REAL, DOUBLE, LIST, TIMESTAMPTZ ->
          throw new IllegalStateException("there is no column here for " + form);
    };
  }

  private static @Nullable String of(@Nullable Object value, ResultSet row) throws SQLException {
    return value == null || row.wasNull() ? null : value.toString();
  }

  private static @Nullable String digits(Form form, SqlType type, @Nullable String text) {
    return text == null || form.kind() == Form.Kind.WHOLE
        ? text
        : CanonicalText.decimal(form, text, type.scale());
  }

  @Override
  public String searched(Form form, SqlType type, String text) {
    return switch (form.kind()) {
      case BINARY -> form.number(text);
      case DATE, TIMESTAMP -> CanonicalText.isoEra(text);
      default -> text;
    };
  }

  @Override
  public boolean holds(Form form, SqlType type, String text) {
    return switch (type.family()) {
      case DECIMAL -> Form.isFinite(text);
      case DATE, TIMESTAMP -> !text.endsWith("infinity");
      case TIME -> !text.startsWith("24:");
      default -> true;
    };
  }

  @Override
  public boolean sorts(Form form, SqlType type) {
    return form.kind() == Form.Kind.WHOLE;
  }

  @Override
  public void bind(PreparedStatement statement, int parameter, Form form, SqlType type, String text)
      throws SQLException {
    switch (type.family()) {
      case BOOLEAN -> statement.setBoolean(parameter, Boolean.parseBoolean(text));
      case WHOLE -> statement.setLong(parameter, Long.parseLong(text));
      case DECIMAL -> statement.setBigDecimal(parameter, new BigDecimal(text));
      case FINITE_REAL, FINITE_DOUBLE ->
          statement.setDouble(parameter, Double.parseDouble(form.number(text)));
      case BYTES -> statement.setBytes(parameter, HexFormat.of().parseHex(text));
      case DATE -> statement.setObject(parameter, LocalDate.parse(CanonicalText.isoEra(text)));
      case TIME -> statement.setObject(parameter, LocalTime.parse(text));
      case TIMESTAMP ->
          statement.setObject(
              parameter, LocalDateTime.parse(CanonicalText.isoEra(text).replace(' ', 'T')));
      default -> statement.setString(parameter, text);
    }
  }

  @Override
  public List<Column> columns(Side side, String table) throws SQLException {
    if (!(side instanceof ReadSide read)) {
      throw new IllegalArgumentException("columns cannot be read there");
    }
    QuotedTable name = QuotedTable.parse(table);
    List<Column> columns = new ArrayList<>();
    for (ReadSide.Described column : read.described(name.schema(), name.table())) {
      columns.add(new Column(column.name(), type(column), false));
    }
    return columns;
  }

  private static SqlType type(ReadSide.Described column) {
    Family family =
        switch (column.code()) {
          case Types.BOOLEAN -> Family.BOOLEAN;
          case Types.BIT -> column.size() > 1 ? Family.OTHER : Family.BOOLEAN;
          case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Family.WHOLE;
          case Types.REAL -> Family.FINITE_REAL;
          case Types.DOUBLE, Types.FLOAT -> Family.FINITE_DOUBLE;
          case Types.DECIMAL, Types.NUMERIC -> Family.DECIMAL;
          case Types.CHAR,
              Types.VARCHAR,
              Types.LONGVARCHAR,
              Types.NCHAR,
              Types.NVARCHAR,
              Types.LONGNVARCHAR,
              Types.CLOB,
              Types.NCLOB ->
              Family.TEXT;
          case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Family.BYTES;
          case Types.DATE -> Family.DATE;
          case Types.TIME -> Family.TIME;
          case Types.TIMESTAMP -> Family.TIMESTAMP;
          default -> Family.OTHER;
        };
    return family == Family.DECIMAL
        ? SqlType.decimal(column.scale(), column.type())
        : SqlType.of(family, Objects.requireNonNull(column.type()));
  }
}
