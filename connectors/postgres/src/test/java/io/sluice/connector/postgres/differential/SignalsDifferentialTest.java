package io.sluice.connector.postgres.differential;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.differential.Comparison.Both;
import io.sluice.connector.postgres.differential.Comparison.Stage;
import io.sluice.connector.postgres.testbed.Described;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tables that a signal has both connectors read again, and what they tell of it. */
@Tag("long")
class SignalsDifferentialTest {

  private static final String TOLD = "told";
  private static final String SIGNALS = "srv.public.debezium_signal";

  /** What Debezium learns by counting the table first. */
  private static final Set<String> COUNTED = Set.of("chunk_index", "total_chunks", "total_rows");

  @RegisterExtension final Comparison debezium = new Comparison();

  @BeforeEach
  void tables() {
    debezium
        .given(
            "CREATE TABLE debezium_signal(id varchar(64) PRIMARY KEY, type varchar(32), data text)",
            "CREATE TABLE a(id int PRIMARY KEY, n int NOT NULL, v text)",
            "CREATE TABLE b(x text, y bigint, v numeric(8,2), PRIMARY KEY (y, x))",
            "CREATE TABLE empty(id int PRIMARY KEY)",
            "CREATE TABLE nokey(id int)",
            "INSERT INTO a SELECT i, i % 4, 'v' || i FROM generate_series(1, 25) i",
            "INSERT INTO b SELECT 'x' || i % 3, i, i / 7.0 FROM generate_series(1, 12) i",
            "INSERT INTO nokey VALUES (1), (2)")
        .with(
            "signal.data.collection",
            "public.debezium_signal",
            "table.include.list",
            "public.(a|b|empty|nokey|debezium_signal)",
            "incremental.snapshot.chunk.size",
            "10",
            "notification.enabled.channels",
            "sink",
            "notification.sink.topic.name",
            TOLD)
        .withoutTopic(TOLD)
        .withoutTopic(SIGNALS)
        .withTheirs("message.prefix.exclude.list", "sluice")
        .withoutTopic("__debezium-heartbeat.srv");
  }

  @Test
  void tables_are_read_in_chunks() {
    Both both =
        debezium.same(
            execute("one", "{\"data-collections\": [\"public.a\", \"public.b\"]}"),
            stage("INSERT INTO a VALUES (100, 1, 'new')"));

    assertThat(rows(both.ours())).hasSize(37);
    sameTold(both);
  }

  @Test
  void expressions_choose_tables() {
    Both both = debezium.same(execute("one", "{\"data-collections\": [\"public.[ab]\"]}"));

    sameTold(both);
  }

  @Test
  void an_empty_table_is_read() {
    Both both =
        debezium.same(execute("one", "{\"data-collections\": [\"public.empty\", \"public.a\"]}"));

    sameTold(both);
  }

  @Test
  void conditions_choose_rows() {
    Both both =
        debezium.same(
            execute(
                "one",
                "{\"data-collections\": [\"public.a\", \"public.b\"], \"type\": \"incremental\","
                    + " \"additional-conditions\": [{\"data-collection\": \"public.a\", \"filter\":"
                    + " \"n = 3 AND v <> 'v7'\"}]}"));

    assertThat(rows(both.ours())).hasSize(5 + 12);
    sameTold(both);
  }

  @Test
  void a_surrogate_key_is_walked_along() {
    debezium.given("UPDATE a SET n = 1000 - id");
    Both both =
        debezium.same(
            execute("one", "{\"data-collections\": [\"public.a\"], \"surrogate-key\": \"n\"}"));

    // Here keys are told with the primary key behind them.
    assertThat(rows(both.ours())).hasSize(25);
  }

  @Test
  void a_table_without_key_is_not_read() {
    Both both =
        debezium.same(execute("one", "{\"data-collections\": [\"public.nokey\", \"public.a\"]}"));

    sameTold(both);
  }

  @Test
  void a_table_that_does_not_exist_is_not_read() {
    Both both =
        debezium.same(execute("one", "{\"data-collections\": [\"public.nobody\", \"public.a\"]}"));

    // Debezium tells of the table, too, that there is none.
    assertThat(rows(both.ours())).hasSize(25);
  }

