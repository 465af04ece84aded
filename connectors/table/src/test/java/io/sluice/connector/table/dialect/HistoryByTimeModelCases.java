package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.SinkRun;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Whatever comes at whatever time, ahead of others or behind them, in whatever batches and again,
 * each version is in the place of its time, as in a map by time.
 */
public abstract class HistoryByTimeModelCases {
  private static final String PLACEHOLDER = "__debezium_unavailable_value";

  private static final Schema ROW =
      SchemaBuilder.struct()
          .optional()
          .field("id", Schema.INT64_SCHEMA)
          .field("name", Schema.STRING_SCHEMA)
          .field("large", Schema.OPTIONAL_STRING_SCHEMA)
          .field("at", SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build())
          .build();

  private static final Schema ENVELOPE = Records.envelope(ROW);

  /** What may happen next. */
  enum Event {
    READ,
    WRITE,
    WRITE_WITHOUT_LARGE_VALUE,
    MOVE,
    DELETE,
    COME_AGAIN,
    DELIVER,
    COMMIT,
    COMMIT_UNHEARD_AND_CRASH,
    CRASH
  }

  /** An event, its key, the name it gives, when it was. */
  record Step(Event event, long key, int name, int when) {}

  /** A row from some time on; no name: it is gone. */
  record Moment(@Nullable String name, @Nullable String large) {}

  private static final Moment GONE = new Moment(null, null);

