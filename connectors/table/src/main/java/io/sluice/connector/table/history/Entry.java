package io.sluice.connector.table.history;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.version.Version;
import org.jspecify.annotations.Nullable;

/**
 * A moment in the life of a row: from here on it is so, or gone. Either stored, or to be written,
 * or both where what is stored at that moment is replaced.
 */
final class Entry {
  private final long time;

  /**
   * What the table has at this moment; null if nothing, also where a delete ended what was before.
   */
  private final @Nullable Version stored;

  /** What is to be written here; null to leave what is stored. */
  private @Nullable Event event;

  private boolean removed;

  /** The event's row, with the values that it leaves alone as far as they are in memory. */
  private @Nullable Row content;

  /** The key of the stored version that has the values which the content still lacks. */
  private @Nullable Origin origin;

  /** A row that equals the stored one; null while none was met. */
  private @Nullable Row known;

  /** The end that was written last; meaningless before {@link #written}. */
  private @Nullable Long writtenTo;

  private boolean written;

  /** Whether what the event brings is yet to be written. */
  private boolean waits;

  /** What the event has replaced before it was written; null if nothing. */
  private @Nullable Replaced replaced;

  private record Replaced(
      @Nullable Event event,
      @Nullable Row content,
      @Nullable Origin origin,
      boolean removed,
      @Nullable Replaced before) {}

  /**
   * A stored version of some row.
   *
   * @param row its key
   * @param from its time
   */
  record Origin(@Nullable Object[] row, long from) {}

  private Entry(long time, @Nullable Version stored, boolean removed) {
    this.time = time;
    this.stored = stored;
    this.removed = removed;
  }

  /** What the table has. */
  static Entry of(Version stored) {
    Entry entry = new Entry(stored.from(), stored, neverValid(stored));
    entry.wrote(stored.to());
    return entry;
  }

  /** The end of a version that nothing follows at once: a delete. */
  static Entry endOf(long time) {
    return new Entry(time, null, true);
  }

  /** Something new. */
  static Entry of(long time, Event event, @Nullable Row content, @Nullable Origin origin) {
    Entry entry = new Entry(time, null, event.removes());
    entry.event = event;
    entry.content = content;
    entry.origin = origin;
    entry.waits = true;
    return entry;
  }

  private static boolean neverValid(Version version) {
    Long to = version.to();
    return to != null && to <= version.from();
  }

  /** Puts something else in this place. */
  void replace(Event other, @Nullable Row itsContent, @Nullable Origin itsOrigin) {
    replaced = new Replaced(event, content, origin, removed, replaced);
    waits = true;
    event = other;
    removed = other.removes();
    content = itsContent;
    origin = itsOrigin;
    known = null;
  }

  /** Forgets the event, which the database refused; false if nothing is left here. */
  boolean withoutEvent() {
    Replaced before = replaced;
    Version there = stored;
    written = there != null;
    writtenTo = there == null ? null : there.to();
    if (before == null) {
      return false;
    }
    event = before.event();
    content = before.content();
    origin = before.origin();
    removed = before.removed();
    replaced = before.before();
    waits = event != null;
    return true;
  }

  /**
   * The row that stood in this moment until a delete of the same moment: its values are in memory,
   * or the table has them as a version that was never valid. Null if there was none.
   */
  @Nullable Entry endedHere() {
    Replaced before = replaced;
    if (!removed || (before == null ? stored == null : before.removed())) {
      return null;
    }
    Entry row = new Entry(time, stored, false);
    if (before != null) {
      row.event = before.event();
      row.content = before.content();
      row.origin = before.origin();
    }
    return row;
  }

  /** Whether a delete of this moment ended a row before it was written. */
  boolean endedInMemory() {
    return removed && replaced != null && !replaced.removed();
  }

  /** Whether such a row is yet to be written, as a version that was never valid. */
  boolean bringsEndedRow() {
    Replaced before = replaced;
    return waits && removed && before != null && before.event() != null && before.content() != null;
  }

  /** Forgets the row that ended here, which the database refused. */
  void withoutEndedRow(Event refused) {
    Replaced before = replaced;
    if (removed && before != null && before.event() == refused) {
      replaced = before.before();
      waits = true;
      written = stored != null;
      writtenTo = stored == null ? null : stored.to();
    }
  }

  long time() {
    return time;
  }

  @Nullable Version stored() {
    return stored;
  }

  @Nullable Event event() {
    return event;
  }

  boolean removed() {
    return removed;
  }

  @Nullable Row content() {
    return content;
  }

  @Nullable Origin origin() {
    return origin;
  }

  @Nullable Row known() {
    return content == null ? known : content;
  }

  void known(Row row) {
    known = row;
  }

  void wrote(@Nullable Long to) {
    waits = false;
    written = true;
    writtenTo = to;
  }

  boolean isWritten() {
    return written;
  }

  /** Whether the row that the event brings is yet to be written. */
  boolean bringsRow() {
    return waits && !removed;
  }

  @Nullable Long writtenTo() {
    return writtenTo;
  }
}
