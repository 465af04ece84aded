package io.sluice.connector.table.write;

import io.sluice.connector.table.config.ModeSettings;
import io.sluice.connector.table.config.StructSettings;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.config.TableSinkConfig.KeyMode;
import io.sluice.connector.table.guard.Bisection;
import io.sluice.connector.table.guard.Refusals;
import io.sluice.connector.table.history.HistoryWriter;
import io.sluice.connector.table.record.AddedColumns;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.record.FlatRows;
import io.sluice.connector.table.record.KeyColumns;
import io.sluice.connector.table.record.RowLayout;
import io.sluice.connector.table.record.UnavailableValue;
import io.sluice.connector.table.row.PartialRows;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.NameRules;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.value.EqualKeys;
import io.sluice.connector.table.value.ValueDoesNotFitException;
import java.sql.SQLException;
import java.util.Arrays;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Collects the changes of one table, the last of each key only, and hands them to the target in
 * batches. Used by one thread.
 */
public final class TableWriter {
  /** Debezium's headers of the two events that a changed key makes of an update. */
  private static final String NEW_KEY = "__debezium.newkey";

  private static final String OLD_KEY = "__debezium.oldkey";

  /** How many times as many rows a batch may have for a database that takes long for each. */
  private static final int GROWN = 8;

  private final TableSinkConfig config;
  private final Target target;
  private final Table.Name name;
  private final TableEvolution evolution;

  /** Null where structs stay structs. */
  private final @Nullable FlatRows flat;

  private final UnavailableValue unavailable;
  private final Refusals refusals;
  private final Waiting all;
  private final AddedColumns beside;
  private final ModeSettings modes;

  /** Null unless all versions of a row are kept. */
  private final @Nullable HistoryWriter history;

  /** Whether rows are collected as they come. */
  private final boolean append;

  private @Nullable Table table;
  private @Nullable RowLayout layout;
  private @Nullable Schema layoutKeySchema;
  private @Nullable Schema layoutRowSchema;

  private final WaitingRows waiting;

  /**
   * A delete whose row is about to come back under another key. It waits for it, because that row
   * may lack large values which only the stored one has.
   */
  private @Nullable Row moving;

  /** What {@link #moving} was made of. */
  private @Nullable Change movingChange;

  private long bytes;

  private final int batchSize;
  private final long batchMaxBytes;
  private final long rowMaxBytes;
  private int worthApplying;

  /** The rows that wait for any table. */
  interface Waiting {
    void flush() throws SQLException;
  }

  /**
   * A writer of one table.
   *
   * @param beside the columns that are added to those of the records
   * @param rules what the database makes of names
   * @param refusals gets the rows that the database refuses
   * @param all flushed before the table changes
   */
  TableWriter(
      TableSinkConfig config,
      AddedColumns beside,
      Target target,
      Table.Name name,
      NameRules rules,
      Refusals refusals,
      Waiting all) {
    this.beside = beside;
    this.all = all;
    this.refusals = refusals;
    batchSize = config.batchSize();
    batchMaxBytes = config.batchMaxBytes();
    rowMaxBytes = config.rowMaxBytes();
    modes = config.modes();
    append = !modes.keyed();
    waiting = new WaitingRows(append);
    history =
        beside.versions() == null
            ? null
            : new HistoryWriter(config.history(), beside, target, beside.times(), refusals);
    this.config = config;
    this.target = target;
    this.name = name;
    StructSettings structs = config.structs();
    flat = structs.mode() == StructSettings.Mode.FLATTEN ? new FlatRows(structs, name) : null;
    evolution = new TableEvolution(config, beside, target.catalog(), name, rules);
    unavailable = new UnavailableValue(config.unavailableValue());
  }

