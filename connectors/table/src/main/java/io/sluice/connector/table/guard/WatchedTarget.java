package io.sluice.connector.table.guard;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.Journal;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.target.UnrepeatableException;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * A target that remembers what it was doing when something went wrong, so that an error can name
 * the kind of statement and the table; and which tables were filled before, so that one that was
 * dropped is not made anew, empty, without a word. Calls come on one thread; {@link #failedAt} may
 * be asked on any.
 */
public final class WatchedTarget implements Target {
  private final Target target;
  private final boolean recreate;
  private final Set<String> filled;
  private final Set<String> present = new HashSet<>();
  private final Catalog catalog;
  private volatile String failedAt = "";

  /** Whether the open transaction has changed a table, and so keeps others from it. */
  private volatile boolean changed;

  /**
   * Watches over a target.
   *
   * @param recreate whether a table that is gone may be made anew
   * @param filled tables that were filled before, named as in SQL; outlives this connection, and
   *     may be used by any thread
   */
  public WatchedTarget(Target target, boolean recreate, Set<String> filled) {
    this.target = target;
    this.recreate = recreate;
    this.filled = filled;
    catalog = new WatchedCatalog();
  }

  private <T> T doing(String what, PassedCatalog.Call<T> call) throws SQLException {
    try {
      return call.make();
    } catch (SQLException | RuntimeException | Error e) {
      failedAt = what;
      throw e;
    }
  }

  /** What was being done when something went wrong last, for people; may be empty. Any thread. */
  public String failedAt() {
    return failedAt;
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  /** Knows which tables are there, and lets none be made that was filled before. */
  private final class WatchedCatalog extends PassedCatalog {
    WatchedCatalog() {
      super(target.catalog(), WatchedTarget.this::doing);
    }

    @Override
    public Optional<Table> describe(Table.Name name) throws SQLException {
      return seen(name, super.describe(name));
    }

    @Override
    public Optional<Table> describeToChange(Table.Name name) throws SQLException {
      return seen(name, super.describeToChange(name));
    }

    private Optional<Table> seen(Table.Name name, Optional<Table> found) {
      if (found.isPresent()) {
        present.add(Sql.quote(name));
      }
      return found;
    }

    @Override
    public Table addColumns(Table table, List<Table.Column> added) throws SQLException {
      changed = true;
      return super.addColumns(table, added);
    }

    @Override
    public Table alter(Table table, Table.Column column) throws SQLException {
      changed = true;
      return super.alter(table, column);
    }

    @Override
    public Table dropColumns(Table table, Collection<String> columns) throws SQLException {
      changed = true;
      return super.dropColumns(table, columns);
    }

    @Override
    public Table emptyColumns(Table table, Collection<String> columns) throws SQLException {
      changed = true;
      return super.emptyColumns(table, columns);
    }

    @Override
    public Table create(Table wanted) throws SQLException {
      String name = Sql.quote(wanted.name());
      if (filled.contains(name) && !present.contains(name) && !recreate) {
        throw new ConfigException(
            "table "
                + wanted.name()
                + " was filled by this pipeline and is gone: somebody dropped or renamed it. Made"
                + " anew it would hold only what comes from here on. Put it back; or set"
                + " auto.recreate=true to have it made, and have the source's table read again.");
      }
      Table created = super.create(wanted);
      present.add(name);
      return created;
    }
  }

  @Override
  public void begin() throws SQLException {
    doing(
        "beginning a transaction",
        () -> {
          target.begin();
          return true;
        });
  }

  @Override
  public void apply(Table table, List<Row> rows) throws SQLException {
    doing(
        "writing rows into table " + table.name(),
        () -> {
          target.apply(table, rows);
          return true;
        });
  }

  @Override
  public void clear(Table table, @Nullable Row mark) throws SQLException {
    doing(
        "clearing table " + table.name() + (mark == null ? " (DELETE)" : " (UPDATE)"),
        () -> {
          target.clear(table, mark);
          return true;
        });
  }

  @Override
  public List<List<Version>> versions(Table table, VersionColumns columns, List<Probe> probes)
      throws SQLException {
    return doing(
        "reading versions of rows of table " + table.name() + " (SELECT)",
        () -> target.versions(table, columns, probes));
  }

  @Override
  public void settle() throws SQLException {
    target.settle();
  }

  @Override
  public int worthApplying(Table table) throws SQLException {
    return target.worthApplying(table);
  }

  @Override
  public boolean wantsCommit() {
    // Others who read or write a table that was changed wait until this transaction ends.
    return changed || target.wantsCommit();
  }

  @Override
  public Journal.Room room() {
    return target.room();
  }

  @Override
  public boolean isBehind() {
    return target.isBehind();
  }

  @Override
  public StoredOffsets.Position position(String name, Set<String> topics) throws SQLException {
    StoredOffsets.Position position =
        doing("reading the stored offsets", () -> target.position(name, topics));
    filled.addAll(position.tables().values());
    return position;
  }

  @Override
  public void commit(String name, Map<TopicPartition, Long> from, StoredOffsets.Position to)
      throws SQLException {
    // A topic has a table once there is one: all its records so far may have been refused.
    Map<String, String> tables = new HashMap<>(to.tables());
    tables.values().retainAll(present);
    doing(
        "committing rows and offsets",
        () -> {
          target.commit(name, from, new StoredOffsets.Position(to.next(), tables));
          return true;
        });
    changed = false;
    filled.addAll(tables.values());
  }

  @Override
  public void rollback() throws SQLException {
    changed = false;
    target.rollback();
  }

  @Override
  public Fault fault(SQLException e) {
    return e instanceof UnrepeatableException gone ? gone.fault() : target.fault(e);
  }

  @Override
  public void close() throws SQLException {
    target.close();
  }
}
