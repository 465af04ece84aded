package io.sluice.connector.postgres.position;

import io.sluice.connector.postgres.catalog.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that is to be read beside the stream, or what is left of it.
 *
 * @param table the table
 * @param kind how it is read
 * @param condition SQL that its rows have to meet, null for all rows
 * @param surrogate column to walk along instead of the key, null for the key
 * @param id of the signal that asked for it, null when nobody did
 * @param after the key up to which it has been read, as the server writes its values; null at the
 *     beginning. Rows with greater keys are left
 * @param upTo the greatest key to read, null while it is not known
 */
public record TableRead(
    TableId table,
    Kind kind,
    @Nullable String condition,
    @Nullable String surrogate,
    @Nullable String id,
    @Nullable List<String> after,
    @Nullable List<String> upTo) {

  /** How a table is read while there is a stream. */
  public enum Kind {
    /** In chunks of its key, the stream going on between them. */
    INCREMENTAL,
    /**
     * In one go, the stream waiting: a table without key of which nothing was delivered before, so
     * that changes which the reading saw need not be delivered at all.
     */
    FIRST,
    /** In one go, the stream waiting; every change that follows is delivered over it. */
    BLOCKING
  }

  public TableRead {
    after = after == null ? null : List.copyOf(after);
    upTo = upTo == null ? null : List.copyOf(upTo);
  }

  /** A table of which nothing has been read. */
  public static TableRead of(TableId table, Kind kind) {
    return new TableRead(table, kind, null, null, null, null, null);
  }

  /**
   * The rows of a range of keys, whatever was read of the table before.
   *
   * @param after key below the range, null for none
   * @param upTo greatest key of the range, null for what the table's greatest key will be
   */
  public static TableRead range(
      TableId table, @Nullable List<String> after, @Nullable List<String> upTo) {
    return new TableRead(table, Kind.INCREMENTAL, null, null, null, after, upTo);
  }

  /**
   * The same after rows of it may have been delivered: a first reading is none any more, as of a
   * row that is removed before the next one only the change tells.
   */
  public TableRead again() {
    return kind == Kind.FIRST
        ? new TableRead(table, Kind.BLOCKING, condition, surrogate, id, after, upTo)
        : this;
  }

  /** The same, read up to a key. */
  public TableRead readTo(List<String> key) {
    return new TableRead(table, kind, condition, surrogate, id, key, upTo);
  }

  /** The same, its end being known. */
  public TableRead endingAt(List<String> key) {
    return new TableRead(table, kind, condition, surrogate, id, after, key);
  }
}
