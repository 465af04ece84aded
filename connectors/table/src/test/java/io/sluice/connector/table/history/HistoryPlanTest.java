package io.sluice.connector.table.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.row.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The plan against a plain model: the same versions, however events are cut into batches. */
class HistoryPlanTest {
  /** What happens to a key; the time goes on by so much. */
  record Step(What what, long key, long name, long later) {}

  enum What {
    ROW,
    ROW_WITHOUT_LARGE_VALUE,
    READ_AGAIN,
    DELETE
  }

  /** A moment of the model. */
  record Moment(@Nullable String name, @Nullable String large) {
    boolean gone() {
      return name == null;
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(What.values()),
            Arbitraries.longs().between(1, 3),
            Arbitraries.longs().between(1, 3),
            Arbitraries.longs().between(0, 2))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  private static Event event(What what, long key, long time, @Nullable String position, Moment as) {
    boolean partial = what == What.ROW_WITHOUT_LARGE_VALUE;
    @Nullable Object[] values = {key, as.name(), partial ? null : as.large()};
    SinkRecord record = new SinkRecord("t", 0, null, null, null, null, 0);
    @Nullable Object[] itsKey = {key};
    boolean[] unchanged = partial ? new boolean[] {false, false, true} : null;
    Row row = new Row(itsKey, as.gone() ? null : values, unchanged, false, null, record);
    Event.Kind kind =
        switch (what) {
          case ROW, ROW_WITHOUT_LARGE_VALUE -> Event.Kind.CHANGE;
          case READ_AGAIN -> Event.Kind.READ;
          case DELETE -> Event.Kind.DELETE;
        };
    return new Event(key, time, position, kind, row, null);
  }

  /** Writes all, cut anywhere. */
  private static StoredTable written(boolean byTime, List<Event> events, int seed) {
    StoredTable table = new StoredTable(byTime);
    Random cuts = new Random(seed);
    int from = 0;
    while (from < events.size()) {
      int to = Math.min(events.size(), from + 1 + cuts.nextInt(6));
      table.write(events.subList(from, to), Set.of());
      from = to;
    }
    return table;
  }

  private static List<String> valid(Map<Long, TreeMap<Long, Moment>> model) {
    List<String> lines = new ArrayList<>();
    model.forEach(
        (key, life) ->
            life.forEach(
                (from, moment) -> {
                  Long to = life.higherKey(from);
                  if (!moment.gone()) {
                    lines.add(
                        String.join(
                            "|",
                            key.toString(),
                            moment.name(),
                            moment.large(),
                            from + ".." + (to == null ? "" : to)));
                  }
                }));
    return lines;
  }

  @Property(tries = 500)
  void in_the_order_of_commits_each_change_follows_the_last(
      @ForAll("steps") List<Step> steps, @ForAll int cuts, @ForAll @IntRange(max = 40) int again) {
    Map<Long, TreeMap<Long, Moment>> model = new TreeMap<>();
    List<Event> events = new ArrayList<>();
    long time = 100;
    int place = 0;
    for (Step step : steps) {
      time += step.later();
      String position = "0/" + Integer.toHexString(++place);
      TreeMap<Long, Moment> life = model.computeIfAbsent(step.key(), any -> new TreeMap<>());
      Map.Entry<Long, Moment> last = life.lastEntry();
      boolean there = last != null && !last.getValue().gone();
      long at = last == null ? time : Math.max(time, last.getKey() + 1);
      switch (step.what()) {
        case DELETE -> {
          Moment gone = new Moment(null, null);
          events.add(event(What.DELETE, step.key(), time, position, gone));
          if (there) {
            life.put(at, gone);
          }
        }
        case READ_AGAIN -> {
          Moment as = there ? last.getValue() : new Moment("n", "l");
          events.add(event(What.READ_AGAIN, step.key(), time, null, as));
          if (!there) {
            life.put(at, as);
          }
        }
        default -> {
          boolean partial = there && step.what() == What.ROW_WITHOUT_LARGE_VALUE;
          String name = "n" + step.name();
          Moment as = new Moment(name, partial ? last.getValue().large() : "l" + step.name());
          What what = partial ? What.ROW_WITHOUT_LARGE_VALUE : What.ROW;
          events.add(event(what, step.key(), time, position, as));
          if (!there || !last.getValue().equals(as)) {
            life.put(at, as);
          }
        }
      }
    }
    StoredTable table = written(false, events, cuts);
    assertThat(table.valid()).isEqualTo(valid(model));
    if (events.stream().noneMatch(event -> event.kind() == Event.Kind.READ)) {
      // A source that restarts gives the last events again.
      table.write(events.subList(Math.max(0, events.size() - again), events.size()), Set.of());
      assertThat(table.valid()).isEqualTo(valid(model));
    }
  }

  @Property(tries = 500)
  void by_time_each_event_is_in_its_place_whenever_it_comes(
      @ForAll("steps") List<Step> steps, @ForAll int cuts, @ForAll int order) {
    Map<Long, TreeMap<Long, Moment>> model = new TreeMap<>();
    List<Event> events = new ArrayList<>();
    long time = 100;
    for (Step step : steps) {
      time += 1 + step.later();
      Moment as =
          step.what() == What.DELETE
              ? new Moment(null, null)
              : new Moment("n" + step.name(), "l" + step.name());
      What what = step.what() == What.DELETE ? What.DELETE : What.ROW;
      events.add(event(what, step.key(), time, null, as));
      model.computeIfAbsent(step.key(), any -> new TreeMap<>()).put(time, as);
    }
    Collections.shuffle(events, new Random(order));
    StoredTable table = written(true, events, cuts);
    assertThat(table.valid()).isEqualTo(valid(model));
    Collections.shuffle(events, new Random(cuts));
    table.write(events, Set.of());
    assertThat(table.valid()).isEqualTo(valid(model));
  }

  @Property(tries = 300)
  void events_that_the_database_refuses_leave_the_others_as_if_they_had_not_come(
      @ForAll("steps") List<Step> steps, @ForAll int which) {
    Random random = new Random(which);
    Map<Long, TreeMap<Long, Moment>> model = new TreeMap<>();
    List<Event> events = new ArrayList<>();
    Set<Event> refused = Collections.newSetFromMap(new IdentityHashMap<>());
    long time = 100;
    for (Step step : steps) {
      time += 1 + step.later();
      boolean deletes = step.what() == What.DELETE;
      Moment as = deletes ? new Moment(null, null) : new Moment("n" + step.name(), "l");
      Event event = event(deletes ? What.DELETE : What.ROW, step.key(), time, null, as);
      events.add(event);
      if (!deletes && random.nextInt(4) == 0) {
        refused.add(event);
      } else {
        model.computeIfAbsent(step.key(), any -> new TreeMap<>()).put(time, as);
      }
    }
    Collections.shuffle(events, random);
    StoredTable table = new StoredTable(true);
    table.write(events, refused);
    assertThat(table.valid()).isEqualTo(valid(model));
  }
}
