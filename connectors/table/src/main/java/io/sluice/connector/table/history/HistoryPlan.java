package io.sluice.connector.table.history;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.version.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which versions a batch of events makes, given what the table has of their keys. Looks at no
 * database: where it would have to, to know whether a row is the stored one, it asks ({@link
 * #questions}) and is made anew with the answer. The same events give the same versions however
 * they are cut into batches.
 *
 * <p>In the order of commits a key's events come as they happened: each begins where the last one
 * ended, at its own time but always later than the one before. By time each is put in its place.
 */
final class HistoryPlan {
  private final boolean byTime;
  private final Rows rows;
  private final Map<Object, List<Version>> stored;
  private final Answers answers;
  private final Map<Object, Timeline> timelines = new LinkedHashMap<>();
  private final Set<Object> undecided = new HashSet<>();
  private final List<Question> questions = new ArrayList<>();
  private final List<Event> untimely = new ArrayList<>();

  /** Stored versions that rows of this plan are to be completed from. */
  private final Set<Place> lenders = new HashSet<>();

  private boolean stopped;

  /** A moment of a key. */
  private record Place(Object key, long time) {}

  /**
   * Something that only the database knows.
   *
   * @param event whose row it is to be compared with
   * @param version that it is compared with
   */
  record Question(Event event, Version version) {}

  /**
   * A plan that has taken nothing.
   *
   * @param byTime whether events are put in their place by their time, else in the order in which
   *     they come
   * @param stored versions of each key that is asked for; those that ended before its first event
   *     may be missing
   */
  HistoryPlan(boolean byTime, Rows rows, Map<Object, List<Version>> stored, Answers answers) {
    this.byTime = byTime;
    this.rows = rows;
    this.stored = stored;
    this.answers = answers;
  }

  /**
   * Takes events as far as it can.
   *
   * @return how many; what is behind them depends on rows that are to be written first
   */
  int take(List<Event> events) {
    int taken = 0;
    for (Event event : events) {
      if (!undecided.contains(event.key())) {
        take(event);
        if (stopped) {
          return taken;
        }
      }
      taken++;
    }
    return taken;
  }

  private void take(Event event) {
    Timeline timeline = timeline(event);
    Long time = event.time();
    if (time == null) {
      withoutTime(event, timeline);
    } else if (byTime) {
      place(event, time, timeline);
    } else {
      append(event, time, timeline);
    }
  }

  /** The life of the event's key. */
  Timeline timeline(Event event) {
    return timelines.computeIfAbsent(
        event.key(), key -> new Timeline(event.row(), stored.getOrDefault(key, List.of())));
  }

  /** The companion of a delete, mostly. One that would end something cannot say when. */
  private void withoutTime(Event event, Timeline timeline) {
    Entry newest = timeline.newest();
    if (newest != null && !newest.removed()) {
      untimely.add(event);
    }
  }

  private void append(Event event, long time, Timeline timeline) {
    Entry newest = timeline.newest();
    if (newest != null && time <= newest.time()) {
      OptionalInt place = SourcePlace.compare(event.position(), placeOf(newest, timeline));
      if (place.isPresent() && place.getAsInt() < 0) {
        return; // It comes again, and what followed it is there.
      }
    }
    Entry there = newest == null || newest.removed() ? null : newest;
    long at = newest == null ? time : Math.max(time, newest.time() + 1);
    if (event.removes()) {
      if (there != null) {
        timeline.add(Entry.of(at, event, null, null));
      }
      return;
    }
    if (there != null) {
      Boolean same = same(event, there);
      if (same == null) {
        return;
      }
      if (same) {
        met(event, there);
        return;
      }
    }
    timeline.add(made(event, at, there));
  }

  private void place(Event event, long time, Timeline timeline) {
    Entry before = timeline.atOrBefore(time);
    Entry there = before == null || before.removed() ? null : before;
    if (event.kind() == Event.Kind.TOMBSTONE && there == null) {
      return;
    }
    if (before != null && before.time() == time) {
      replace(event, before, timeline);
      return;
    }
    if (event.kind() == Event.Kind.READ && there != null) {
      Boolean same = same(event, there);
      if (same == null) {
        return;
      }
      if (same) {
        met(event, there);
        return;
      }
    }
    timeline.add(event.removes() ? Entry.of(time, event, null, null) : made(event, time, there));
  }

  /** Of two events of one time, the one that came last counts. */
  private void replace(Event event, Entry there, Timeline timeline) {
    if (event.removes()) {
      if (!there.removed()) {
        there.replace(event, null, null);
      }
      return;
    }
    if (lenders.contains(new Place(event.key(), there.time()))) {
      stopped = true; // What is stored there is still to be copied: first that, then this row.
      return;
    }
    if (there.removed()) {
      Entry before = timeline.atOrBefore(there.time() - 1);
      Entry row = before == null || before.removed() ? null : before;
      Entry made = made(event, there.time(), row);
      there.replace(event, made.content(), made.origin());
    } else if (there.content() == null) {
      there.replace(event, event.row(), null); // What it leaves alone is stored under this key.
    } else {
      Row content = Rows.completed(event.row(), there.content());
      there.replace(event, content, content.partial() ? there.origin() : null);
    }
  }

  private static void met(Event event, Entry entry) {
    if (entry.content() == null) {
      entry.known(event.row());
    }
  }

  /**
   * A new row.
   *
   * @param before what was there; null if nothing was
   */
  private Entry made(Event event, long time, @Nullable Entry before) {
    Row row = event.row();
    Entry earlier = before;
    Event owner = event;
    Event leaving = event.leaving();
    // Where commits give the order, a row that is there before it moves there was read by a
    // snapshot later on: it has its large values, and the one that it was may be known in parts
    // only.
    if (row.partial() && leaving != null && (byTime || before == null)) {
      Timeline left = timeline(leaving);
      Long when = leaving.time();
      Entry ended = byTime && when != null ? left.rowUntil(when) : left.endedBy(leaving);
      earlier = ended == null ? left.newestRow() : ended;
      owner = leaving;
    }
    if (!row.partial() || earlier == null) {
      return Entry.of(time, event, row, null);
    }
    Row there = earlier.content();
    if (there == null) {
      return Entry.of(time, event, row, origin(owner, earlier));
    }
    Row content = Rows.completed(row, there);
    return Entry.of(time, event, content, content.partial() ? lackedBy(earlier, owner) : null);
  }

  /**
   * Where the values are that a row lacks: in its own place, if it replaces what is stored there.
   */
  private Entry.@Nullable Origin lackedBy(Entry entry, Event owner) {
    Entry.Origin origin = entry.origin();
    return origin == null && entry.stored() != null ? origin(owner, entry) : origin;
  }

  /**
   * A stored version as what a row is completed from.
   *
   * @param owner an event of its key
   */
  private Entry.Origin origin(Event owner, Entry stored) {
    lenders.add(new Place(owner.key(), stored.time()));
    return new Entry.Origin(owner.row().key(), stored.time());
  }

  /** The place of the newest change; a delete has left it with the version that it ended. */
  private static @Nullable String placeOf(Entry newest, Timeline timeline) {
    Event event = newest.event();
    if (event != null) {
      return event.position();
    }
    Entry row = timeline.newestRow();
    Version version = row == null ? null : row.stored();
    return version == null ? null : version.position();
  }

  /** Whether an event's row is the one that is there; null if that is to be found out first. */
  private @Nullable Boolean same(Event event, Entry there) {
    Row known = there.known();
    Boolean same = known == null ? null : rows.same(event.row(), known);
    if (same != null) {
      return same;
    }
    Version version = there.stored();
    if (there.event() != null || version == null) {
      stopped = true; // Its values are partly those of another version: known once it is written.
      return null;
    }
    same = answers.same(event, version);
    if (same == null) {
      questions.add(new Question(event, version));
      undecided.add(event.key());
    }
    return same;
  }

  /** What is to be asked before a plan can be made; empty if nothing is. */
  List<Question> questions() {
    return questions;
  }

  /** Tombstones that end a row at a time that nobody knows. */
  List<Event> untimely() {
    return untimely;
  }

  /** The lives of the keys, with what is to be written. */
  Map<Object, Timeline> timelines() {
    return timelines;
  }
}