  /**
   * Takes a change.
   *
   * @throws DataException if this record cannot become a row; nothing was taken then
   */
  public void add(Change given) throws SQLException {
    Change change = flat == null ? given : flat.of(given);
    Row row = rowOf(change);
    long weight = row.bytes();
    if (weight > rowMaxBytes) {
      // Invariant 6: one row is bounded as well, and is named before it would end the process.
      throw new DataException(
          "the row for table "
              + name
              + " has about "
              + weight
              + " bytes, more than the "
              + rowMaxBytes
              + " of "
              + TableSinkConfig.ROW_MAX_BYTES
              + " (by default an eighth of the heap). Give the process more memory, or raise it.");
    }
    if (history != null) {
      history.add(change, row, this::keyBefore);
      bytes += weight;
      return;
    }
    bytes += weight;
    Row leaving = moving;
    if (leaving != null) {
      if (row.removes() && Arrays.deepEquals(row.key(), leaving.key())) {
        return; // The tombstone of the old key.
      }
      moving = null;
      // Where the table has values that are not the records', the stored row has to go on.
      boolean needsStored =
          row.partial() || known().isShared() && leaving.delete() && !row.delete();
      boolean goesOn = needsStored && row.record().headers().lastWithName(OLD_KEY) != null;
      if (goesOn && EqualKeys.of(row.key()).equals(EqualKeys.of(leaving.key()))) {
        collect(row); // Only columns changed that are no part of the table's key.
        return;
      }
      if (goesOn) {
        // A row that is only marked stays under its key, and the new one begins as its copy.
        boolean stays = !leaving.delete();
        if (waiting.isTakenForMove(leaving.key(), row.key())) {
          flush();
          bytes = weight;
        }
        waiting.addMoved(
            stays ? row.copiedFrom(leaving.key(), leaving.marks()) : row.movedFrom(leaving.key()),
            stays ? leaving : null);
        return;
      }
      collect(leaving);
    }
    if (row.removes() && !append && row.record().headers().lastWithName(NEW_KEY) != null) {
      moving = row;
      movingChange = change;
    } else {
      collect(row);
    }
  }

  /** The row's key before its change, alone, where the source says that it was another one. */
  private @Nullable Row keyBefore(Change change) {
    SinkRecord record = change.record();
    Header header = record.headers().lastWithName(OLD_KEY);
    RowLayout current = layout;
    if (header == null || current == null || config.keyMode() != KeyMode.RECORD_KEY) {
      return null;
    }
    SinkRecord before =
        record.newRecord(
            record.topic(),
            record.kafkaPartition(),
            header.schema(),
            header.value(),
            null,
            null,
            record.timestamp());
    return current.row(new Change(Change.Kind.DELETE, null, null, null, null, before));
  }

  private Table known() {
    if (table == null) {
      throw new IllegalStateException("no record has shown the table yet");
    }
    return table;
  }

  private void collect(Row row) throws SQLException {
    // One that is made anew has nothing of the deleted one, whatever batches they are in.
    boolean anew = known().isShared() && !row.delete() && waiting.isDeleted(row.key());
    if (anew || waiting.isTaken(row.key())) {
      flush();
      bytes = row.bytes();
    }
    waiting.add(row);
  }

  /**
   * Empties the table, or marks all its rows, behind what was taken so far.
   *
   * @throws DataException if the rows cannot be marked
   */
  void truncate(Change change) throws SQLException {
    finish();
    Table current = table;
    if (current == null) {
      current = target.catalog().describe(name).orElse(null);
    }
    if (current == null) {
      return; // It never had a row.
    }
    if (history != null) {
      Table ending = evolution.follow(current, KeyColumns.NONE, null, null).table();
      target.clear(ending, history.endOfAll(ending, change));
      table = null; // Looked up again with its key by the next row.
    } else if (modes.deletes() == ModeSettings.Deletes.SOFT) {
      TableEvolution.Followed marked = evolution.follow(current, KeyColumns.NONE, null, null);
      target.clear(marked.table(), layout(marked).markingAll(change));
      table = null; // Looked up again with its key by the next row.
    } else {
      target.clear(current, null);
    }
    layout = null; // The next row's schema is looked at as if it were the first.
  }

