package io.sluice.connector.table.guard;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.target.UnrepeatableException;
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

/**
 * A target that remembers what it was doing when something went wrong, so that an error can name
 * the kind of statement and the table; and which tables were filled before, so that one that was
 * dropped is not made anew, empty, without a word. Calls come on one thread; {@link #failedAt} may
 * be asked on any.
 */
public final class WatchedTarget extends PassedTarget {
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
    super(target);
    this.target = target;
    this.recreate = recreate;
    this.filled = filled;
    catalog = new WatchedCatalog();
  }

  @Override
  <T> T make(String doing, PassedCatalog.Call<T> call) throws SQLException {
    try {
      return call.make();
    } catch (SQLException | RuntimeException | Error e) {
      failedAt = doing;
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
      super(target.catalog(), WatchedTarget.this::make);
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
    void beforeKey(Table table) {
      changed = true;
      present.add(Sql.quote(table.name()));
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
  public boolean gainsByLargeBatches() {
    return target.gainsByLargeBatches();
  }

  @Override
  public boolean wantsCommit() {
    // Others who read or write a table that was changed wait until this transaction ends.
    return changed || super.wantsCommit();
  }

  @Override
  public StoredOffsets.Position position(String name, Set<String> topics) throws SQLException {
    StoredOffsets.Position position = super.position(name, topics);
    filled.addAll(position.tables().values());
    return position;
  }

  @Override
  public void commit(String name, Map<TopicPartition, Long> from, StoredOffsets.Position to)
      throws SQLException {
    // A topic has a table once there is one: all its records so far may have been refused.
    Map<String, String> tables = new HashMap<>(to.tables());
    tables.values().retainAll(present);
    super.commit(name, from, new StoredOffsets.Position(to.next(), tables));
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
    return e instanceof UnrepeatableException gone ? gone.fault() : super.fault(e);
  }

  @Override
  public void close() throws SQLException {
    target.close();
  }
}
