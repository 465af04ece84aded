package io.sluice.connector.table.guard;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredOffsets;
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
import org.jspecify.annotations.Nullable;

/**
 * A target whose calls are made by way of something: on another thread, or watched. How a
 * transaction is given up is left to each.
 */
abstract class PassedTarget implements Target {
  private final Target target;

  PassedTarget(Target target) {
    this.target = target;
  }

  /**
   * Makes a call; see {@link PassedCatalog.Way}.
   *
   * @param doing what it does, for people
   */
  abstract <T> T make(String doing, PassedCatalog.Call<T> call) throws SQLException;

  @Override
  public void begin() throws SQLException {
    make(
        "beginning a transaction",
        () -> {
          target.begin();
          return true;
        });
  }

  @Override
  public void apply(Table table, List<Row> rows) throws SQLException {
    make(
        "writing rows into table " + table.name(),
        () -> {
          target.apply(table, rows);
          return true;
        });
  }

  @Override
  public void clear(Table table, @Nullable Row mark) throws SQLException {
    make(
        "clearing table " + table.name() + (mark == null ? " (DELETE)" : " (UPDATE)"),
        () -> {
          target.clear(table, mark);
          return true;
        });
  }

  @Override
  public List<List<Version>> versions(Table table, VersionColumns columns, List<Probe> probes)
      throws SQLException {
    return make(
        "reading versions of rows of table " + table.name() + " (SELECT)",
        () -> target.versions(table, columns, probes));
  }

  @Override
  public int worthApplying(Table table) throws SQLException {
    return make("looking at table " + table.name(), () -> target.worthApplying(table));
  }

  @Override
  public boolean wantsCommit() {
    return target.wantsCommit();
  }

  @Override
  public Journal.Room room() {
    return target.room();
  }

  @Override
  public StoredOffsets.Position position(String name, Set<String> topics) throws SQLException {
    return make("reading the stored offsets", () -> target.position(name, topics));
  }

  @Override
  public void commit(String name, Map<TopicPartition, Long> from, StoredOffsets.Position to)
      throws SQLException {
    make(
        "committing rows and offsets",
        () -> {
          target.commit(name, from, to);
          return true;
        });
  }

  @Override
  public Fault fault(SQLException e) {
    return target.fault(e);
  }

  /** Passed on at once: what it is to break off is what other calls wait for. */
  @Override
  public void cancel() throws SQLException {
    target.cancel();
  }
}
