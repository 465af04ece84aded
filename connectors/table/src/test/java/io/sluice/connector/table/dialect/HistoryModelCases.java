package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.SinkRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
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
 * Whatever comes in whatever batches, with crashes in between and records that come again, the
 * versions are those of a map that every change was put into once.
 */
public abstract class HistoryModelCases {
  private static final String PLACEHOLDER = "__debezium_unavailable_value";

  private static final String REFUSED = "bad";

  /** What may happen next. */
  enum Event {
    READ,
    WRITE,
    WRITE_WITHOUT_LARGE_VALUE,
    MOVE,
    DELETE,
    TRUNCATE,
    WRITE_WHAT_THE_TABLE_REFUSES,
    COME_AGAIN,
    DELIVER,
    COMMIT,
    COMMIT_UNHEARD_AND_CRASH,
    CRASH
  }

  /** An event, its key, the name it gives, the milliseconds since the last one. */
  record Step(Event event, long key, int name, int later, boolean wider) {}

  /** A row from some time on; no name: it is gone. */
  record Moment(@Nullable String name, String large, @Nullable Integer n) {}

  private static final Moment GONE = new Moment(null, "", null);

  private static SchemaBuilder row() {
    return SchemaBuilder.struct()
        .optional()
        .field("id", Schema.INT64_SCHEMA)
        .field("name", Schema.STRING_SCHEMA)
        .field("large", Schema.OPTIONAL_STRING_SCHEMA);
  }

  private static final Schema NARROW = row().build();
  private static final Schema WIDE = row().field("n", Schema.OPTIONAL_INT32_SCHEMA).build();

