package io.sluice.connector.postgres.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs Debezium's connector and this one over one database: both take the snapshot, then the
 * changes are made, and every record of one must be a record of the other, field by field, schema
 * by schema, in the order of each topic. Left out is what must differ (when something was read,
 * where the snapshot stood) and what a test names as {@link Tolerated}. A test class holds one as
 * {@code @RegisterExtension final Comparison debezium = new Comparison()} and is tagged {@code
 * long}.
 */
final class Comparison implements AfterEachCallback {

  /** The last table by name: with its row the snapshot is over; a change of it ends the stream. */
  private static final String MARK = "zz_mark";

  private static final Set<String> NO_SNAPSHOT = Set.of("no_data", "never");

  private PostgresDatabase database;
  private final List<String> before = new ArrayList<>();
  private final Map<String, String> ours = new HashMap<>();
  private final Map<String, String> theirs = new HashMap<>();
  private final Set<String> withoutValues = new HashSet<>();
  private final Set<String> withoutColumns = new HashSet<>();
  private final Set<String> withoutInSource = new HashSet<>();
  private final Set<String> withoutTopics = new HashSet<>();
  private @Nullable Long seed;

  Comparison() {
    this(PostgresServer.shared().newDatabase());
  }

  /** Over a database of a server that is the caller's own, and ends with it. */
  Comparison(PostgresDatabase database) {
    this.database = database;
  }

  PostgresDatabase database() {
    return database;
  }

  /** Runs statements before either connector starts. */
  Comparison given(String... statements) {
    before.addAll(List.of(statements));
    database.sql(statements);
    return this;
  }

  /** Settings of both connectors, as name, value, name, value. */
  Comparison with(String... settings) {
    put(ours, settings);
    put(theirs, settings);
    return this;
  }

  /** Settings of this connector only. */
  Comparison withOurs(String... settings) {
    put(ours, settings);
    return this;
  }

  /** Settings of Debezium only. */
  Comparison withTheirs(String... settings) {
    put(theirs, settings);
    return this;
  }

  /** Leaves columns out of the comparison, in every table that has them. */
  Comparison tolerating(Tolerated difference, String... columns) {
    (difference.concernsSchema() ? withoutColumns : withoutValues).addAll(List.of(columns));
    return this;
  }

  /**
   * A source of random changes. Its seed is in the message of a comparison that fails; to repeat
   * it, run with {@code -Ddifferential.seed=<seed>}.
   */
  Random random() {
    long chosen = Long.getLong("differential.seed", System.nanoTime());
    seed = chosen;
    return new Random(chosen);
  }

  /** Leaves the values of a field of the source block out. */
  Comparison withoutInSource(String field) {
    withoutInSource.add(field);
    return this;
  }

  /** Leaves a topic out, which a test looks at by itself. */
  Comparison withoutTopic(String topic) {
    withoutTopics.add(topic);
    return this;
  }

  /** Runs both over the changes and fails unless they say the same. */
  Both same(String... changes) {
    return compare(run(changes));
  }

  /**
   * One after the other: both have said all that a stage leads to before the next one begins.
   *
   * @param changes makes them
   * @param last the record with which a connector has said all, null when the changes' own records
   *     are all
   */
  record Stage(Runnable changes, @Nullable Predicate<SourceRecord> last) {}

  private Stage stage(List<String> changes) {
    return new Stage(() -> database.sql(changes.toArray(new String[0])), null);
  }

  /** The same in stages, some of which lead to more than the records of their changes. */
  Both same(Stage... stages) {
    return compare(run(List.of(stages)));
  }

