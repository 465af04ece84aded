package io.sluice.connector.table.history;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.version.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of one key, as far as it is looked at: moments from which on it has a row or is gone. A
 * version ends where the next moment is. A delete needs no row of its own behind a version; one
 * that has none before it is kept as a version that was never valid, so that what comes late finds
 * it.
 */
final class Timeline {
  private final Row ofKey;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * A life so far.
   *
   * @param ofKey any row of the key
   * @param stored what the table has of it, in any order
   */
  Timeline(Row ofKey, List<Version> stored) {
    this.ofKey = ofKey;
    List<Version> sorted = new ArrayList<>(stored);
    sorted.sort(Comparator.comparingLong(Version::from));
    for (int i = 0; i < sorted.size(); i++) {
      Entry entry = Entry.of(sorted.get(i));
      entries.add(entry);
      Long to = sorted.get(i).to();
      boolean followed = i + 1 < sorted.size() && sorted.get(i + 1).from() <= orNever(to);
      if (to != null && !entry.removed() && !followed) {
        entries.add(Entry.endOf(to));
      }
    }
  }

  private static long orNever(@Nullable Long time) {
    return time == null ? Long.MIN_VALUE : time;
  }

  /** Any row of the key. */
  Row ofKey() {
    return ofKey;
  }

  List<Entry> entries() {
    return entries;
  }

  @Nullable Entry newest() {
    return entries.isEmpty() ? null : entries.get(entries.size() - 1);
  }

  /** The newest row, be it gone by now. */
  @Nullable Entry newestRow() {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (!entries.get(i).removed()) {
        return entries.get(i);
      }
    }
    return null;
  }

  /** The moment at that time; null if there is none. */
  @Nullable Entry at(long time) {
    Entry before = atOrBefore(time);
    return before != null && before.time() == time ? before : null;
  }

  /** The last moment that is not behind that time; null if there is none. */
  @Nullable Entry atOrBefore(long time) {
    int behind = firstBehind(time);
    return behind == 0 ? null : entries.get(behind - 1);
  }

  private int firstBehind(long time) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).time() <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  void add(Entry entry) {
    entries.add(firstBehind(entry.time()), entry);
  }

  /** The row that an event ended; null if it ended none. */
  @Nullable Entry endedBy(Event event) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).event() == event) {
        return i > 0 && !entries.get(i - 1).removed() ? entries.get(i - 1) : null;
      }
    }
    return null;
  }

  /**
   * The row that a delete of that time ended: the one that came at the same time, else the last one
   * before, be it gone by then; null if there was none.
   */
  @Nullable Entry rowUntil(long time) {
    int from = firstBehind(time - 1);
    Entry then = at(time);
    // Behind a row that is there, what is stored as never valid is no mere mark of a delete.
    if (then != null && (then.endedInMemory() || from == 0 || !entries.get(from - 1).removed())) {
      Entry ended = then.endedHere();
      if (ended != null) {
        return ended;
      }
    }
    for (int i = from - 1; i >= 0; i--) {
      if (!entries.get(i).removed()) {
        return entries.get(i);
      }
    }
    return null;
  }

  /** Takes an event out again whose row the database refused. */
  void refused(Event event) {
    entries.removeIf(entry -> entry.event() == event && !entry.withoutEvent());
    entries.forEach(entry -> entry.withoutEndedRow(event));
  }

  /** When the version of an entry ends; null if it has not ended. */
  @Nullable Long endOf(int index) {
    Entry entry = entries.get(index);
    if (entry.removed()) {
      return entry.time();
    }
    return index + 1 < entries.size() ? (Long) entries.get(index + 1).time() : null;
  }

  /** Whether an entry has a row of the table. */
  boolean hasRow(int index) {
    Entry entry = entries.get(index);
    return !entry.removed()
        || entry.stored() != null
        || entry.isWritten()
        || index == 0
        || entries.get(index - 1).removed();
  }

  /**
   * The place in the source's log of the delete that ended a version; null where none of these did,
   * or it says none.
   */
  @Nullable String placeOfDelete(int index) {
    Entry next = index + 1 < entries.size() ? entries.get(index + 1) : null;
    Event event = next == null || !next.removed() ? null : next.event();
    return event == null || entries.get(index).removed() ? null : event.position();
  }

  /** The event that made the end of a version what it is; null if none of these did. */
  @Nullable Event causeOfEnd(int index) {
    Entry entry = entries.get(index);
    if (entry.event() != null) {
      return entry.event();
    }
    return index + 1 < entries.size() ? entries.get(index + 1).event() : null;
  }
}
