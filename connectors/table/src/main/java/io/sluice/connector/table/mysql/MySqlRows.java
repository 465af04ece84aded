package io.sluice.connector.table.mysql;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows: many by {@code LOAD DATA LOCAL INFILE}, few by {@code INSERT} of several rows, which
 * costs one round trip less; all by {@code INSERT} where the server does not take the former.
 *
 * <p>With {@code LOCAL} the server judges as if {@code IGNORE} were said, strict or not: it cuts
 * values, leaves rows out, and only warns. And some cutting is a warning to every statement. So
 * warnings are asked for, and are errors here.
 */
final class MySqlRows {
  /** Up to which a load in bulk costs more than it gains. */
  private static final int FEW = 64;

  private static final int ROWS_OF_INSERT = 500;

  /** Below every server's {@code max_allowed_packet}; a larger row goes alone. */
  private static final long BYTES_OF_INSERT = 256 << 10;

  /** For everything of a statement but its large values. */
  private static final long MARGIN = 64 << 10;

  /** Says that rows or values were not taken as they are; without them. */
  private static final String STATE_NOT_AS_IS = "22000";

  /** Warnings that a value was changed; others, such as of old syntax, are no matter of rows. */
  private static final Set<Integer> CHANGED =
      Set.of(1048, 1264, 1265, 1292, 1300, 1301, 1366, 1406, 1411, 1916);

  private final Connection connection;
  private final MySqlSession.Server server;

  MySqlRows(Connection connection, MySqlSession.Server server) {
    this.connection = connection;
    this.server = server;
  }

  /**
   * Makes an empty temporary table, in the place of one that is there.
   *
   * @param columns what makes each of its columns, in SQL
   */
  void stage(String quotedTable, List<String> columns) throws SQLException {
    Sql.execute(connection, "DROP TEMPORARY TABLE IF EXISTS " + quotedTable);
    Sql.execute(
        connection,
        "CREATE TEMPORARY TABLE "
            + quotedTable
            + " ("
            + server.keyOfItsOwn()
            + String.join(", ", columns)
            + ") ENGINE = InnoDB");
  }

  /** Whether they go by one {@code INSERT}. */
  static boolean few(List<Row> rows) {
    if (rows.size() > FEW) {
      return false;
    }
    long bytes = 0;
    for (Row row : rows) {
      bytes += row.bytes();
    }
    return bytes <= BYTES_OF_INSERT; // A bulk load has no limit of its own.
  }

  /**
   * Writes rows into a table that has none of them.
   *
   * @param quotedTable its name in SQL
   * @param values the columns' values of a row
   */
  void write(
      String quotedTable,
      List<Table.Column> columns,
      List<Row> rows,
      Function<Row, @Nullable Object[]> values)
      throws SQLException {
    if (server.localInfile() && !few(rows)) {
      load(quotedTable, columns, rows, values);
    } else {
      insert(quotedTable, columns, rows, values, "");
    }
  }

  private void load(
      String quotedTable,
      List<Table.Column> columns,
      List<Row> rows,
      Function<Row, @Nullable Object[]> values)
      throws SQLException {
    List<Table.Column> binary = columns.stream().filter(MySqlRows::isBinary).toList();
    String sql =
        "LOAD DATA LOCAL INFILE 'rows' INTO TABLE "
            + quotedTable
            + " CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\'"
            + " LINES TERMINATED BY '\\n' ("
            + Sql.list(
                columns,
                column ->
                    isBinary(column) ? "@b" + columns.indexOf(column) : Sql.quote(column.name()))
            + ")"
            + (binary.isEmpty() ? "" : " SET ")
            + Sql.list(
                binary,
                column -> Sql.quote(column.name()) + " = UNHEX(@b" + columns.indexOf(column) + ")");
    ColumnType[] types = columns.stream().map(Table.Column::type).toArray(ColumnType[]::new);
    try (Statement statement = connection.createStatement()) {
      statement
          .unwrap(org.mariadb.jdbc.Statement.class)
          .setLocalInfileInputStream(new MySqlInfile(types, rows, values));
      if (statement.executeUpdate(sql) != rows.size() || statement.getWarnings() != null) {
        throw notAsIs();
      }
    }
  }

  private static boolean isBinary(Table.Column column) {
    return column.type().kind() == ColumnType.Kind.BYTES;
  }

