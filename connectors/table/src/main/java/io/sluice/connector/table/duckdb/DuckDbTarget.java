package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.Journal;
import io.sluice.connector.table.target.SqlTarget;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB, in this process. Tables are made without a primary key: keeping DuckDB's index costs far
 * more than looking keys up when merging (measured: docs/reference/table-sink.md), and that each
 * key is there once is guaranteed by the merge.
 */
public final class DuckDbTarget extends SqlTarget {
  /** Rows that the appender gives to DuckDB at once: its standard vector size. */
  private static final int CHUNK = 2048;

  private final DuckDbFile file;
  private final DuckDbLoads loads;
  private final DuckDbCatalog catalog;
  private final Journal journal;

  public DuckDbTarget(TableSinkConfig config) throws SQLException {
    super(config, DuckDbTrouble::of);
    file = new DuckDbFile(config);
    journal = new Journal(config.batchMaxBytes(), DuckDbTrouble::of);
    try {
      loads = new DuckDbLoads(file, file.firstRowIdOfTransaction());
      catalog = new DuckDbCatalog(file, schemas(), journal, loads);
      for (Table own : ownTables()) {
        DuckDbTables.create(connection(), own);
      }
      if (DuckDbTables.anyConstrained(connection())) {
        // From the first row on: a table with constraints may come late in a transaction.
        journal.guard();
      }
      connection().commit();
    } catch (SQLException e) {
      file.close();
      throw e;
    }
  }

  @Override
  protected DuckDBConnection connection() throws SQLException {
    return file.connection();
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  /** Whether the table is written so that every refusal shows at once. */
  boolean guards(Table.Name name) {
    return loads.guards(name);
  }

  @Override
  public Journal.Room room() {
    return journal.room();
  }

  @Override
  public void apply(Table table, List<Row> rows) throws SQLException {
    if (!table.needed().isEmpty()) {
      journal.guard(); // New rows are refused.
    }
    try {
      loads.of(table).apply(rows);
    } catch (SQLException e) {
      if (fault(e) == Fault.ROW) {
        journal.repeatWithout(table.name(), e, this::rollback);
      }
      throw e;
    }
    journal.add(rows, () -> apply(table, rows));
  }

  @Override
  public void clear(Table table, @Nullable Row mark) throws SQLException {
    loads.settle(table.name());
    if (mark == null) {
      Sql.execute(connection(), "DELETE FROM " + Sql.quote(table.name()));
    } else {
      new DuckDbPartialRows(connection(), table).markAll(mark);
      // DuckDB may turn an update into another row, that looks as if it came in this transaction.
      loads.forgetKeys(table.name());
    }
    journal.add(List.of(), () -> clear(table, mark));
  }

  @Override
  public List<List<Version>> versions(Table table, VersionColumns columns, List<Probe> probes)
      throws SQLException {
    loads.settle(table.name());
    try {
      return new DuckDbVersions(connection(), table).find(columns, probes);
    } catch (SQLException e) {
      if (fault(e).trouble() == Trouble.ROW) {
        journal.repeatWithout(table.name(), e, this::rollback);
      }
      throw e;
    }
  }

  @Override
  public int worthApplying(Table table) {
    return guards(table.name()) || DuckDbLoad.staged(table) ? Integer.MAX_VALUE : CHUNK;
  }

  @Override
  protected void beforeOffsets(Table.Name table) throws SQLException {
    loads.finish();
    journal.clear();
  }

  @Override
  protected void end() throws SQLException {
    file.commit();
  }

  @Override
  public void rollback() throws SQLException {
    loads.abandon();
    journal.clear();
    file.rollback();
  }

  @Override
  public void close() throws SQLException {
    loads.abandon();
    journal.clear();
    file.close();
  }
}
