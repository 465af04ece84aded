package io.sluice.connector.postgres.position;

import io.sluice.connector.postgres.catalog.TableId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table that is to be read beside the stream, or what is left of it. What says how far it came
 * depends on the kind: keys as the server writes their values, or numbers of pages.
 *
 * @param table the table
 * @param kind how it is read
 * @param condition SQL that its rows have to meet, null for all rows
 * @param surrogate column to walk along instead of the key, null for the key
 * @param id of the signal that asked for it, null when nobody did
 * @param after the key up to which it has been read, as the server writes its values; null at the
 *     beginning. Rows with greater keys are left. Of pages: the first one that is left
 * @param upTo the greatest key to read, null while it is not known. Of pages: the one behind the
 *     last, and the number of the file that they are in
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
     * In chunks of its pages, the stream going on between them: rows that do not move, as whatever
     * was written since is in the stream, in pages that an interrupted snapshot did not come to.
     */
    PAGES,
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
   * Rows of a range of pages.
   *
   * @param from the first page
   * @param to the page behind the last
   * @param file the server's number of the file that has them
   * @param condition SQL that fits no row which was written since the pages were chosen; null for
   *     all rows, where that cannot be told and a key tells them from the stream's
   */
  public static TableRead pages(
      TableId table, long from, long to, long file, @Nullable String condition) {
    return new TableRead(
        table,
        Kind.PAGES,
        condition,
        null,
        null,
        List.of(Long.toString(from)),
        List.of(Long.toString(to), Long.toString(file)));
  }

  /** All rows, or those that meet a condition, in chunks of the key. */
  public static TableRead keyed(TableId table, @Nullable String condition) {
    return new TableRead(table, Kind.INCREMENTAL, condition, null, null, null, null);
  }

  /** The first page that is left, of a reading of pages. */
  public long firstPage() {
    return Long.parseLong(Objects.requireNonNull(after).get(0));
  }

  /** The page behind the last, of a reading of pages. */
  public long endPage() {
    return Long.parseLong(Objects.requireNonNull(upTo).get(0));
  }

  /** The file that has the pages, of a reading of pages. */
  public long file() {
    return Long.parseLong(Objects.requireNonNull(upTo).get(1));
  }

  /** The first so many pages of what is left. */
  public TableRead firstPages(long count) {
    return pagesBefore(Math.min(endPage(), firstPage() + count));
  }

  private TableRead pagesBefore(long page) {
    return endingAt(List.of(Long.toString(page), Long.toString(file())));
  }

  /** What is left of it behind a part of its pages, null when nothing is. */
  public @Nullable TableRead behind(TableRead part) {
    return part.endPage() >= endPage() ? null : readTo(List.of(Long.toString(part.endPage())));
  }

  /** Whether the reading begins anew when it breaks off. */
  public boolean isInOneGo() {
    return kind == Kind.FIRST || kind == Kind.BLOCKING;
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
