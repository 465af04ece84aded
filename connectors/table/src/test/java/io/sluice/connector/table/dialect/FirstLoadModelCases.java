package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.SinkRun;
import io.sluice.testkit.SinkTaskHarness;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
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

/**
 * However rows are read, read again and changed, with crashes in between, a table whose key comes
 * last ends as a map would that every record was put into. jqwik prints the seed of a failure.
 */
public abstract class FirstLoadModelCases {
  private static final String TOPIC = "shop.public.orders";

  private static final Schema ID = SchemaBuilder.string().name("io.debezium.data.Uuid").build();

  private static final Schema KEY = SchemaBuilder.struct().field("id", ID).build();

  private static final Schema ROW =
      SchemaBuilder.struct()
          .optional()
          .field("id", ID)
          .field("name", Schema.OPTIONAL_STRING_SCHEMA)
          .build();

  private static final Schema SOURCE =
      SchemaBuilder.struct().field("snapshot", Schema.OPTIONAL_STRING_SCHEMA).build();

  private static final Schema ENVELOPE =
      SchemaBuilder.struct()
          .name("shop.public.orders.Envelope")
          .field("before", ROW)
          .field("after", ROW)
          .field("source", SOURCE)
          .field("op", Schema.STRING_SCHEMA)
          .build();

  /**
   * A target that nothing was written to.
   *
   * @param emptyFolder for a database that is a file
   */
  protected abstract TargetUnderTest fresh(Path emptyFolder);

  /** The columns of the primary key of table {@code orders}, a row each. */
  protected abstract String queryOfKey();

  /** What may happen next. */
  enum Event {
    READ,
    READ_LONG,
    READ_LAST,
    CREATE,
    UPDATE,
    DELETE,
    DELIVER,
    COMMIT,
    COMMIT_UNHEARD_AND_CRASH,
    CRASH,
    STOP
  }

  /** An event, and the key that it is about. */
  record Step(Event event, int key) {}

  @Provide
  Arbitrary<List<Step>> loads() {
    // Mostly reads and commits at first; what ends a load comes behind them.
    Arbitrary<Event> reading =
        Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.of(Event.READ, Event.READ_LONG)),
            Tuple.of(5, Arbitraries.of(Event.DELIVER, Event.COMMIT)),
            Tuple.of(1, Arbitraries.of(Event.COMMIT_UNHEARD_AND_CRASH, Event.CRASH, Event.STOP)));
    Arbitrary<Event> changing = Arbitraries.of(Event.values());
    return Combinators.combine(steps(reading, 40), steps(changing, 20))
        .as(
            (first, then) -> {
              first.addAll(then);
              return first;
            });
  }

  private static Arbitrary<List<Step>> steps(Arbitrary<Event> events, int most) {
    return Combinators.combine(events, Arbitraries.integers().between(1, 8))
        .as(Step::new)
        .list()
        .ofMaxSize(most);
  }

  @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED)
  void the_table_ends_as_the_model(@ForAll("loads") List<Step> load, @ForAll boolean smallBatches)
      throws Exception {
    endsAsTheModel(load, smallBatches);
  }

  @Tag("long")
  @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
  void the_tables_of_many_loads_end_as_the_model(
      @ForAll("loads") List<Step> load, @ForAll boolean smallBatches) throws Exception {
    endsAsTheModel(load, smallBatches);
  }

  private void endsAsTheModel(List<Step> load, boolean smallBatches) throws Exception {
    Map<String, String> model = new TreeMap<>();
    try (EmptyFolder folder = EmptyFolder.create();
        TargetUnderTest target = fresh(folder.path())) {
      Map<String, String> config = new HashMap<>(target.config());
      config.put("batch.size", smallBatches ? "2" : "1000");
      try (SinkRun sink = RunBy.chosen().sink(config, true).start()) {
        record(sink, "r", 0, "v0", "true");
        model.put(id(0), "v0");
        int version = 0;
        for (Step step : load) {
          version++;
          happen(step, version, sink, model);
        }
        boolean waits;
        do { // A key may take longer than a call, and be there when the next one is asked.
          waits = waits(sink);
          sink.deliver();
          waits |= waits(sink);
          sink.commit();
          waits |= waits(sink);
        } while (waits);
        assertThat(sink.reported()).isEmpty();
        sink.stop();
      }
      assertThat(target.rows("select id, name from orders order by cast(id as char(36))"))
          .containsExactlyElementsOf(
              model.entrySet().stream().map(e -> e.getKey() + "|" + e.getValue()).toList());
      assertThat(target.rows(queryOfKey())).containsExactly("id");
    }
  }

  private static boolean waits(SinkRun sink) {
    return ((SinkTaskHarness) sink).hasPauses();
  }

  private static void happen(Step step, int version, SinkRun sink, Map<String, String> model) {
    int key = step.key();
    String name = "v" + version;
    switch (step.event()) {
      case READ -> put(sink, model, "r", key, name, "true");
      case READ_LONG -> put(sink, model, "r", key, name + "l".repeat(1_500), "true");
      case READ_LAST -> put(sink, model, "r", key, name, "last");
      case CREATE -> put(sink, model, "c", key, name, "false");
      case UPDATE -> put(sink, model, "u", key, name, "false");
      case DELETE -> {
        record(sink, "d", key, name, "false");
        model.remove(id(key));
      }
      case DELIVER -> sink.deliver();
      case COMMIT -> sink.deliver().commit();
      case COMMIT_UNHEARD_AND_CRASH -> sink.deliver().commitUnheard().crash().start();
      case CRASH -> sink.deliver().crash().start();
      case STOP -> {
        sink.deliver().stop();
        sink.start();
      }
    }
  }

  private static void put(
      SinkRun sink, Map<String, String> model, String op, int key, String name, String snapshot) {
    record(sink, op, key, name, snapshot);
    model.put(id(key), name);
  }

  private static void record(SinkRun sink, String op, int key, String name, String snapshot) {
    Struct row = new Struct(ROW).put("id", id(key)).put("name", name);
    Struct value =
        new Struct(ENVELOPE)
            .put(op.equals("d") ? "before" : "after", row)
            .put("source", new Struct(SOURCE).put("snapshot", snapshot))
            .put("op", op);
    sink.append(TOPIC, KEY, new Struct(KEY).put("id", id(key)), ENVELOPE, value);
  }

  private static String id(int key) {
    return UUID.nameUUIDFromBytes(String.valueOf(key).getBytes(StandardCharsets.UTF_8)).toString();
  }
}
