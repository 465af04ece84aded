package io.sluice.connector.table.write;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.guard.Handover;
import io.sluice.connector.table.sql.Table;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tables that are to get their keys, and the one whose key is being built. Each key has a
 * transaction of its own, which no later failure undoes, and which may last longer than any call.
 * Used by one thread.
 */
final class KeysToBuild {
  /**
   * How long a call waits for keys until it leaves them to the next one. Most are there by then, so
   * that their commit answers for the records behind them as well. And it is short for whom it
   * keeps waiting: the checkpoint of all sinks of a pipeline.
   */
  static final long MOST_NANOS_OF_CALL = TimeUnit.SECONDS.toNanos(1);

  /**
   * The same where all partitions leave, which may be the end: within the 5 s that a worker of
   * Kafka Connect gives a task to stop (its {@code task.shutdown.graceful.timeout.ms}) with what
   * follows. In that time a table of a million rows or two has its key.
   */
  static final long MOST_NANOS_OF_END = TimeUnit.SECONDS.toNanos(3);

  private final TableSinkConfig config;
  private final Handover target;
  private final LongSupplier nanos;

  /** Named by what was stored before this connection, or by a record that needs the key. */
  private final Set<Table.Name> named = new LinkedHashSet<>();

  private boolean leftFound;
  private Table.@Nullable Name building;

  /** None yet. */
  KeysToBuild(TableSinkConfig config, Handover target, LongSupplier nanos) {
    this.config = config;
    this.target = target;
    this.nanos = nanos;
  }

  /**
   * Finds out, once, which tables this pipeline has created without their keys before this
   * connection.
   *
   * @param filling those that are being filled over this one, which have time
   */
  void findLeft(Set<Table.Name> filling) throws SQLException {
    if (!leftFound && config.modes().keyed()) {
      named.addAll(target.catalog().keysPending(config.name()));
      named.removeAll(filling);
      leftFound = true;
    }
  }

  /** A record needs a table's key. */
  void need(Table.Name table) {
    named.add(table);
  }

  /** Whether tables are named that are without their keys. */
  boolean isAnyNamed() {
    return !named.isEmpty();
  }

  /** Whether a key is being built. */
  boolean isBuilding() {
    return building != null;
  }

  /**
   * Builds keys of tables, those that were named among them; there must be no open transaction.
   *
   * @param writers by their tables; told of the keys that are there
   * @param due which of them are to get their keys
   * @param most nanoseconds to wait
   * @return whether all are there; else this is to be called again
   */
  boolean build(Map<Table.Name, TableWriter> writers, Predicate<TableWriter> due, long most)
      throws SQLException {
    long began = nanos.getAsLong();
    for (Table.Name next = next(writers, due); next != null; next = next(writers, due)) {
      building = next;
      if (!target.completeKey(config.name(), next, most - (nanos.getAsLong() - began))) {
        return false;
      }
      building = null;
      named.remove(next);
      TableWriter writer = writers.get(next);
      if (writer != null) {
        writer.keyBuilt();
      }
    }
    return true;
  }

  private Table.@Nullable Name next(
      Map<Table.Name, TableWriter> writers, Predicate<TableWriter> due) {
    if (building != null) {
      return building;
    }
    for (Table.Name name : named) {
      return name;
    }
    return writers.entrySet().stream()
        .filter(writer -> due.test(writer.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }
}