  /**
   * The same in stages: both have read all of a stage before the next one begins, so that what they
   * ask of the catalog is the same.
   *
   * <p>Nearly: a server streams a transaction before it shows it to other sessions, for as long as
   * its process waits for a processor there. Debezium then asks a catalog that does not have the
   * change yet, and shows schemas that it does not show the next time. What both say is compared
   * once more then, over a new database; a difference from what Debezium repeats stays one.
   */
  void sameInStages(List<List<String>> stages) {
    Both first = run(stages.stream().map(this::stage).toList());
    try {
      compare(first);
    } catch (AssertionError difference) {
      drop();
      database = PostgresServer.shared().newDatabase();
      database.sql(before.toArray(new String[0]));
      Both second = run(stages.stream().map(this::stage).toList());
      if (schemas(second.theirs()).equals(schemas(first.theirs()))) {
        throw difference;
      }
      compare(second);
    }
  }

  private Map<String, Set<String>> schemas(List<SourceRecord> records) {
    return new Readable(withoutValues, withoutColumns, withoutInSource).schemas(records);
  }

  private Both compare(Both both) {
    Readable readable = new Readable(withoutValues, withoutColumns, withoutInSource);
    String context = seed == null ? "" : "with -Ddifferential.seed=" + seed + ": ";
    assertThat(both.ours()).as("%sour records", context).isNotEmpty();
    Map<String, List<String>> ourTexts = readable.texts(both.ours());
    Map<String, List<String>> theirTexts = readable.texts(both.theirs());
    ourTexts.keySet().removeAll(withoutTopics);
    theirTexts.keySet().removeAll(withoutTopics);
    assertThat(ourTexts.keySet()).as("%stopics", context).isEqualTo(theirTexts.keySet());
    // All that differs is told at once: of each topic the first record, and its schemas.
    SoftAssertions all = new SoftAssertions();
    ourTexts.forEach(
        (topic, records) -> {
          List<String> other = theirTexts.getOrDefault(topic, List.of());
          int same = 0;
          while (same < Math.min(records.size(), other.size())
              && records.get(same).equals(other.get(same))) {
            same++;
          }
          all.assertThat(same < records.size() ? records.get(same) : "no record")
              .as("%s%s record %d", context, topic, same)
              .isEqualTo(same < other.size() ? other.get(same) : "no record");
        });
    Map<String, Set<String>> theirSchemas = readable.schemas(both.theirs());
    Map<String, Set<String>> ourSchemas = readable.schemas(both.ours());
    ourSchemas.keySet().removeAll(withoutTopics);
    ourSchemas.forEach(
        (topic, schemas) ->
            all.assertThat(String.join("\n", schemas))
                .as("%sschemas of %s", context, topic)
                .isEqualTo(String.join("\n", theirSchemas.getOrDefault(topic, Set.of()))));
    all.assertAll();
    return both;
  }

  /**
   * What each had to say, in its order, without the mark of the end.
   *
   * @param ours records of this connector
   * @param theirs records of Debezium's
   */
  record Both(List<SourceRecord> ours, List<SourceRecord> theirs) {}

  /** Runs both over the changes. */
  Both run(String... changes) {
    return run(List.of(stage(List.of(changes))));
  }

  /** Runs both over stages. */
  Both run(List<Stage> stages) {
    List<SourceRecord> theirRecords = new ArrayList<>();
    List<SourceRecord> ourRecords = new ArrayList<>();
    database.sql(
        "CREATE TABLE IF NOT EXISTS " + MARK + "(id int PRIMARY KEY)",
        "ALTER TABLE " + MARK + " REPLICA IDENTITY FULL",
        "DELETE FROM " + MARK,
        "INSERT INTO " + MARK + " VALUES (1)");
    try (SourceTaskHarness debezium = debezium();
        SourceTaskHarness sluice =
            new SourceTaskHarness(PostgresConnector::new, config(ours, Map.of())).start()) {
      if (NO_SNAPSHOT.contains(ours.getOrDefault("snapshot.mode", "initial"))) {
        awaitStreaming();
      } else {
        ourRecords.addAll(sluice.pollUntil(r -> isMark(r, "1")));
        theirRecords.addAll(debezium.pollUntil(r -> isMark(r, "1")));
      }
      for (int i = 0; i < stages.size(); i++) {
        String mark = Integer.toString(i + 2);
        Stage stage = stages.get(i);
        stage.changes().run();
        if (stage.last() != null) {
          ourRecords.addAll(sluice.pollUntil(stage.last()));
          theirRecords.addAll(debezium.pollUntil(stage.last()));
        }
        // Whatever operations are skipped, one of these makes a record.
        database.sql(
            "INSERT INTO " + MARK + " VALUES (" + mark + ")",
            "UPDATE " + MARK + " SET id = id WHERE id = " + mark);
        ourRecords.addAll(sluice.pollUntil(r -> isMark(r, mark)));
        theirRecords.addAll(debezium.pollUntil(r -> isMark(r, mark)));
      }
    } finally {
      Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    }
    return stages.size() == 1
        ? new Both(withoutEnd(ourRecords), withoutEnd(theirRecords))
        : new Both(withoutMarks(ourRecords), withoutMarks(theirRecords));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    drop();
  }

