package io.sluice.connector.table.history;

import io.sluice.connector.table.config.HistorySettings;
import io.sluice.connector.table.guard.Bisection;
import io.sluice.connector.table.guard.Handover;
import io.sluice.connector.table.guard.Refusals;
import io.sluice.connector.table.record.AddedColumns;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.record.ChangeTime;
import io.sluice.connector.table.record.Origin;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.EqualKeys;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes the versions of one table's rows: gathers events, asks the database what it has of their
 * keys, and writes what the {@link HistoryPlan} says. New versions go first, and only where the
 * database took them are their predecessors ended. Used by one thread.
 */
public final class HistoryWriter {
  /** The end of the year 9999, in microseconds: behind every version that has ended. */
  private static final long LATEST = 253_402_300_799_000_000L;

  /** The beginning of the year 1000, the first that each database has a time for. */
  private static final long EARLIEST = -30_610_224_000_000_000L;

  /** Debezium's headers of the two events that a changed key makes of an update. */
  private static final String NEW_KEY = "__debezium.newkey";

  private static final String OLD_KEY = "__debezium.oldkey";

  private final HistorySettings settings;
  private final VersionColumns names;
  private final AddedColumns beside;
  private final Handover target;
  private final Refusals refusals;
  private final ChangeTime times;
  private final boolean byTime;
  private List<Event> events = new ArrayList<>();

  /** The delete that came last, until something else comes; null mostly. */
  private @Nullable Event lastDelete;

  private long highest = Long.MIN_VALUE;

  /**
   * A writer that has nothing.
   *
   * @param times says from when on a change counts
   * @param refusals gets the rows that the database refuses
   */
  public HistoryWriter(
      HistorySettings settings,
      AddedColumns beside,
      Handover target,
      ChangeTime times,
      Refusals refusals) {
    this.settings = settings;
    this.beside = beside;
    this.target = target;
    this.refusals = refusals;
    this.times = times;
    names = Objects.requireNonNull(beside.versions());
    byTime = settings.order() == HistorySettings.Order.EVENT_TIME;
  }

  /**
   * Takes a change.
   *
   * @param row as the table's columns have it, or with the key alone
   * @param keyBefore of a change, the row with the key before it alone; null where that is the same
   * @throws DataException if the change has no time and needs one; nothing was taken then
   */
  public void add(Change change, Row row, Function<Change, @Nullable Row> keyBefore) {
    Event delete = lastDelete;
    boolean tombstone = row.delete() && change.record().value() == null;
    if (tombstone && delete != null && Arrays.deepEquals(delete.row().key(), row.key())) {
      return; // It says once more what the delete said.
    }
    Event event =
        new Event(
            EqualKeys.of(row.key()),
            times.micros(change),
            byTime ? null : Origin.changePosition(change),
            kind(change, tombstone),
            row,
            row.partial() ? leaving(delete, change, keyBefore.apply(change)) : null);
    lastDelete = event.removes() ? event : null;
    events.add(event);
  }

  private static Event.Kind kind(Change change, boolean tombstone) {
    if (tombstone) {
      return Event.Kind.TOMBSTONE;
    }
    if (change.kind() == Change.Kind.DELETE) {
      return Event.Kind.DELETE;
    }
    return "r".equals(change.operation()) ? Event.Kind.READ : Event.Kind.CHANGE;
  }

  /**
   * The delete of the old key: the last one, or one that was written already. Both are one change
   * of the source, so that the other half tells the time of it.
   */
  private static @Nullable Event leaving(
      @Nullable Event delete, Change change, @Nullable Row before) {
    if (before == null) {
      boolean goesOn =
          delete != null && has(change.record(), OLD_KEY) && has(delete.row().record(), NEW_KEY);
      return goesOn ? delete : null;
    }
    Object key = EqualKeys.of(before.key());
    return delete != null && delete.key().equals(key)
        ? delete
        : new Event(key, Origin.micros(change), null, Event.Kind.DELETE, before, null);
  }

  private static boolean has(SinkRecord record, String header) {
    return record.headers().lastWithName(header) != null;
  }

  /** Events that wait. */
  public int size() {
    return events.size();
  }

