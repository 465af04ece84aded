package io.sluice.connector.table.write;

import io.sluice.connector.table.config.ModeSettings;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.guard.Refusals;
import io.sluice.connector.table.record.AddedColumns;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Target;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** The writers of all tables over one connection: each change finds its own. Used by one thread. */
public final class TableWriters {
  private final TableSinkConfig config;
  private final AddedColumns beside;
  private final TableNames names;
  private final Target target;
  private final Refusals refusals;
  private final Map<Table.Name, TableWriter> byName = new LinkedHashMap<>();
  private Table.@Nullable Name lastName;
  private @Nullable TableWriter last;

  /**
   * No table yet.
   *
   * @param beside the columns that are added to those of the records
   * @param names says whose table a change belongs to
   * @param refusals gets the rows that the database refuses
   */
  public TableWriters(
      TableSinkConfig config,
      AddedColumns beside,
      TableNames names,
      Target target,
      Refusals refusals) {
    this.config = config;
    this.beside = beside;
    this.names = names;
    this.target = target;
    this.refusals = refusals;
  }

  /**
   * Takes a change into its table's batch, and hands the batch to the database when it is full.
   * What the settings pass over is not looked at.
   *
   * @throws org.apache.kafka.connect.errors.DataException if the change cannot become a row
   * @throws org.apache.kafka.common.config.ConfigException if another topic has its table
   * @throws org.apache.kafka.connect.errors.ConnectException if the settings refuse it
   */
  public void add(Change change) throws SQLException {
    if (change.kind() == Change.Kind.TRUNCATE) {
      truncate(change);
      return;
    }
    if (!wanted(change)) {
      return;
    }
    TableWriter writer = writer(change);
    writer.add(change);
    if (writer.isFull()) {
      writer.flush();
    }
  }

  private boolean wanted(Change change) {
    return switch (change.kind()) {
      case NOTHING, TRUNCATE -> false;
      case DELETE ->
          config.modes().deletes() != ModeSettings.Deletes.IGNORE && config.modes().keyed();
      case INSERT, UPSERT -> true;
    };
  }

  private void truncate(Change change) throws SQLException {
    switch (config.modes().truncates()) {
      case IGNORE -> {}
      case APPLY -> writer(change).truncate(change);
      case FAIL ->
          throw new ConnectException(
              "the source of table "
                  + names.of(change)
                  + " was truncated, and "
                  + ModeSettings.TRUNCATE_MODE
                  + "=fail stops the pipeline here. Set it to apply or ignore, then go on.");
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
      writer = new TableWriter(config, beside, target, name, names.rules(), refusals, this::flush);
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

  /** Hands the rows that wait to the database. */
  public void flush() throws SQLException {
    for (TableWriter writer : byName.values()) {
      writer.flush();
    }
  }

  /** Hands all that waits to the database, before a commit. */
  public void finish() throws SQLException {
    for (TableWriter writer : byName.values()) {
      writer.finish();
    }
  }
}