  /**
   * Inserts rows.
   *
   * @param ending what follows the rows in SQL, with a blank in front; or nothing
   */
  void insert(
      String quotedTable,
      List<Table.Column> columns,
      List<Row> rows,
      Function<Row, @Nullable Object[]> values,
      String ending)
      throws SQLException {
    String insert =
        "INSERT INTO "
            + quotedTable
            + " ("
            + Sql.list(columns, column -> Sql.quote(column.name()))
            + ") VALUES ";
    String one = "(" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
    int from = 0;
    while (from < rows.size()) {
      int to = from;
      long bytes = 0;
      do {
        bytes += rows.get(to++).bytes();
      } while (to < rows.size()
          && to - from < ROWS_OF_INSERT
          && bytes + rows.get(to).bytes() <= BYTES_OF_INSERT);
      if (bytes > BYTES_OF_INSERT) {
        requirePacket(values.apply(rows.get(from)));
      }
      String sql = insert + String.join(", ", Collections.nCopies(to - from, one)) + ending;
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        int parameter = 1;
        for (Row row : rows.subList(from, to)) {
          @Nullable Object[] fields = values.apply(row);
          for (int i = 0; i < columns.size(); i++) {
            bind(statement, parameter++, columns.get(i).type(), fields[i]);
          }
        }
        execute(statement);
      }
      from = to;
    }
  }

  /**
   * A statement beyond the server's longest breaks the connection, and would again each time: the
   * row is the reason.
   */
  private void requirePacket(@Nullable Object[] fields) throws SQLException {
    long bytes = MARGIN;
    for (Object field : fields) {
      if (field instanceof byte[] array) {
        bytes += array.length * 2L;
      } else if (field instanceof String text) {
        bytes += text.getBytes(StandardCharsets.UTF_8).length;
        bytes += text.chars().filter(c -> c == '\'' || c == '\\' || c == '"' || c == 0).count();
      }
    }
    if (bytes > server.maxPacket()) {
      throw notAsIs();
    }
  }

  private static void bind(
      PreparedStatement statement, int parameter, ColumnType type, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setString(parameter, null);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(parameter, bytes);
    } else if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      switch (type.kind()) {
        // A number against a number: as text both sides would become floating point.
        case INT16, INT32, INT64 -> statement.setLong(parameter, ((Number) value).longValue());
        default -> statement.setString(parameter, MySqlText.of(type, value));
      }
    } else {
      statement.setString(parameter, MySqlText.of(type, value));
    }
  }

  private static void execute(PreparedStatement statement) throws SQLException {
    statement.executeUpdate();
    requireUnchanged(statement);
  }

  /** Whether a key of that type can be compared with a value in a statement, without rounding. */
  static boolean comparesExactly(ColumnType type) {
    return switch (type.kind()) {
      case INT16, INT32, INT64, TEXT, BYTES, UUID -> true;
      default -> false;
    };
  }

  /** Deletes rows by their keys, of types that {@link #comparesExactly}. */
  void delete(String quotedTable, List<Table.Column> key, List<Row> rows) throws SQLException {
    String one = "(" + Sql.all(key, column -> Sql.quote(column.name()) + " = ?") + ")";
    String sql =
        "DELETE FROM "
            + quotedTable
            + " WHERE "
            + String.join(" OR ", Collections.nCopies(rows.size(), one));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int parameter = 1;
      for (Row row : rows) {
        for (int i = 0; i < key.size(); i++) {
          bind(statement, parameter++, key.get(i).type(), row.key()[i]);
        }
      }
      statement.executeUpdate();
    }
  }

  /** Runs a statement that writes; how many rows it wrote. */
  int update(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int count = statement.executeUpdate(sql);
      requireUnchanged(statement);
      return count;
    }
  }

  private static void requireUnchanged(Statement statement) throws SQLException {
    for (SQLWarning warning = statement.getWarnings();
        warning != null;
        warning = warning.getNextWarning()) {
      if (CHANGED.contains(warning.getErrorCode())) {
        throw notAsIs();
      }
    }
  }

  /** Without the warning: its text holds values of the row. */
  private static SQLException notAsIs() {
    return new SQLDataException("rows or values would not be stored as they are", STATE_NOT_AS_IS);
  }
}