  /**
   * Writes what waits.
   *
   * @param table as the database has it
   */
  public void flush(Table table) throws SQLException {
    List<Event> waiting = events;
    events = new ArrayList<>();
    HistoryRows rows = rows(table);
    while (!waiting.isEmpty()) {
      waiting = writeSome(table, rows, waiting);
    }
  }

  /** What a truncate leaves in all versions that have not ended. */
  public Row endOfAll(Table table, Change change) {
    long said = Objects.requireNonNull(times.micros(change));
    // Behind what came in the same transaction.
    return rows(table)
        .endOfAll(Math.max(said, highest + 1), Origin.changePosition(change), change.record());
  }

  private HistoryRows rows(Table table) {
    return new HistoryRows(table, names, settings, beside.schemas().keySet());
  }

  /** Writes events as far as one plan goes; what is left. */
  private List<Event> writeSome(Table table, HistoryRows rows, List<Event> waiting)
      throws SQLException {
    Map<Object, List<Version>> stored = new HashMap<>();
    Answers answers = new Answers();
    Set<SinkRecord> refused = Collections.newSetFromMap(new IdentityHashMap<>());
    Map<Event, Probe> asked = firstProbes(rows, waiting);
    while (true) {
      ask(table, asked, stored, answers, refused);
      List<Event> accepted =
          waiting.stream().filter(event -> !refused.contains(event.row().record())).toList();
      // A refused row has no answer for its key: the key's next one asks again.
      asked =
          firstProbes(rows, accepted.stream().filter(event -> !isKnown(event, stored)).toList());
      if (!asked.isEmpty()) {
        continue;
      }
      HistoryPlan plan = new HistoryPlan(byTime, rows.comparison(), stored, answers);
      int taken = plan.take(accepted);
      if (plan.questions().isEmpty()) {
        write(table, rows, plan);
        return accepted.subList(taken, accepted.size());
      }
      asked = new IdentityHashMap<>();
      for (HistoryPlan.Question question : plan.questions()) {
        Row row = question.event().row();
        long since = question.version().from();
        asked.put(question.event(), rows.probe(row.key(), since, row, row.record()));
      }
    }
  }

  private static boolean isKnown(Event event, Map<Object, List<Version>> stored) {
    Event leaving = event.leaving();
    return stored.containsKey(event.key())
        && (leaving == null || stored.containsKey(leaving.key()));
  }

  /**
   * Of each key all versions since its first event, compared with the row that comes first. Of one
   * that another key goes on from, those since it was left: all where that was in an earlier batch,
   * because it may have ended before its delete.
   */
  private Map<Event, Probe> firstProbes(HistoryRows rows, List<Event> waiting) {
    Map<Object, List<Event>> byKey = new LinkedHashMap<>();
    Map<Object, Long> since = new HashMap<>();
    Set<Event> here = new HashSet<>(waiting);
    for (Event event : waiting) {
      byKey.computeIfAbsent(event.key(), any -> new ArrayList<>()).add(event);
      long time = event.time() == null ? LATEST : event.time();
      since.merge(event.key(), time, Math::min);
      Event leaving = event.leaving();
      if (leaving != null) {
        Long left = here.contains(leaving) ? leaving.time() : null;
        since.merge(leaving.key(), left == null ? EARLIEST : left, Math::min);
      }
    }
    Map<Event, Probe> probes = new LinkedHashMap<>();
    Set<Object> left = new HashSet<>();
    for (Event event : waiting) {
      Event leaving = event.leaving();
      if (leaving != null && !byKey.containsKey(leaving.key()) && left.add(leaving.key())) {
        long from = since.getOrDefault(leaving.key(), LATEST);
        probes.put(leaving, rows.probe(leaving.row().key(), from, null, event.row().record()));
      }
    }
    byKey.forEach(
        (key, ofKey) -> {
          Event first = ofKey.stream().filter(this::asks).findFirst().orElse(null);
          Event event = first == null ? ofKey.get(0) : first;
          Row row = first == null ? null : first.row();
          long from = since.getOrDefault(key, LATEST);
          probes.put(event, rows.probe(event.row().key(), from, row, event.row().record()));
        });
    return probes;
  }

  /** Whether it matters that the event's row is the stored one. */
  private boolean asks(Event event) {
    return byTime ? event.kind() == Event.Kind.READ : !event.removes();
  }

