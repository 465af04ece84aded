package io.sluice.connector.table.write;

import io.sluice.connector.table.config.ModeSettings;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.guard.Handover;
import io.sluice.connector.table.guard.Refusals;
import io.sluice.connector.table.record.AddedColumns;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.record.KeyChange;
import io.sluice.connector.table.sql.Table;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writers of all tables over one connection: each change finds its own. Used by one thread. */
public final class TableWriters {
  private static final Logger LOG = LoggerFactory.getLogger(TableWriters.class);

  private final TableSinkConfig config;
  private final TableNames names;
  private final Handover target;
  private final Map<Table.Name, TableWriter> byName = new LinkedHashMap<>();
  private final Map<Table.Name, List<Table.Name>> references = new HashMap<>();
  private final TableWriter.Shared shared;
  private final KeysToBuild keys;
  private final Rereading rereading;

  private Table.@Nullable Name lastName;
  private @Nullable TableWriter last;

  /**
   * No table yet.
   *
   * @param beside the columns that are added to those of the records
   * @param names says whose table a change belongs to
   * @param refusals gets the rows that the database refuses
   * @param nanos the time, as {@link System#nanoTime} has it
   */
  public TableWriters(
      TableSinkConfig config,
      AddedColumns beside,
      TableNames names,
      Handover target,
      Refusals refusals,
      LongSupplier nanos) {
    this.config = config;
    this.names = names;
    this.target = target;
    shared =
        new TableWriter.Shared(config, beside, target, names.rules(), refusals, nanos, this::flush);
    keys = new KeysToBuild(config, target, nanos);
    rereading = new Rereading(nanos);
  }

  /**
   * Takes a change into its table's batch, and hands the batch to the database when it is full.
   * What the settings pass over is not looked at.
   *
   * @return whether it was taken; else it is to come again, and whatever comes behind it after it,
   *     when {@link #buildKeys} has built its table's key
   * @throws org.apache.kafka.connect.errors.DataException if the change cannot become a row
   * @throws org.apache.kafka.common.config.ConfigException if another topic has its table
   * @throws org.apache.kafka.connect.errors.ConnectException if the settings refuse it
   */
  public boolean add(Change change) throws SQLException {
    try {
      take(change);
      return true;
    } catch (KeyNeededException first) {
      keys.need(first.table());
      return false;
    }
  }

  private void take(Change change) throws SQLException {
    if (change.kind() == Change.Kind.TRUNCATE) {
      truncate(change);
    } else if (wanted(change)) {
      TableWriter writer = writer(change);
      writer.add(change);
      if (writer.isFull()) {
        writer.flush();
      }
    }
  }

  private boolean wanted(Change change) {
    ModeSettings modes = config.modes();
    return switch (change.kind()) {
      case NOTHING, TRUNCATE -> false;
      case DELETE ->
          modes.keyed()
              && (modes.deletes() != ModeSettings.Deletes.IGNORE
                  // Its row is about to be copied under another key.
                  || modes.mode() == ModeSettings.Mode.UPSERT && KeyChange.leaves(change.record()));
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

  private TableWriter writer(Change change) throws SQLException {
    Table.Name name = names.of(change);
    TableWriter neighbours = last;
    if (neighbours != null && name == lastName) { // Neighbours mostly share it.
      return neighbours;
    }
    TableWriter writer = byName.get(name);
    if (writer == null) {
      writer = new TableWriter(shared, name);
      byName.put(name, writer);
      sayReferences(name);
    }
    if (rereading.isDue(name)) {
      writer.lookAgain();
    }
    lastName = name;
    last = writer;
    return writer;
  }

  /** Tables are filled in the order in which records come, which knows nothing of references. */
  private void sayReferences(Table.Name added) throws SQLException {
    List<Table.Name> ofAdded = target.catalog().references(added);
    for (Table.Name other : byName.keySet()) {
      if (ofAdded.stream().anyMatch(referred -> isThat(referred, other))) {
        sayReference(added, other);
      }
      if (references.getOrDefault(other, List.of()).stream().anyMatch(r -> isThat(r, added))) {
        sayReference(other, added);
      }
    }
    references.put(added, ofAdded);
  }

  private static boolean isThat(Table.Name referred, Table.Name name) {
    boolean schema = name.schema().isEmpty() || name.schema().equals(referred.schema());
    return schema && referred.table().equals(name.table());
  }

  private static void sayReference(Table.Name from, Table.Name to) {
    if (!from.equals(to)) {
      LOG.warn(
          "Rows of table {} refer to rows of table {}, and both are filled here, in the order in"
              + " which records come: one that is committed before the row that it refers to is"
              + " refused. Replay such dead letters later, or add the foreign key behind the"
              + " snapshot",
          from,
          to);
    }
  }

  /** Approximate size of the rows that wait. */
  public long bytes() {
    long sum = 0;
    for (TableWriter writer : byName.values()) {
      sum += writer.bytes();
    }
    return sum;
  }

  /** How many rows wait. */
  public long rows() {
    long sum = 0;
    for (TableWriter writer : byName.values()) {
      sum += writer.size();
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
    findKeysLeft();
    last = null; // Each table is met anew.
    rereading.ends();
  }

  /** Finds out which tables have no key that this pipeline once created without it. */
  public void findKeysLeft() throws SQLException {
    Set<Table.Name> filling = new HashSet<>();
    byName.forEach(
        (name, writer) -> {
          if (writer.isKeyPending()) {
            filling.add(name);
          }
        });
    keys.findLeft(filling);
  }

  /** Whether tables are without their keys. */
  public boolean keysPending() {
    return keys.isAnyNamed() || byName.values().stream().anyMatch(TableWriter::isKeyPending);
  }

  /** Whether keys are being built that {@link #buildKeys} has left to its next call. */
  public boolean buildsKeys() {
    return keys.isBuilding();
  }

  /**
   * Builds the keys that are due, each in a transaction of its own: none may be open. Waits a while
   * for them.
   *
   * @return whether they are there; else this is to be called again, and no change may be added
   *     until it has said so
   */
  public boolean buildKeys() throws SQLException {
    return keys.build(byName, TableWriter::isKeyDue, KeysToBuild.MOST_NANOS_OF_CALL);
  }

  /**
   * Builds the keys of all tables that are without: no row comes now. Waits a few seconds for them.
   *
   * @return whether they are there; else {@link #buildKeys} is to be called
   */
  public boolean completeKeys() throws SQLException {
    return keys.build(byName, TableWriter::isKeyPending, KeysToBuild.MOST_NANOS_OF_END);
  }
}