  @Provide
  Arbitrary<List<Step>> lives() {
    Arbitrary<Event> events =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.of(Event.READ, Event.WRITE, Event.WRITE_WITHOUT_LARGE_VALUE)),
            Tuple.of(5, Arbitraries.of(Event.MOVE, Event.DELETE)),
            Tuple.of(1, Arbitraries.of(Event.TRUNCATE, Event.WRITE_WHAT_THE_TABLE_REFUSES)),
            Tuple.of(4, Arbitraries.of(Event.COME_AGAIN, Event.DELIVER, Event.COMMIT)),
            Tuple.of(1, Arbitraries.of(Event.COMMIT_UNHEARD_AND_CRASH, Event.CRASH)));
    return Combinators.combine(
            events,
            Arbitraries.longs().between(1, 5),
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(true, false))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  /**
   * A target that nothing was written to.
   *
   * @param emptyFolder for a database that is a file
   */
  protected abstract TargetUnderTest fresh(Path emptyFolder);

  @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED)
  void the_versions_are_those_of_the_model(
      @ForAll("lives") List<Step> life, @ForAll boolean smallBatches, @ForAll boolean ownTable)
      throws Exception {
    compare(life, smallBatches, ownTable);
  }

  @Tag("long")
  @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
  void the_versions_of_many_lives_are_those_of_the_model(
      @ForAll("lives") List<Step> life, @ForAll boolean smallBatches, @ForAll boolean ownTable)
      throws Exception {
    compare(life, smallBatches, ownTable);
  }

  /** The versions that a life leaves, with those of the model. */
  private void compare(List<Step> life, boolean smallBatches, boolean ownTable) throws Exception {
    try (EmptyFolder folder = EmptyFolder.create();
        TargetUnderTest target = fresh(folder.path())) {
      Map<String, String> config = new HashMap<>(target.config());
      config.put("mode", "history");
      config.put("truncate.mode", "apply");
      config.put("batch.size", smallBatches ? "3" : "1000");
      if (ownTable) {
        target.execute(
            "create table orders (id bigint, name varchar(100) check (name <> '" + REFUSED + "'))");
      }
      try (SinkRun sink = RunBy.chosen().sink(config, true).start()) {
        Run run = new Run(sink, ownTable);
        life.forEach(run::happen);
        sink.deliver().commit();
        assertThat(sink.reported())
            .allSatisfy(reported -> assertThat(run.refused).contains(reported.record().value()));
        assertThat(seamless(Versions.of(target, "id, name, large, n")))
            .isEqualTo(seamless(run.versions()));
      }
    }
  }

  /**
   * Versions in which one that equals the one before it is that one going on: the change behind a
   * refused row was compared with that row.
   */
  private static List<String> seamless(List<String> versions) {
    Pattern form = Pattern.compile("(.*)[|](\\d+)[.][.](\\d*)[|](now|over)");
    List<String> lines = new ArrayList<>();
    for (String line : versions) {
      Matcher next = form.matcher(line);
      Matcher last = form.matcher(lines.isEmpty() ? "" : lines.get(lines.size() - 1));
      if (next.matches()
          && last.matches()
          && last.group(1).equals(next.group(1))
          && last.group(3).equals(next.group(2))) {
        lines.set(
            lines.size() - 1,
            "%s|%s..%s|%s".formatted(next.group(1), last.group(2), next.group(3), next.group(4)));
      } else {
        lines.add(line);
      }
    }
    return lines;
  }

  /** The records that were made so far, and what should have come of them. */
  private static final class Run {
    private final SinkRun sink;
    private final Map<Long, TreeMap<Long, Moment>> model = new TreeMap<>();

    /** Keys under which the source has a row that the table refused. */
    private final Set<Long> refusedKeys = new HashSet<>();

    private final GivenRecords given;

    /** Values of records that the table refuses, whenever they come. */
    final Set<Object> refused = Collections.newSetFromMap(new IdentityHashMap<>());

    private final boolean refuses;
    private long millis;
    private long lsn = 0x100;

    Run(SinkRun sink, boolean refuses) {
      this.sink = sink;
      this.refuses = refuses;
      given = new GivenRecords(sink);
      // The table has all columns from the beginning, so that it can be compared in one way.
      change("r", 0, new Moment("first", "large", 0), "large", WIDE);
    }

    void happen(Step step) {
      millis += step.later();
      long key = step.key();
      Moment before = newest(key);
      boolean there = before.name() != null;
      Schema schema = step.wider() ? WIDE : NARROW;
      String large = "L" + step.name();
      Moment written = new Moment("v" + step.name(), large, step.wider() ? step.name() : null);
      switch (step.event()) {
        case READ -> {
          change("r", key, written, large, schema);
          given.forget(); // A snapshot is not repeated by a log.
        }
        case WRITE -> change(there ? "u" : "c", key, written, large, schema);
        case WRITE_WITHOUT_LARGE_VALUE -> {
          if (there) {
            Moment same = new Moment(written.name(), before.large(), written.n());
            change("u", key, same, PLACEHOLDER, schema);
          }
        }
        case MOVE -> {
          long to = key % 5 + 1;
          if (there && newest(to).name() == null && !refusedKeys.contains(to)) {
            move(key, to, new Moment(written.name(), before.large(), written.n()), schema);
          }
        }
        case DELETE -> {
          delete(key);
          put(key, GONE);
          if (!there) {
            millis++; // It may have ended a row for a while that the table refuses afterwards.
          }
        }
        case TRUNCATE -> truncate();
        case WRITE_WHAT_THE_TABLE_REFUSES -> {
          if (refuses) {
            // What it says of the large value nobody keeps: it says what was there before.
            Moment bad = new Moment(REFUSED, before.large(), written.n());
            refusedKeys.add(key);
            refused.add(append(there ? "u" : "c", key, bad, before.large(), schema).value());
            given.forgetLast(); // Nothing is stored by which it could be known again.
            millis++; // What comes at one time with it is a microsecond behind it.
          }
        }
        case COME_AGAIN -> given.giveAgain();
        case DELIVER -> sink.deliver();
        case COMMIT -> sink.deliver().commit();
        case COMMIT_UNHEARD_AND_CRASH -> sink.deliver().commitUnheard().crash().start();
        case CRASH -> sink.deliver().crash().start();
      }
    }

    private Moment newest(long key) {
      TreeMap<Long, Moment> life = model.get(key);
      return life == null ? GONE : life.lastEntry().getValue();
    }

    private void put(long key, Moment moment) {
      refusedKeys.remove(key);
      if (!newest(key).equals(moment)) {
        TreeMap<Long, Moment> life = model.computeIfAbsent(key, any -> new TreeMap<>());
        long at = life.isEmpty() ? 0 : life.lastKey() + 1;
        life.put(Math.max(millis * 1000, at), moment);
      }
    }

    /** At a time of its own: it ends all rows at one time, whatever their last changes. */
    private void truncate() {
      millis++;
      Struct value = Versions.envelope(Records.ENVELOPE, "t", millis, ++lsn, null);
      sink.append(Records.TOPIC, null, null, Records.ENVELOPE, value);
      given.forget(); // Behind a truncate that comes again all begins anew.
      List.copyOf(model.keySet()).forEach(key -> put(key, GONE));
    }

    private void change(String op, long key, Moment moment, String large, Schema schema) {
      append(op, key, moment, large, schema);
      put(key, moment);
    }

    private SinkRecord append(String op, long key, Moment moment, String large, Schema schema) {
      Struct row = new Struct(schema).put("id", key).put("name", moment.name()).put("large", large);
      if (schema == WIDE) {
        row.put("n", moment.n());
      }
      Schema envelope = Records.envelope(schema);
      Struct value = Versions.envelope(envelope, op, millis, ++lsn, row);
      return given.give(key, envelope, value);
    }

    private SinkRecord delete(long key) {
      Struct value = Versions.envelope(Records.ENVELOPE, "d", millis, ++lsn, null);
      return given.giveDeleted(key, Records.ENVELOPE, value);
    }

    private void move(long from, long to, Moment moved, Schema schema) {
      SinkRecord leaving = delete(from);
      GivenRecords.link(leaving, from, append("c", to, moved, PLACEHOLDER, schema), to);
      put(from, GONE);
      put(to, moved);
    }

    List<String> versions() {
      return Versions.ofModel(
          model,
          1,
          (key, moment) ->
              moment.name() == null
                  ? null
                  : key + "|" + moment.name() + "|" + moment.large() + "|" + moment.n());
    }
  }
}