  @Provide
  Arbitrary<List<Step>> lives() {
    Arbitrary<Event> events =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.of(Event.READ, Event.WRITE, Event.WRITE_WITHOUT_LARGE_VALUE)),
            Tuple.of(5, Arbitraries.of(Event.MOVE, Event.DELETE)),
            Tuple.of(4, Arbitraries.of(Event.COME_AGAIN, Event.DELIVER, Event.COMMIT)),
            Tuple.of(1, Arbitraries.of(Event.COMMIT_UNHEARD_AND_CRASH, Event.CRASH)));
    return Combinators.combine(
            events,
            Arbitraries.longs().between(1, 4),
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(0, 15))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(50);
  }

  /**
   * A target that nothing was written to.
   *
   * @param emptyFolder for a database that is a file
   */
  protected abstract TargetUnderTest fresh(Path emptyFolder);

  @Property(tries = 8, shrinking = ShrinkingMode.BOUNDED)
  void each_version_is_in_the_place_of_its_time(
      @ForAll("lives") List<Step> life, @ForAll boolean smallBatches, @ForAll boolean ofField)
      throws Exception {
    compare(life, smallBatches, ofField);
  }

  @Example
  void a_row_that_goes_on_in_the_moment_in_which_it_came_takes_its_large_value_along()
      throws Exception {
    List<Step> life =
        List.of(
            new Step(Event.COMMIT, 1, 1, 0),
            new Step(Event.WRITE_WITHOUT_LARGE_VALUE, 1, 3, 8),
            new Step(Event.WRITE, 2, 1, 13),
            new Step(Event.READ, 4, 2, 0),
            new Step(Event.MOVE, 4, 1, 0),
            new Step(Event.MOVE, 1, 2, 0));
    compare(life, true, false);
  }

  @Tag("long")
  @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
  void each_version_of_many_lives_is_in_the_place_of_its_time(
      @ForAll("lives") List<Step> life, @ForAll boolean smallBatches, @ForAll boolean ofField)
      throws Exception {
    compare(life, smallBatches, ofField);
  }

  private void compare(List<Step> life, boolean smallBatches, boolean ofField) throws Exception {
    try (EmptyFolder folder = EmptyFolder.create();
        TargetUnderTest target = fresh(folder.path())) {
      Map<String, String> config = new HashMap<>(target.config());
      config.put("mode", "history");
      config.put("history.order", "event_time");
      if (ofField) {
        config.put("history.event.time.field", "at");
      }
      config.put("batch.size", smallBatches ? "3" : "1000");
      try (SinkRun sink = RunBy.chosen().sink(config, true).start()) {
        Run run = new Run(sink, ofField);
        life.forEach(run::happen);
        sink.deliver().commit();
        assertThat(sink.reported()).isEmpty();
        List<String> everValid =
            Versions.of(target, "id, name, large").stream()
                .filter(line -> !line.matches(".*[|](\\d+)[.][.]\\1[|]over"))
                .toList();
        assertThat(everValid).isEqualTo(run.versions());
      }
    }
  }

  /** The records that were made so far, and what should have come of them. */
  private static final class Run {
    private final SinkRun sink;
    private final boolean ofField;
    private final Map<Long, TreeMap<Long, Moment>> model = new TreeMap<>();
    private final GivenRecords given;

    Run(SinkRun sink, boolean ofField) {
      this.sink = sink;
      this.ofField = ofField;
      given = new GivenRecords(sink);
      change("r", 0, 0, new Moment("first", "large"), "large");
    }

    void happen(Step step) {
      long key = step.key();
      long millis = 2L * step.when(); // Deletes are between rows.
      String name = "v" + step.name();
      String large = "L" + step.name();
      switch (step.event()) {
        case READ -> read(key, millis, new Moment(name, large));
        case WRITE -> change("u", key, millis, new Moment(name, large), large);
        case WRITE_WITHOUT_LARGE_VALUE ->
            change("u", key, millis, new Moment(name, largeAt(key, millis)), PLACEHOLDER);
        case MOVE -> move(key, key % 4 + 1, millis + 1, 2L * (step.when() * 7 % 16), name);
        case DELETE -> {
          delete(key, millis + 1);
          put(key, millis + 1, GONE);
        }
        case COME_AGAIN -> given.giveAgain();
        case DELIVER -> sink.deliver();
        case COMMIT -> sink.deliver().commit();
        case COMMIT_UNHEARD_AND_CRASH -> sink.deliver().commitUnheard().crash().start();
        case CRASH -> sink.deliver().crash().start();
      }
    }

    private Moment at(long key, long millis) {
      TreeMap<Long, Moment> life = model.getOrDefault(key, new TreeMap<>());
      Map.Entry<Long, Moment> then = life.floorEntry(millis);
      return then == null ? GONE : then.getValue();
    }

    /** The large value that a row has which leaves it alone: that of the version before it. */
    private @Nullable String largeAt(long key, long millis) {
      return at(key, millis).large();
    }

    private void put(long key, long millis, Moment moment) {
      model.computeIfAbsent(key, any -> new TreeMap<>()).put(millis, moment);
    }

    /** A row that is there already adds nothing, but where another one has that time. */
    private void read(long key, long millis, Moment moment) {
      boolean known = !ofField && at(key, millis).equals(moment);
      append("r", key, millis, millis, moment, moment.large());
      given.forget(); // A snapshot is not repeated by a log.
      if (!known) {
        put(key, millis, moment);
      }
    }

    private void change(String op, long key, long millis, Moment moment, @Nullable String large) {
      append(op, key, millis, millis, moment, large);
      put(key, millis, moment);
    }

    private void move(long from, long to, long left, long field, String name) {
      Moment before = at(from, left);
      long arrived = ofField ? field : left;
      if (before.name() == null || at(to, arrived).name() != null) {
        return;
      }
      SinkRecord leaving = delete(from, left);
      put(from, left, GONE);
      Moment moved = new Moment(name, before.large());
      SinkRecord arriving = append("c", to, left, arrived, moved, PLACEHOLDER);
      GivenRecords.link(leaving, from, arriving, to);
      put(to, arrived, moved);
    }

    private SinkRecord append(
        String op, long key, long millis, long field, Moment moment, @Nullable String large) {
      Struct row =
          new Struct(ROW)
              .put("id", key)
              .put("name", moment.name())
              .put("large", large)
              .put("at", ofField ? (Versions.BASE + field) * 1000 : 0L);
      Struct value = Versions.envelope(ENVELOPE, op, millis, 1, row);
      return given.give(key, ENVELOPE, value);
    }

    private SinkRecord delete(long key, long millis) {
      Struct value = Versions.envelope(ENVELOPE, "d", millis, 1, null);
      return given.giveDeleted(key, ENVELOPE, value);
    }

    List<String> versions() {
      return Versions.ofModel(
          model,
          1000,
          (key, moment) ->
              moment.name() == null ? null : key + "|" + moment.name() + "|" + moment.large());
    }
  }
}