  @Test
  void reading_pauses_and_goes_on() {
    Both both =
        debezium.same(
            stage(
                told("PAUSED"),
                signal("one", "execute-snapshot", "{\"data-collections\": [\"public.a\"]}"),
                signal("two", "pause-snapshot", "{}")),
            stage(told("COMPLETED"), signal("three", "resume-snapshot", "{}")));

    assertThat(rows(both.ours())).hasSize(25);
    sameToldButProgress(both);
  }

  @Test
  void a_table_that_is_stopped_is_not_read() {
    Both both =
        debezium.same(
            stage(
                told("PAUSED"),
                signal(
                    "one",
                    "execute-snapshot",
                    "{\"data-collections\": [\"public.a\", \"public.b\"]}"),
                signal("two", "pause-snapshot", "{}")),
            stage(
                told("COMPLETED"),
                signal("three", "stop-snapshot", "{\"data-collections\": [\"public.b\"]}"),
                signal("four", "resume-snapshot", "{}")));

    // Debezium obeys the second signal before the first.
    assertThat(rows(both.ours())).hasSize(25);
    assertThat(types(both.ours())).containsExactlyInAnyOrderElementsOf(types(both.theirs()));
  }

  @Test
  void all_reading_is_stopped() {
    Both both =
        debezium.run(
            List.of(
                stage(
                    told("ABORTED"),
                    signal(
                        "one",
                        "execute-snapshot",
                        "{\"data-collections\": [\"public.a\", \"public.b\"]}"),
                    signal("two", "stop-snapshot", "{}")),
                stage("INSERT INTO a VALUES (100, 1, 'new')")));

    // Debezium has read its first chunk by then, and tells of an end before it tells of this.
    assertThat(rows(both.ours())).isEmpty();
    assertThat(types(both.ours()))
        .containsExactly("STARTED", "DATA_COLLECTIONS_RESOLVED", "ABORTED")
        .isSubsetOf(types(both.theirs()));
  }

  @Test
  void without_writing_to_the_source(@TempDir Path folder) {
    Path ours = folder.resolve("ours");
    Path theirs = folder.resolve("theirs");
    debezium
        .with(
            "read.only",
            "true",
            "signal.enabled.channels",
            "file",
            "signal.poll.interval.ms",
            "50",
            "table.include.list",
            "public.(a|b|traffic)")
        .withOurs("signal.file", ours.toString())
        .withTheirs("signal.file", theirs.toString());
    String signal =
        "{\"id\":\"one\",\"type\":\"execute-snapshot\",\"data\":{\"data-collections\":"
            + "[\"public.a\",\"public.b\"]}}\n";
    ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();
    try {
      Both both =
          debezium
              .given("CREATE TABLE traffic(id serial PRIMARY KEY)")
              .withoutTopic("srv.public.traffic")
              .same(
                  new Stage(
                      () -> {
                        write(ours, signal);
                        write(theirs, signal);
                        // On a quiet server Debezium does not come to a chunk's end.
                        traffic.scheduleWithFixedDelay(
                            () -> debezium.database().sql("INSERT INTO traffic DEFAULT VALUES"),
                            0,
                            20,
                            TimeUnit.MILLISECONDS);
                      },
                      told("COMPLETED")));

      assertThat(rows(both.ours())).hasSize(37);
      sameTold(both);
    } finally {
      traffic.shutdownNow();
    }
  }

  @Test
  void all_types_as_chunks_have_them() {
    debezium.given(TypeZoo.SETUP.toArray(new String[0]));
    int number = 0;
    for (TypeZoo.Animal animal : TypeZoo.ALL) {
      String table = "zoo" + number++;
      debezium.given("CREATE TABLE " + table + "(id serial PRIMARY KEY, v " + animal.type() + ")");
      for (String value : animal.values()) {
        debezium.given("INSERT INTO " + table + "(v) VALUES (" + value + ")");
      }
      debezium.given("INSERT INTO " + table + "(v) VALUES (NULL)");
    }
    debezium.with("table.include.list", "public.(zoo.*|debezium_signal)");
    Both both = debezium.same(execute("one", "{\"data-collections\": [\"public.zoo.*\"]}"));

    assertThat(rows(both.ours()).size()).isGreaterThan(TypeZoo.ALL.size());
  }

  @Test
  void two_signals_are_executed_one_after_the_other() {
    Both both =
        debezium.same(
            execute("one", "{\"data-collections\": [\"public.a\"]}"),
            execute("two", "{\"data-collections\": [\"public.b\"]}"));

    sameTold(both);
  }