  private void ask(
      Table table,
      Map<Event, Probe> asked,
      Map<Object, List<Version>> stored,
      Answers answers,
      Set<SinkRecord> refused)
      throws SQLException {
    List<Event> order = new ArrayList<>(asked.keySet());
    List<Probe> probes =
        order.stream().map(event -> Objects.requireNonNull(asked.get(event))).toList();
    List<@Nullable List<Version>> found =
        Bisection.versions(target, table, names, probes, refusals);
    for (int i = 0; i < order.size(); i++) {
      List<Version> versions = found.get(i);
      if (versions == null) {
        refused.add(probes.get(i).record());
      } else {
        answers.add(order.get(i), versions);
        stored.putIfAbsent(order.get(i).key(), versions);
      }
    }
  }

  private void write(Table table, HistoryRows rows, HistoryPlan plan) throws SQLException {
    for (Event event : plan.untimely()) {
      refusals.add(
          event.row().record(),
          new DataException(
              "a key without a value is to end the row of table "
                  + table.name()
                  + ", but neither it nor its source says when. Have the source send timestamps,"
                  + " or set "
                  + HistorySettings.ORDER
                  + "=commit."));
    }
    List<Timeline> timelines = List.copyOf(plan.timelines().values());
    List<Row> first = new ArrayList<>();
    List<Event> written = new ArrayList<>();
    for (Timeline timeline : timelines) {
      addNew(rows, timeline, first, written);
    }
    if (!first.isEmpty()) {
      Bisection.apply(target, table, first, refusals);
      target.settle();
      Set<SinkRecord> refused =
          refusals.of(written.stream().map(event -> event.row().record()).toList());
      written.stream()
          .filter(event -> refused.contains(event.row().record()))
          .forEach(event -> plan.timeline(event).refused(event));
    }
    List<Row> second = new ArrayList<>();
    for (Timeline timeline : timelines) {
      addNew(rows, timeline, second, written);
      addEnds(rows, timeline, second);
    }
    if (!second.isEmpty()) {
      Bisection.apply(target, table, second, refusals);
    }
  }

  private void addNew(HistoryRows rows, Timeline timeline, List<Row> out, List<Event> written) {
    List<Entry> entries = timeline.entries();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      Event event = entry.event();
      Row content = entry.content();
      Long end = timeline.endOf(i);
      if (event != null && content != null && entry.bringsRow()) {
        String ofDelete = timeline.placeOfDelete(i);
        String place = ofDelete == null ? event.position() : ofDelete;
        out.add(rows.version(entry, event, content, end, place));
        written.add(event);
        entry.wrote(end);
        highest = Math.max(highest, entry.time());
      } else if (entry.bringsEndedRow()) {
        addEnded(rows, entry, out, written);
      } else if (byTime && entry.removed() && !entry.isWritten() && timeline.hasRow(i)) {
        // In the order of commits nothing comes late that would have to find it.
        Row ofKey = timeline.ofKey();
        out.add(rows.marker(entry, ofKey, event == null ? ofKey.record() : event.row().record()));
        entry.wrote(end);
      }
    }
  }

  /** A row that went in the moment in which it came: whoever goes on from it may come later. */
  private static void addEnded(HistoryRows rows, Entry entry, List<Row> out, List<Event> written) {
    Entry row = Objects.requireNonNull(entry.endedHere());
    Event event = Objects.requireNonNull(row.event());
    Row content = Objects.requireNonNull(row.content());
    out.add(rows.version(row, event, content, entry.time(), event.position()));
    written.add(event);
    entry.wrote(entry.time());
  }

  private static void addEnds(HistoryRows rows, Timeline timeline, List<Row> out) {
    List<Entry> entries = timeline.entries();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      Long end = timeline.endOf(i);
      if (entry.isWritten() && !Objects.equals(end, entry.writtenTo())) {
        Event cause = timeline.causeOfEnd(i);
        Row ofKey = timeline.ofKey();
        SinkRecord record = (cause == null ? ofKey : cause.row()).record();
        out.add(rows.ended(entry, ofKey, end, timeline.placeOfDelete(i), record));
        entry.wrote(end);
      }
    }
  }
}