  /** Drops the database with the slots of both, the sessions of which may still be on their way. */
  private void drop() {
    PostgresDatabase dropped = database;
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(dropped::close);
  }

  private SourceTaskHarness debezium() {
    Thread.currentThread().setContextClassLoader(DebeziumPlugin.loader());
    return new SourceTaskHarness(
            DebeziumPlugin::newConnector,
            config(
                theirs,
                Map.of(
                    "slot.name",
                    "dbz_" + database.name(),
                    "plugin.name",
                    "pgoutput",
                    "connector.class",
                    DebeziumPlugin.CONNECTOR)))
        .start();
  }

  private Map<String, String> config(Map<String, String> settings, Map<String, String> more) {
    Map<String, String> config = new HashMap<>(TestSource.config(database));
    config.putAll(more);
    config.putAll(settings);
    config.computeIfPresent("table.include.list", (name, list) -> list + ",public." + MARK);
    return config;
  }

  /** A slot is active while it is being made, too, when a change may still be before it. */
  private void awaitStreaming() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                database.number(
                        "SELECT count(*) FROM pg_replication_slots s JOIN pg_stat_replication r ON"
                            + " r.pid = s.active_pid WHERE r.state IN ('catchup', 'streaming') AND"
                            + " database = '"
                            + database.name()
                            + "'")
                    == 2);
  }

  private static boolean isMark(SourceRecord record, String id) {
    Struct after = markRow(record);
    return after != null && after.get(after.schema().fields().get(0)).toString().equals(id);
  }

  /** The row that a record of the mark's table shows. */
  private static @Nullable Struct markRow(SourceRecord record) {
    if (!(record.value() instanceof Struct value)
        || value.schema().field("source") == null
        || value.schema().field("after") == null
        || !MARK.equals(value.getStruct("source").getString("table"))) {
      return null;
    }
    return value.getStruct("after");
  }

  /**
   * The end is several records, of which a batch may have some or all, and with transaction
   * metadata the record before them that begins their transaction.
   */
  private static List<SourceRecord> withoutEnd(List<SourceRecord> records) {
    int end = 0;
    while (end < records.size() && !isStreamedMark(records.get(end))) {
      end++;
    }
    if (end < records.size()) {
      Struct source = ((Struct) records.get(end).value()).getStruct("source");
      String transaction = source.getInt64("txId") + ":";
      while (end > 0 && begins(records.get(end - 1), transaction)) {
        end--;
      }
    }
    return records.subList(0, end);
  }

  private static List<SourceRecord> withoutMarks(List<SourceRecord> records) {
    return records.stream().filter(each -> !isStreamedMark(each)).toList();
  }

  private static boolean isStreamedMark(SourceRecord record) {
    return markRow(record) != null && !record.sourceOffset().containsKey("snapshot");
  }

  private static boolean begins(SourceRecord record, String transaction) {
    return record.value() instanceof Struct value
        && value.schema().field("status") != null
        && value.getString("id").startsWith(transaction);
  }

  private static void put(Map<String, String> map, String... settings) {
    for (int i = 0; i < settings.length; i += 2) {
      map.put(settings[i], settings[i + 1]);
    }
  }
}
