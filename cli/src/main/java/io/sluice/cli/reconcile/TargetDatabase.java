package io.sluice.cli.reconcile;

import io.sluice.cli.compare.Dialect;
import io.sluice.cli.compare.DuckDbDialect;
import io.sluice.cli.compare.Side;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.query.QueryResult;
import io.sluice.cli.query.ReadOnlyTarget;
import io.sluice.cli.query.SinkDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The database of one sink, for reading. A server is asked by a connection of ours; a file through
 * the process that runs the pipeline and holds it, or by opening it where none does. Used by one
 * thread.
 */
final class TargetDatabase implements Side, AutoCloseable {
  /** More than any question of a comparison has as its answer. */
  private static final int MOST_ROWS = 900_000;

  private final Dialect dialect;
  private final Asked asked;
  private final AutoCloseable open;

  /** Whoever answers. */
  private interface Asked {
    List<List<@Nullable String>> rows(String sql) throws SQLException;
  }

  private TargetDatabase(Dialect dialect, Asked asked, AutoCloseable open) {
    this.dialect = dialect;
    this.asked = asked;
    this.open = open;
  }

  /**
   * Opens it.
   *
   * @param sink the sink's name
   * @param live the process that runs the pipeline, or null if none does
   */
  static TargetDatabase open(SinkDatabase database, String sink, @Nullable LiveClient live)
      throws SQLException {
    if (database.isServer()) {
      JdbcSide side = JdbcSide.postgres(database.connectBesideTheSink());
      return new TargetDatabase(side.dialect(), side::rows, side);
    }
    if (live != null) {
      return new TargetDatabase(
          new DuckDbDialect(), sql -> texts(live.query(sink, sql, MOST_ROWS)), () -> {});
    }
    ReadOnlyTarget alone = database.openAlone();
    return new TargetDatabase(
        new DuckDbDialect(), sql -> texts(alone.query(sql, MOST_ROWS)), alone);
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

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public List<List<@Nullable String>> rows(String sql) throws SQLException {
    return asked.rows(sql);
  }

  /**
   * The table that each topic's rows went to, as in SQL.
   *
   * @param offsets the sink's table of offsets
   * @param name under which the sink keeps its offsets
   */
  Map<String, String> tables(String offsets, String name) throws SQLException {
    Map<String, String> tables = new HashMap<>();
    if (dialect.columns(this, dialect.quoted(offsets)).isEmpty()) {
      return tables;
    }
    String sql =
        "SELECT topic, table_name FROM "
            + dialect.quoted(offsets)
            + " WHERE name = "
            + dialect.literal(name)
            + " AND table_name IS NOT NULL";
    for (List<@Nullable String> row : rows(sql)) {
      tables.put(Objects.requireNonNull(row.get(0)), Objects.requireNonNull(row.get(1)));
    }
    return tables;
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