  @Test
  void a_blocking_snapshot_reads_whole_tables() {
    Both both =
        debezium
            .withoutInSource("snapshot")
            .same(
                stage(
                    r -> r.topic().equals("srv.public.nokey") && after(r).getInt32("id") == 2,
                    signal(
                        "one",
                        "execute-snapshot",
                        "{\"data-collections\": [\"public.a\", \"public.nokey\"], \"type\":"
                            + " \"blocking\"}")),
                stage("INSERT INTO a VALUES (100, 1, 'new')"));

    // The rest is told under another name; see the reference.
    assertThat(scanned(both.ours())).isEqualTo(scanned(both.theirs())).hasSize(2);
  }

  @Test
  void what_the_signal_table_shows_of_a_signal() {
    Both both = debezium.run(signal("one", "log", "{\"message\": \"hello {}\"}"));

    assertThat(texts(both.ours(), SIGNALS)).isEqualTo(texts(both.theirs(), SIGNALS)).isNotEmpty();
  }

  private static List<String> scanned(List<SourceRecord> records) {
    return records.stream()
        .filter(r -> r.topic().equals(TOLD))
        .map(r -> ((Struct) r.value()).getMap("additional_data"))
        .filter(data -> String.valueOf(data.get("data_collections")).endsWith("nokey"))
        .map(data -> data.get("scanned_collection") + " " + data.get("total_rows_scanned"))
        .filter(text -> !text.startsWith("null"))
        .toList();
  }

  private static List<String> texts(List<SourceRecord> records, String topic) {
    return new Readable(Set.of(), Set.of(), Set.of()).texts(records).getOrDefault(topic, List.of());
  }

  private Stage execute(String id, String data) {
    return stage(told("COMPLETED"), signal(id, "execute-snapshot", data));
  }

  private Stage stage(Predicate<SourceRecord> last, String... changes) {
    return new Stage(() -> debezium.database().sql(changes), last);
  }

  private Stage stage(String... changes) {
    return new Stage(() -> debezium.database().sql(changes), null);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String signal(String id, String type, String data) {
    return "INSERT INTO debezium_signal VALUES ('"
        + id
        + "', '"
        + type
        + "', '"
        + data.replace("'", "''")
        + "')";
  }

  private static Predicate<SourceRecord> told(String type) {
    return record -> isIncremental(record) && type.equals(((Struct) record.value()).get("type"));
  }

  private static boolean isIncremental(SourceRecord record) {
    return TOLD.equals(record.topic())
        && "Incremental Snapshot".equals(((Struct) record.value()).get("aggregate_type"));
  }

  private static List<SourceRecord> rows(List<SourceRecord> records) {
    return records.stream()
        .filter(
            r ->
                r.value() instanceof Struct value
                    && value.schema().field("source") != null
                    && "incremental".equals(value.getStruct("source").getString("snapshot")))
        .toList();
  }

  /** Of the same readings the same is told. */
  private static void sameTold(Both both) {
    assertThat(told(both.ours())).isNotEmpty();
    assertThat(String.join("\n", told(both.ours())))
        .isEqualTo(String.join("\n", told(both.theirs())));
  }

  /** A chunk may be read before a pause is noticed, or not. */
  private static void sameToldButProgress(Both both) {
    Predicate<String> others = text -> !text.contains("IN_PROGRESS");
    assertThat(told(both.ours()).stream().filter(others).toList())
        .isEqualTo(told(both.theirs()).stream().filter(others).toList())
        .isNotEmpty();
  }

  private static List<String> types(List<SourceRecord> records) {
    return records.stream()
        .filter(SignalsDifferentialTest::isIncremental)
        .map(r -> ((Struct) r.value()).getString("type"))
        .filter(type -> !type.equals("IN_PROGRESS"))
        .toList();
  }

  private static List<String> told(List<SourceRecord> records) {
    List<String> told = new ArrayList<>();
    for (SourceRecord record : records) {
      if (isIncremental(record)) {
        Struct value = (Struct) record.value();
        Map<String, String> data = new TreeMap<>(value.getMap("additional_data"));
        data.keySet().removeAll(COUNTED);
        told.add(
            Described.value(record.key())
                + " "
                + value.getString("id")
                + " "
                + value.getString("type")
                + " "
                + data);
      }
    }
    return told;
  }
}
