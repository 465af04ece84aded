package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Attempt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Gives a SQLite table that was filled without its key a unique index of the key's columns: SQLite
 * gives no table a primary key later. Used once.
 */
final class SqliteKeyBuild {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteKeyBuild.class);

  /** What the index is called, in front of its table's name. */
  private static final String PREFIX = "_sluice_key_";

  /** What SQLite calls the number of a row, unless a column is called so. */
  private static final List<String> ROW_NUMBERS = List.of("rowid", "_rowid_", "oid");

  private final Connection connection;
  private final Table table;

  SqliteKeyBuild(Connection connection, Table table) {
    this.connection = connection;
    this.table = table;
  }

  /** Whether it can be told which of two rows came last. */
  static boolean isPossible(Table table) {
    return rowNumber(table).isPresent();
  }

  private static Optional<String> rowNumber(Table table) {
    List<String> columns =
        Stream.concat(table.columns().stream(), table.others().stream())
            .map(column -> column.name().toLowerCase(Locale.ROOT))
            .toList();
    return ROW_NUMBERS.stream().filter(name -> !columns.contains(name)).findFirst();
  }

  /** In the open transaction. */
  void build() throws SQLException {
    LOG.info("Table {} is filled: building the unique index of its key", table.name());
    long began = System.nanoTime();
    boolean built =
        new Attempt(connection, "key", SqliteKeyBuild::isUniqueViolation).succeeds(this::addIndex);
    if (!built) {
      int doubles = removeDoubles();
      LOG.info("Table {}: {} rows had come again, the last of each stays", table.name(), doubles);
      addIndex();
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    LOG.info("Table {} has the index of its key, after {} ms", table.name(), millis);
  }

  private static boolean isUniqueViolation(SQLException e) {
    return e instanceof SQLiteException sqlite
        && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE;
  }

  private void addIndex() throws SQLException {
    Sql.execute(
        connection,
        "CREATE UNIQUE INDEX "
            + Sql.quote(freeName())
            + " ON "
            + Sql.quote(table.name())
            + " ("
            + Sql.list(table.key(), Sql::quote)
            + ")");
  }

  /**
   * A name that nothing in the file has. Indexes and tables share their names, and an index keeps
   * its own when its table is renamed.
   */
  private String freeName() throws SQLException {
    String wanted = PREFIX + table.name().table();
    String free = wanted;
    for (int i = 2; isTaken(free); i++) {
      free = wanted + "_" + i;
    }
    return free;
  }

  private boolean isTaken(String name) throws SQLException {
    String sql = "SELECT 1 FROM sqlite_schema WHERE lower(name) = lower(?)";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  /**
   * A snapshot that is read again brings rows again, perhaps with newer values; changes in between
   * may lie before the place where the stream begins, so that the last one has to stay. Which that
   * is the row's number tells: a table without a key of its own gives each row a higher one than
   * any that is there has (SQLite's documentation: "Autoincrement In SQLite"). {@code VACUUM} may
   * number rows anew, but in their order, in which it reads them.
   */
  private int removeDoubles() throws SQLException {
    String number =
        rowNumber(table)
            .orElseThrow(
                () ->
                    new SQLException(
                        "table "
                            + table.name()
                            + " was given columns of all names of its rows' numbers "
                            + ROW_NUMBERS
                            + " while it was filled: rename one, for rows came again, and which of"
                            + " them is the last cannot be told without"));
    return Sql.update(
        connection,
        "DELETE FROM "
            + Sql.quote(table.name())
            + " WHERE "
            + number
            + " IN (SELECT n FROM (SELECT "
            + number
            + " AS n, row_number() OVER (PARTITION BY "
            + Sql.list(table.key(), Sql::quote)
            + " ORDER BY "
            + number
            + " DESC) AS place FROM "
            + Sql.quote(table.name())
            + ") WHERE place > 1)");
  }
}
