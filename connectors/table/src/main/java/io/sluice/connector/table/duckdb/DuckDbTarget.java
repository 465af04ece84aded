package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.stored.StoredSchemas;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.Journal;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB, in this process. Tables are made without a primary key: keeping DuckDB's index costs far
 * more than looking keys up when merging (measured: docs/reference/table-sink.md), and that each
 * key is there once is guaranteed by the merge.
 */
public final class DuckDbTarget implements Target {
  /** Rows that the appender gives to DuckDB at once: its standard vector size. */
  private static final int CHUNK = 2048;

  private final DuckDbFile file;
  private final StoredOffsets offsets;
  private final DuckDbLoads loads;
  private final DuckDbCatalog catalog;
  private final Journal journal;

  public DuckDbTarget(TableSinkConfig config) throws SQLException {
    file = new DuckDbFile(config);
    journal = new Journal(config.batchMaxBytes(), DuckDbTrouble::of);
    offsets = new StoredOffsets(config.offsetsTable());
    StoredSchemas schemas = new StoredSchemas(config.offsetsTable());
    try {
      loads = new DuckDbLoads(file, file.firstRowIdOfTransaction());
      catalog = new DuckDbCatalog(file, schemas, journal, loads);
      DuckDbTables.create(connection(), offsets.table());
      DuckDbTables.create(connection(), schemas.table());
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

  private DuckDBConnection connection() throws SQLException {
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
  public StoredOffsets.Position position(String name, Set<String> topics) throws SQLException {
    return offsets.read(connection(), name, topics);
  }

  @Override
  public void commit(String name, Map<TopicPartition, Long> from, StoredOffsets.Position to)
      throws SQLException {
    loads.finish();
    journal.clear();
    offsets.write(connection(), name, from, to);
    file.commit();
  }

  @Override
  public void rollback() throws SQLException {
    loads.abandon();
    journal.clear();
    file.rollback();
  }

  @Override
  public Fault fault(SQLException e) {
    return DuckDbTrouble.of(e);
  }

  @Override
  public void close() throws SQLException {
    loads.abandon();
    journal.clear();
    file.close();
  }
}