  private RowLayout layoutFor(Change change) throws SQLException {
    boolean raw = modes.mode() == ModeSettings.Mode.RAW;
    Schema keySchema = raw ? null : change.record().keySchema();
    Schema rowSchema = change.row() == null ? null : change.row().schema();
    RowLayout known = layout;
    // Schemas are compared by identity: sources reuse them, and a layout made anew is only slower.
    if (known != null
        && keySchema == layoutKeySchema
        && (rowSchema == layoutRowSchema || rowSchema == null)) {
      return known;
    }
    return newLayout(change, keySchema, rowSchema);
  }

  private RowLayout newLayout(Change change, @Nullable Schema keySchema, @Nullable Schema rowSchema)
      throws SQLException {
    KeyColumns key = KeyColumns.of(config, change);
    Table before = table;
    if (before != null) {
      boolean changes = rowSchema != null && !rowSchema.equals(layoutRowSchema);
      if (changes && size() > 0) {
        // With those of the others: changes of tables come many at a time, and where one undoes the
        // transaction, those that follow with nothing of their own to bring in need not.
        all.flush();
      }
      flush(); // Rows that wait have the columns that the table had.
    }
    TableEvolution.Followed followed =
        evolution.follow(before, key, rowSchema, SourceTable.of(change.source()));
    Table now = followed.table();
    RowLayout made = layout(followed);
    table = now;
    worthApplying = target.worthApplying(now);
    layout = made;
    Change leaving = movingChange;
    if (moving != null && leaving != null) {
      moving = made.row(leaving); // It still waits, and for a table that has changed.
    }
    layoutKeySchema = keySchema;
    layoutRowSchema = rowSchema;
    return made;
  }

  private RowLayout layout(TableEvolution.Followed followed) {
    return new RowLayout(
        followed.table(),
        followed.key(),
        followed.fields(),
        beside,
        unavailable,
        target.catalog().limits());
  }

  /** The row, in columns that were widened for as many of its values as do not fit. */
  private Row rowOf(Change change) throws SQLException {
    RowLayout current = layoutFor(change);
    for (int widened = 0; ; widened++) {
      try {
        return current.row(change);
      } catch (ValueDoesNotFitException e) {
        if (widened > 2 * known().columns().size()) {
          throw e; // Each column has at most two wider types. Never an endless loop.
        }
        current = widenedFor(e, change);
      }
    }
  }

  private RowLayout widenedFor(ValueDoesNotFitException reason, Change change) throws SQLException {
    Table current = table;
    if (current == null) {
      throw reason;
    }
    flush();
    table = evolution.asText(current, reason.position(), reason);
    layout = null;
    return layoutFor(change);
  }

  /** Whether the rows that wait are to be flushed before others are added. */
  public boolean isFull() {
    boolean allNew = waiting.areAllNew() && moving == null && history == null;
    int rows = size();
    if (bytes >= batchMaxBytes
        || rows < (allNew ? Math.min(batchSize, worthApplying) : batchSize)) {
      return bytes >= batchMaxBytes;
    }
    boolean mayGrow = history == null && rows >= batchSize && rows / GROWN < batchSize;
    return !(mayGrow && target.isBehind());
  }

  /** Rows that wait. */
  int size() {
    int versions = history == null ? 0 : history.size();
    return waiting.size() + versions;
  }

  /** Bytes that wait, estimated; overwritten rows count until the next flush. */
  public long bytes() {
    return bytes;
  }

  /** Brings all that waits into the open transaction, which is going to be committed. */
  public void finish() throws SQLException {
    Row leaving = moving;
    if (leaving != null) {
      moving = null;
      if (leaving.delete() && !append && known().isShared()) {
        PartialRows.tellParted(known());
      }
      collect(leaving);
    }
    flush();
  }

  /**
   * Brings the rows that wait into the open transaction; not a delete whose row comes back under
   * another key with the next record, and needs what is stored.
   */
  public void flush() throws SQLException {
    Table current = table;
    if (current == null || size() == 0) {
      return;
    }
    if (history != null) {
      bytes = 0;
      history.flush(current);
      return;
    }
    bytes = 0;
    Bisection.apply(target, current, waiting.take(), refusals);
  }
}
