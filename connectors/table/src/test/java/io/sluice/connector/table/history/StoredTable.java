package io.sluice.connector.table.history;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.version.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table of versions in memory, which does what a database does with a plan: answers its questions
 * and takes its rows. A row is {@code {key, name, large}}.
 */
final class StoredTable {
  private static final boolean[] COMPARED = {false, true, true};

  private final boolean byTime;
  private final Map<Object, TreeMap<Long, Stored>> versions = new TreeMap<>();

  /** One version. */
  record Stored(
      @Nullable String name,
      @Nullable String large,
      @Nullable Long to,
      @Nullable String position) {}

  StoredTable(boolean byTime) {
    this.byTime = byTime;
  }

  /** Writes a batch, as the writer does. */
  void write(List<Event> batch, Set<Event> refused) {
    List<Event> waiting = batch;
    while (!waiting.isEmpty()) {
      waiting = writeSome(waiting, refused);
    }
  }

  private List<Event> writeSome(List<Event> waiting, Set<Event> refused) {
    Answers answers = new Answers();
    while (true) {
      HistoryPlan plan = new HistoryPlan(byTime, new Rows(COMPARED), found(waiting), answers);
      int taken = plan.take(waiting);
      if (plan.questions().isEmpty()) {
        write(plan, refused);
        return waiting.subList(taken, waiting.size());
      }
      for (HistoryPlan.Question question : plan.questions()) {
        Event event = question.event();
        Version version = question.version();
        Stored stored = at(event.key(), version.from());
        answers.add(
            event,
            List.of(
                new Version(version.from(), stored.to(), stored.position(), same(event, stored))));
      }
    }
  }

  /** What a database would give: versions that have not ended before the key's first event. */
  private Map<Object, List<Version>> found(List<Event> events) {
    Map<Object, Long> since = new HashMap<>();
    for (Event event : events) {
      long time = event.time() == null ? Long.MAX_VALUE : event.time();
      since.merge(event.key(), time, Math::min);
    }
    Map<Object, List<Version>> found = new HashMap<>();
    since.forEach(
        (key, first) -> {
          List<Version> ofKey = new ArrayList<>();
          versions
              .getOrDefault(key, new TreeMap<>())
              .forEach(
                  (from, stored) -> {
                    if (stored.to() == null || stored.to() >= first) {
                      ofKey.add(new Version(from, stored.to(), stored.position(), false));
                    }
                  });
          found.put(key, ofKey);
        });
    return found;
  }

  private static boolean same(Event event, Stored stored) {
    Row row = event.row();
    boolean[] unchanged = row.unchanged();
    return Objects.equals(row.present()[1], stored.name())
        && (unchanged != null || Objects.equals(row.present()[2], stored.large()));
  }

  private void write(HistoryPlan plan, Set<Event> refused) {
    plan.timelines().forEach((key, timeline) -> writeNew(key, timeline, refused));
    for (Event event : refused) {
      if (plan.timelines().containsKey(event.key())) {
        plan.timeline(event).refused(event);
      }
    }
    plan.timelines()
        .forEach(
            (key, timeline) -> {
              writeNew(key, timeline, new HashSet<>());
              writeEnds(key, timeline);
            });
  }

  private void writeNew(Object key, Timeline timeline, Set<Event> refused) {
    for (int i = 0; i < timeline.entries().size(); i++) {
      Entry entry = timeline.entries().get(i);
      Event event = entry.event();
      Long end = timeline.endOf(i);
      if (event != null && entry.content() != null && entry.bringsRow()) {
        if (!refused.contains(event)) {
          String ofDelete = timeline.placeOfDelete(i);
          String place = ofDelete == null ? event.position() : ofDelete;
          put(key, entry.time(), version(key, entry, end, place));
        }
        entry.wrote(end);
      } else if (entry.removed() && !entry.isWritten() && timeline.hasRow(i)) {
        put(key, entry.time(), new Stored(null, null, end, null));
        entry.wrote(end);
      }
    }
  }

  private Stored at(Object key, long time) {
    return Objects.requireNonNull(versions.getOrDefault(key, new TreeMap<>()).get(time));
  }

  private void put(Object key, long time, Stored stored) {
    versions.computeIfAbsent(key, any -> new TreeMap<>()).put(time, stored);
  }

  private Stored version(Object key, Entry entry, @Nullable Long end, @Nullable String place) {
    Row content = Objects.requireNonNull(entry.content());
    @Nullable Object[] values = content.present();
    String large = (String) values[2];
    if (content.partial()) {
      Entry.Origin origin = entry.origin();
      Stored there =
          origin == null
              ? at(key, entry.time())
              : at(Objects.requireNonNull(origin.row()[0]), origin.from());
      large = there.large();
    }
    return new Stored((String) values[1], large, end, place);
  }

  private void writeEnds(Object key, Timeline timeline) {
    for (int i = 0; i < timeline.entries().size(); i++) {
      Entry entry = timeline.entries().get(i);
      Long end = timeline.endOf(i);
      if (entry.isWritten() && !Objects.equals(end, entry.writtenTo())) {
        Stored old = at(key, entry.time());
        String ofDelete = timeline.placeOfDelete(i);
        String place = ofDelete == null ? old.position() : ofDelete;
        put(key, entry.time(), new Stored(old.name(), old.large(), end, place));
        entry.wrote(end);
      }
    }
  }

  /** The versions that were ever valid, oldest first: key, name, large value, from and to. */
  List<String> valid() {
    List<String> lines = new ArrayList<>();
    versions.forEach(
        (key, ofKey) ->
            ofKey.forEach(
                (from, stored) -> {
                  if (stored.to() == null || stored.to() > from) {
                    lines.add(
                        String.join(
                            "|",
                            key.toString(),
                            stored.name(),
                            stored.large(),
                            from + ".." + (stored.to() == null ? "" : stored.to())));
                  }
                }));
    return lines;
  }
}
