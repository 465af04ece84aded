package io.sluice.connector.table.write;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.target.Refusals;
import io.sluice.connector.table.target.Table;
import io.sluice.connector.table.target.Target;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The writers of all tables over one connection: each change finds its own. Used by one thread. */
public final class TableWriters {
  private final TableSinkConfig config;
  private final TableNames names;
  private final Target target;
  private final Refusals refusals;
  private final Map<Table.Name, TableWriter> byName = new LinkedHashMap<>();
  private Table.@Nullable Name lastName;
  private @Nullable TableWriter last;

  /**
   * No table yet.
   *
   * @param names says whose table a change belongs to
   * @param refusals gets the rows that the database refuses
   */
  public TableWriters(TableSinkConfig config, TableNames names, Target target, Refusals refusals) {
    this.config = config;
    this.names = names;
    this.target = target;
    this.refusals = refusals;
  }

  /**
   * Takes a change into its table's batch, and hands the batch to the database when it is full.
   *
   * @throws org.apache.kafka.connect.errors.DataException if the change cannot become a row
   * @throws org.apache.kafka.common.config.ConfigException if another topic has its table
   */
  public void add(Change change) throws SQLException {
    TableWriter writer = writer(change);
    writer.add(change);
    if (writer.isFull()) {
      writer.flush();
    }
  }

  private TableWriter writer(Change change) {
    Table.Name name = names.of(change);
    TableWriter neighbours = last;
    if (neighbours != null && name == lastName) { // Neighbours mostly share it.
      return neighbours;
    }
    TableWriter writer = byName.get(name);
    if (writer == null) {
      writer = new TableWriter(config, target, name, names.rules(), refusals);
      byName.put(name, writer);
    }
    lastName = name;
    last = writer;
    return writer;
  }

  /** Approximate size of the rows that wait. */
  public long bytes() {
    long sum = 0;
    for (TableWriter writer : byName.values()) {
      sum += writer.bytes();
    }
    return sum;
  }

  /** Hands all that waits to the database. */
  public void flush() throws SQLException {
    for (TableWriter writer : byName.values()) {
      writer.flush();
    }
  }
}
