package io.sluice.cli.reconcile;

import io.sluice.cli.compare.dialect.Dialect;
import io.sluice.cli.compare.dialect.DuckDbDialect;
import io.sluice.cli.compare.dialect.Side;
import io.sluice.cli.live.LiveClient;
import io.sluice.project.query.QueryResult;
import io.sluice.project.query.ReadOnlyTarget;
import io.sluice.project.query.SinkDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The database of one sink, for reading. A server is asked by a connection of ours; a file through
 * the process that runs the pipeline and holds it, or by opening it where none does. Used by one
 * thread.
 */
final class TargetDatabase implements AutoCloseable {
  /** More than any question of a comparison has as its answer. */
  private static final int MOST_ROWS = 900_000;

  private final Side side;
  private final AutoCloseable open;

  private TargetDatabase(Side side, AutoCloseable open) {
    this.side = side;
    this.open = open;
  }

  /** Whoever answers for a DuckDB. */
  private interface Asked {
    QueryResult ask(String sql) throws SQLException;
  }

  private static Side duckDb(Asked asked) {
    return new Side() {
      private final Dialect dialect = new DuckDbDialect();

      @Override
      public Dialect dialect() {
        return dialect;
      }

      @Override
      public List<List<@Nullable String>> rows(String sql) throws SQLException {
        return texts(asked.ask(sql));
      }
    };
  }

  /**
   * Opens it.
   *
   * @param sink the sink's name
   * @param live the process that runs the pipeline, or null if none does
   */
  static TargetDatabase open(SinkDatabase database, String sink, @Nullable LiveClient live)
      throws SQLException {
    @Nullable JdbcSide side =
        switch (database.kind()) {
          case POSTGRESQL -> JdbcSide.postgres(database.connectToRead());
          case MARIADB -> JdbcSide.mySql(database.connectToRead());
          case SQLITE -> JdbcSide.sqlite(database.connectToRead());
          case OTHER -> JdbcSide.other(database.connectToRead());
          case DUCKDB -> null; // one process at a time has its file
        };
    if (side != null) {
      return new TargetDatabase(side, side);
    }
    if (live != null) {
      return new TargetDatabase(duckDb(sql -> live.query(sink, sql, MOST_ROWS)), () -> {});
    }
    ReadOnlyTarget alone = database.openAlone();
    return new TargetDatabase(duckDb(sql -> alone.query(sql, MOST_ROWS)), alone);
  }

  private static List<List<@Nullable String>> texts(QueryResult result) throws SQLException {
    if (result.truncated()) {
      throw new SQLException("the target's answer has more than " + MOST_ROWS + " rows");
    }
    List<List<@Nullable String>> rows = new ArrayList<>(result.rows().size());
    for (List<@Nullable Object> row : result.rows()) {
      List<@Nullable String> texts = new ArrayList<>(row.size());
      row.forEach(value -> texts.add(value == null ? null : value.toString()));
      rows.add(texts);
    }
    return rows;
  }

  /** The rows. */
  Side side() {
    return side;
  }

  /**
   * The table that each topic's rows went to.
   *
   * @param offsets the sink's table of offsets
   * @param name under which the sink keeps its offsets
   */
  Copies copies(String offsets, String name) throws SQLException {
    Copies copies = new Copies(name);
    if (has(offsets)) {
      for (List<@Nullable String> row : select(offsets, "name", "topic", "table_name")) {
        if (row.get(2) != null) {
          copies.topic(text(row, 0), text(row, 1), text(row, 2));
        }
      }
    }
    String schemas = offsets + "_schemas";
    if (has(schemas)) {
      for (List<@Nullable String> row :
          select(schemas, "name", "table_name", "columns", "key_columns")) {
        copies.brought(
            text(row, 0),
            text(row, 1),
            Brought.parse(text(row, 2), row.get(3) == null ? "" : text(row, 3)));
      }
    }
    return copies;
  }

  /** Quoted, as the sink has made them: some databases spell plain names in capitals. */
  private List<List<@Nullable String>> select(String table, String... columns) throws SQLException {
    Dialect dialect = side.dialect();
    return side.rows(
        "SELECT "
            + Stream.of(columns).map(dialect::quoted).collect(Collectors.joining(", "))
            + " FROM "
            + dialect.quoted(table));
  }

  private boolean has(String table) throws SQLException {
    return !side.dialect().columns(side, side.dialect().quoted(table)).isEmpty();
  }

  private static String text(List<@Nullable String> row, int column) {
    return Objects.requireNonNull(row.get(column));
  }

  @Override
  public void close() throws SQLException {
    try {
      open.close();
    } catch (SQLException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new SQLException("the target could not be closed", e);
    }
  }
}
