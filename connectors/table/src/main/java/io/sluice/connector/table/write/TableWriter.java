package io.sluice.connector.table.write;

import io.sluice.connector.table.config.ModeSettings;
import io.sluice.connector.table.config.StructSettings;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.config.TableSinkConfig.KeyMode;
import io.sluice.connector.table.guard.Bisection;
import io.sluice.connector.table.guard.Handover;
import io.sluice.connector.table.guard.Refusals;
import io.sluice.connector.table.history.HistoryWriter;
import io.sluice.connector.table.record.AddedColumns;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.record.FlatRows;
import io.sluice.connector.table.record.KeyChange;
import io.sluice.connector.table.record.KeyColumns;
import io.sluice.connector.table.record.RowLayout;
import io.sluice.connector.table.record.UnavailableValue;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.NameRules;
import io.sluice.connector.table.value.ValueDoesNotFitException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.LongSupplier;
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
  private final TableSinkConfig config;
  private final Handover target;
  private final Table.Name name;
  private final TableEvolution evolution;
  private final FirstLoad load;

  /** Null where structs stay structs. */
  private final @Nullable FlatRows flat;

  private final UnavailableValue unavailable;
  private final Refusals refusals;
  private final Waiting all;
  private final AddedColumns beside;
  private final ModeSettings modes;

  /** Null unless all versions of a row are kept. */
  private final @Nullable HistoryWriter history;

  private @Nullable Table table;
  private @Nullable RowLayout layout;
  private @Nullable Schema layoutKeySchema;
  private @Nullable Schema layoutRowSchema;

  private final WaitingRows waiting;

  private final MovedRows rows;

  private final BatchSize batch;
  private final long rowMaxBytes;

  /** The rows that wait for any table. */
  interface Waiting {
    void flush() throws SQLException;
  }

  /**
   * What the writers of all tables share.
   *
   * @param beside the columns that are added to those of the records
   * @param rules what the database makes of names
   * @param refusals gets the rows that the database refuses
   * @param nanos the time, as {@link System#nanoTime} has it
   * @param all flushed before a table changes
   */
  record Shared(
      TableSinkConfig config,
      AddedColumns beside,
      Handover target,
      NameRules rules,
      Refusals refusals,
      LongSupplier nanos,
      Waiting all) {}

  /** A writer of one table. */
  TableWriter(Shared shared, Table.Name name) {
    this.name = name;
    config = shared.config();
    target = shared.target();
    beside = shared.beside();
    all = shared.all();
    refusals = shared.refusals();
    rowMaxBytes = config.rowMaxBytes();
    modes = config.modes();
    waiting = new WaitingRows(!modes.keyed());
    rows = new MovedRows(modes, waiting, this::makeRoom);
    history =
        beside.versions() == null
            ? null
            : new HistoryWriter(config.history(), beside, target, beside.times(), refusals);
    batch = new BatchSize(config, target, history != null);
    StructSettings structs = config.structs();
    flat = structs.mode() == StructSettings.Mode.FLATTEN ? new FlatRows(structs, name) : null;
    load = new FirstLoad(config, shared.nanos());
    evolution = new TableEvolution(config, beside, target.catalog(), name, shared.rules());
    unavailable = new UnavailableValue(config.unavailableValue());
  }

  /**
   * Takes a change.
   *
   * @throws DataException if this record cannot become a row; nothing was taken then
   * @throws KeyNeededException if the table has to get its key first; nothing was taken then
   */
  public void add(Change given) throws SQLException {
    Change change = flat == null ? given : flat.of(given);
    if (isKeyPending() && !FirstLoad.isRead(change)) {
      requireKey(); // By which it finds its row.
    }
    Row row = rowOf(change);
    if (isKeyPending() && !FirstLoad.takes(row)) {
      requireKey();
    }
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
      batch.add(row.held());
      return;
    }
    batch.add(row.held());
    rows.add(row, change, known());
    if (isKeyPending()) {
      load.took(change);
    }
  }

  private void makeRoom(Row next) throws SQLException {
    flush();
    batch.add(next.held());
  }

  /**
   * Looks whether other pipelines have begun to write columns of the table since it was looked at,
   * and has the next row find out what that makes of it. Before a transaction's first row.
   */
  void lookAgain() throws SQLException {
    // Where versions are kept nobody else writes; a table that has no key yet is looked at with it.
    if (table != null && history == null && !isKeyPending() && evolution.othersChanged()) {
      flush();
      table = null;
      layout = null;
    }
  }

  /** Whether the table is being filled and has no key yet. */
  boolean isKeyPending() {
    return table != null && table.keyPending();
  }

  /** Whether the table is to get its key behind the next commit. */
  boolean isKeyDue() {
    return isKeyPending() && load.isThrough();
  }

  /** The table has got its key, in a transaction of its own. */
  void keyBuilt() {
    evolution.keyBuilt();
    if (table != null) {
      table = table.withKeyPending(false);
    }
  }

  /**
   * Requires that the table has its key, behind the rows that were taken so far. Comes back where
   * somebody else has built it by now, or where it is built in the open transaction, as {@code
   * transaction.boundaries} has it.
   *
   * @throws KeyNeededException if not: it is to be built behind a commit, and the change to come
   *     again
   */
  private void requireKey() throws SQLException {
    flush();
    evolution.requireKey();
    table = known().withKeyPending(false);
  }

  /** The row's key before its change, alone, where the source says that it was another one. */
  private @Nullable Row keyBefore(Change change) {
    SinkRecord record = change.record();
    Header header = KeyChange.before(record);
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

  /**
   * Empties the table, or marks all its rows, behind what was taken so far.
   *
   * @throws DataException if the rows cannot be marked
   * @throws KeyNeededException if the table has to get its key first; nothing was taken then
   */
  void truncate(Change change) throws SQLException {
    finish();
    evolution.requireKey();
    keyBuilt();
    Table current = table;
    if (current == null) {
      current = target.catalog().describe(name).orElse(null);
    }
    if (current == null) {
      return; // It never had a row.
    }
    if (history != null) {
      Table ending = evolution.follow(current, KeyColumns.NONE, null, null, false).table();
      target.clear(ending, history.endOfAll(ending, change));
      table = null; // Looked up again with its key by the next row.
    } else if (modes.deletes() == ModeSettings.Deletes.SOFT) {
      TableEvolution.Followed marked =
          evolution.follow(current, KeyColumns.NONE, null, null, false);
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
    if (isKeyPending()
        && !(Objects.equals(keySchema, layoutKeySchema)
            && Objects.equals(rowSchema, layoutRowSchema))) {
      requireKey(); // A change of the table would hide which of two rows came last.
    }
    Table before = table;
    if (before != null) {
      boolean changes = rowSchema != null && !rowSchema.equals(layoutRowSchema);
      if (changes) {
        flushBeforeChange();
      }
      flush(); // Rows that wait have the columns that the table had.
    }
    SourceTable from = SourceTable.of(change.source());
    TableEvolution.Followed followed =
        evolution.follow(before, key, rowSchema, from, load.beginsWith(change));
    Table now = followed.table();
    RowLayout made = layout(followed);
    table = now;
    batch.suit(now);
    layout = made;
    rows.follow(made);
    layoutKeySchema = keySchema;
    layoutRowSchema = rowSchema;
    return made;
  }

  /**
   * Brings in the rows that wait, with those of the others: changes of tables come many at a time,
   * and where one undoes the transaction, those that follow with nothing of their own to bring in
   * need not. So do refused rows get those that they refer to while they can still be tried again.
   */
  private void flushBeforeChange() throws SQLException {
    if (size() > 0 || target.postpones()) {
      all.flush();
    }
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
    if (table == null) {
      throw reason;
    }
    if (isKeyPending()) {
      requireKey();
    }
    flushBeforeChange();
    table = evolution.asText(known(), reason.position(), reason);
    layout = null;
    return layoutFor(change);
  }

  /** Whether the rows that wait are to be flushed before others are added. */
  public boolean isFull() {
    return batch.isReached(size(), waiting.areAllNew() && !rows.areAwaited());
  }

  /** Rows that wait. */
  int size() {
    int versions = history == null ? 0 : history.size();
    return waiting.size() + versions;
  }

  /** Bytes that wait, estimated; overwritten rows count until the next flush. */
  public long bytes() {
    return batch.bytes();
  }

  /** Brings all that waits into the open transaction, which is going to be committed. */
  public void finish() throws SQLException {
    if (table != null) {
      rows.end(table);
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
    batch.clear();
    if (history != null) {
      history.flush(current);
    } else {
      load.fed();
      Bisection.apply(target, current, waiting.take(), refusals);
    }
  }
}
