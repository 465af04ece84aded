package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.event.TableFormats;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A table that is to be read with one database snapshot. Shared by the threads that read its
 * chunks.
 */
final class TableWork {

  private final TableId id;
  private final int oid;
  private final long file;
  private final boolean only;
  private final @Nullable String select;
  private final List<Range> ranges;
  private final long expectedRows;
  private final LongAdder rows = new LongAdder();
  private final AtomicInteger chunksRead = new AtomicInteger();
  private @Nullable TableFormat format;

  // Guarded by Endings.
  int unread;
  boolean begun;

  // Guarded by Finished.
  int ungiven;

  // Written by any reader, never back.
  private volatile boolean changed;
  private volatile boolean finished;

  /**
   * A part of the table.
   *
   * @param chunk its number in the ledger, -1 when it is not one that the ledger counts
   * @param condition SQL that its rows fulfil, null for all rows
   * @param bytes about how much it is
   */
  record Range(int chunk, @Nullable String condition, long bytes) {}

  /**
   * @param file the file that held the table at the moment of the snapshot
   * @param select a statement of the user's that stands for the table, null for none
   * @param only whether rows of inheriting tables are left to those tables, as in the stream
   * @param expectedRows how many rows the whole table has, as the server estimates; below zero if
   *     it does not know
   */
  TableWork(
      TableId id,
      int oid,
      long file,
      @Nullable String select,
      boolean only,
      List<Range> ranges,
      long expectedRows) {
    this.id = id;
    this.oid = oid;
    this.file = file;
    this.only = only;
    this.select = select;
    this.ranges = List.copyOf(ranges);
    this.expectedRows = expectedRows;
    this.unread = ranges.size();
    this.ungiven = ranges.size();
  }

  TableId id() {
    return id;
  }

  int oid() {
    return oid;
  }

  long file() {
    return file;
  }

  List<Range> ranges() {
    return ranges;
  }

  /** Whether somebody has worked out the form of its events. */
  synchronized boolean hasFormat() {
    return format != null;
  }

  /** The form of its events, worked out by the first that asks. */
  synchronized TableFormat format(Catalog catalog, TableFormats formats) throws SQLException {
    if (format == null) {
      format = formats.of(catalog.table(id, oid));
    }
    return format;
  }

  /** The table as a FROM clause wants it. */
  String from() {
    return select != null ? "(" + select + "\n) AS t" : (only ? "ONLY " : "") + id.sql();
  }

  /** Whether the rows are those of a statement of the user's. */
  boolean isSelected() {
    return select != null;
  }

  long bytes() {
    return ranges.stream().mapToLong(Range::bytes).sum();
  }

  void addRows(long count) {
    rows.add(count);
  }

  long rows() {
    return rows.sum();
  }

  /** How many rows the server believes that it has; below zero if it does not know. */
  long expectedRows() {
    return expectedRows;
  }

  /** One of its ranges is through. */
  void chunkIsRead() {
    chunksRead.incrementAndGet();
  }

  int chunksRead() {
    return chunksRead.get();
  }

  /** The table is no longer what it was when the snapshot was taken: it is to be read anew. */
  void change() {
    changed = true;
  }

  boolean isChanged() {
    return changed;
  }

  /** All its rows were handed over. */
  void finish() {
    finished = true;
  }

  boolean isFinished() {
    return finished;
  }
}
