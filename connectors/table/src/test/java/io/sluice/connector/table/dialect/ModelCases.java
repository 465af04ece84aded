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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * Whatever comes in whatever batches, with crashes in between, the table ends as a map would that
 * every record was applied to once. jqwik prints the seed of a failure.
 */
public abstract class ModelCases {
  private static final String PLACEHOLDER = "__debezium_unavailable_value";

  /** What may happen next. */
  enum Event {
    SNAPSHOT_READ,
    CREATE,
    UPDATE,
    UPDATE_WITHOUT_LARGE_VALUE,
    DELETE,
    DELIVER,
    COMMIT,
    COMMIT_UNHEARD_AND_CRASH,
    CRASH
  }

  /** An event, the key that it is about and which of the schemas it uses. */
  record Step(Event event, long key, int schema) {}

  /** The source's schema grows: a column, then a wider type, then the column is gone again. */
  private static final List<Schema> ROWS =
      List.of(
          row().build(),
          row().field("n", Schema.OPTIONAL_INT32_SCHEMA).build(),
          row().field("n", Schema.OPTIONAL_INT64_SCHEMA).build());

  private static final List<Schema> ENVELOPES = ROWS.stream().map(Records::envelope).toList();

  private static SchemaBuilder row() {
    return SchemaBuilder.struct()
        .optional()
        .field("id", Schema.INT64_SCHEMA)
        .field("name", Schema.STRING_SCHEMA)
        .field("large", Schema.OPTIONAL_STRING_SCHEMA);
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Event> events =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, Arbitraries.of(Event.SNAPSHOT_READ, Event.CREATE)),
            net.jqwik.api.Tuple.of(
                8, Arbitraries.of(Event.UPDATE, Event.UPDATE_WITHOUT_LARGE_VALUE, Event.DELETE)),
            net.jqwik.api.Tuple.of(3, Arbitraries.of(Event.DELIVER, Event.COMMIT)),
            net.jqwik.api.Tuple.of(1, Arbitraries.of(Event.COMMIT_UNHEARD_AND_CRASH, Event.CRASH)));
    return Combinators.combine(
            events, Arbitraries.longs().between(1, 8), Arbitraries.integers().between(0, 2))
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
  void the_table_ends_as_the_model(
      @ForAll("histories") List<Step> history, @ForAll boolean smallBatches) throws Exception {
    endsAsTheModel(history, smallBatches);
  }

  @Tag("long")
  @Property(tries = 75, shrinking = ShrinkingMode.BOUNDED)
  void the_tables_of_many_histories_end_as_the_model(
      @ForAll("histories") List<Step> history, @ForAll boolean smallBatches) throws Exception {
    endsAsTheModel(history, smallBatches);
  }

  private void endsAsTheModel(List<Step> history, boolean smallBatches) throws Exception {
    try (EmptyFolder folder = EmptyFolder.create();
        TargetUnderTest target = fresh(folder.path())) {
      endsAsTheModel(target, history, smallBatches);
    }
  }

  /** A row as the model has it: no value in {@code n} reads as null. */
  record Expected(String name, String large, String n) {}

  private static void endsAsTheModel(
      TargetUnderTest target, List<Step> history, boolean smallBatches) throws Exception {
    Map<String, String> config = new HashMap<>(target.config());
    config.put("batch.size", smallBatches ? "3" : "1000");
    Map<Long, Expected> model = new TreeMap<>();
    try (SinkRun sink = RunBy.chosen().sink(config, true).start()) {
      Records records = new Records(sink);
      // The table has all columns from the beginning, so that it can be compared in one way.
      records.change("r", ENVELOPES.get(1), row(1, 0, "first", "large", "0"));
      model.put(0L, new Expected("first", "large", "0"));
      int version = 0;
      for (Step step : history) {
        version++;
        happen(step, version, sink, records, model);
      }
      sink.deliver().commit();
      assertThat(sink.reported()).isEmpty();
    }
    assertThat(target.rows("select id, name, large, n from orders order by id"))
        .containsExactlyElementsOf(
            model.entrySet().stream()
                .map(
                    e ->
                        String.join(
                            "|",
                            String.valueOf(e.getKey()),
                            e.getValue().name(),
                            e.getValue().large(),
                            e.getValue().n()))
                .toList());
  }

  private static void happen(
      Step step, int version, SinkRun sink, Records records, Map<Long, Expected> model) {
    long key = step.key();
    String name = "v" + version;
    String n = step.schema() == 0 ? "null" : String.valueOf(version);
    Schema envelope = ENVELOPES.get(step.schema());
    switch (step.event()) {
      case SNAPSHOT_READ, CREATE, UPDATE -> {
        String op = step.event().name().substring(0, 1).toLowerCase(java.util.Locale.ROOT);
        String letter = op.equals("s") ? "r" : op;
        records.change(letter, envelope, row(step.schema(), key, name, "L" + name, n));
        model.put(key, new Expected(name, "L" + name, n));
      }
      case UPDATE_WITHOUT_LARGE_VALUE -> {
        Expected before = model.get(key);
        if (before != null) {
          records.change("u", envelope, row(step.schema(), key, name, PLACEHOLDER, n));
          model.put(key, new Expected(name, before.large(), n));
        }
      }
      case DELETE -> {
        records.delete(key).tombstone(key);
        model.remove(key);
      }
      case DELIVER -> sink.deliver();
      case COMMIT -> sink.deliver().commit();
      case COMMIT_UNHEARD_AND_CRASH -> sink.deliver().commitUnheard().crash().start();
      case CRASH -> sink.deliver().crash().start();
    }
  }

  private static Struct row(int schema, long key, String name, String large, String n) {
    Struct row = new Struct(ROWS.get(schema)).put("id", key).put("name", name).put("large", large);
    switch (schema) {
      case 1 -> row.put("n", Integer.valueOf(n));
      case 2 -> row.put("n", Long.valueOf(n));
      default -> {}
    }
    return row;
  }
}
