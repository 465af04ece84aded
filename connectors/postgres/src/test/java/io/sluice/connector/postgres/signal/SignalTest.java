package io.sluice.connector.postgres.signal;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** A running task is told what to do. */
class SignalTest {

  private static final String READ_U = "{\"data-collections\": [\"public.u\"]}";

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @TempDir Path folder;

  SignalTest() {
    database.sql(
        "CREATE TABLE debezium_signal(id varchar(42) PRIMARY KEY, type varchar(32) NOT NULL, data"
            + " text)",
        "CREATE TABLE t(id int PRIMARY KEY, n int)",
        "CREATE TABLE u(id int PRIMARY KEY)",
        "CREATE TABLE nokey(id int)",
        "INSERT INTO t SELECT i, i % 10 FROM generate_series(1, 100) i",
        "INSERT INTO u VALUES (1), (2)",
        "INSERT INTO nokey VALUES (1), (2), (3)");
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void drop() {
    logger().detachAppender(log);
    TestSource.dropSlot(database);
  }

  @Test
  void a_row_in_the_signal_table_has_tables_read_and_makes_no_event_of_its_own() {
    try (SourceTaskHarness source = start("table.include.list", "public.t,public.u")) {
      signal("execute-snapshot", "{\"data-collections\": [\"public.[tu]\"]}");

      List<SourceRecord> records = TestSource.poll(source, 102);
      assertThat(records).hasSize(102).allSatisfy(r -> assertThat(TestSource.op(r)).isEqualTo("r"));
      assertThat(records.get(0).topic()).isEqualTo("srv.public.t");
      assertThat(records.get(101).topic()).isEqualTo("srv.public.u");
    }
  }

  @Test
  void a_publication_for_the_captured_tables_has_the_signal_table_too() {
    try (SourceTaskHarness source =
        start("table.include.list", "public.u", "publication.autocreate.mode", "filtered")) {
      signal("execute-snapshot", "{\"data-collections\": [\"public.u\"]}");

      assertThat(TestSource.poll(source, 2)).hasSize(2);
    }
  }

  @Test
  void only_rows_that_meet_the_condition_are_read() {
    try (SourceTaskHarness source = start()) {
      signal(
          "execute-snapshot",
          "{\"data-collections\": [\"public.t\", \"public.u\"], \"type\": \"INCREMENTAL\","
              + " \"additional-conditions\": [{\"data-collection\": \"public.t\", \"filter\": \"n ="
              + " 3 OR id = 1\"}]}");

      assertThat(captured(source, 13))
          .filteredOn(r -> r.topic().endsWith(".t"))
          .extracting(r -> after(r).getInt32("id"))
          .containsExactly(1, 3, 13, 23, 33, 43, 53, 63, 73, 83, 93);
    }
  }

  @Test
  void a_condition_by_its_older_name_holds_for_all_tables() {
    try (SourceTaskHarness source = start()) {
      signal(
          "execute-snapshot",
          "{\"data-collections\": [\"public.[tu]\"], \"additional-condition\": \"id < 3\"}");

      assertThat(captured(source, 4))
          .extracting(r -> after(r).getInt32("id"))
          .containsExactly(1, 2, 1, 2);
    }
  }

  @Test
  void a_field_that_means_nothing_is_named() {
    try (SourceTaskHarness source = start()) {
      signal(
          "execute-snapshot",
          "{\"data-collections\": [\"public.u\"], \"additional-filters\": \"id < 3\"}");

      captured(source, 2);
      assertThat(warnings())
          .anySatisfy(w -> assertThat(w).contains("[additional-filters] in its data mean nothing"));
    }
  }

  @Test
  void what_is_refused_is_not_said_to_be_read() {
    try (SourceTaskHarness source = start()) {
      signal(
          "execute-snapshot",
          "{\"data-collections\": [\"public.t\"], \"additional-condition\": \"nothing = 1\"}");
      signal("execute-snapshot", "{\"data-collections\": [\"public.u\"]}");

      captured(source, 2);
      Awaitility.await().until(() -> said("Read beside the stream: public.u, 2 rows"));
      assertThat(said("Read beside the stream: public.t")).isFalse();
      assertThat(said("column \"nothing\" does not exist")).isTrue();
    }
  }

  private boolean said(String text) {
    return List.copyOf(log.list).stream().anyMatch(e -> e.getFormattedMessage().contains(text));
  }

  @Test
  void a_surrogate_key_decides_the_order_and_need_not_be_unique() {
    database.sql("ALTER TABLE t ALTER n SET NOT NULL", "ALTER TABLE nokey ALTER id SET NOT NULL");
    try (SourceTaskHarness source = start("incremental.snapshot.chunk.size", "7")) {
      signal(
          "execute-snapshot",
          "{\"data-collections\": [\"public.t\"], \"surrogate-key\": \"\\\"n\\\"\"}");

      assertThat(captured(source, 100))
          .extracting(r -> after(r).getInt32("n"))
          .isSorted()
          .hasSize(100);
    }
  }

  @Test
  void a_blocking_snapshot_reads_tables_without_key_too() {
    try (SourceTaskHarness source = start()) {
      signal(
          "execute-snapshot",
          "{\"type\": \"blocking\", \"data-collections\": [\"public.nokey\", \"public.u\"]}");

      assertThat(captured(source, 5))
          .extracting(SourceRecord::topic)
          .containsExactly(
              "srv.public.nokey",
              "srv.public.nokey",
              "srv.public.nokey",
              "srv.public.u",
              "srv.public.u");
    }
  }

  @Test
  void reading_pauses_goes_on_and_stops() {
    database.sql("INSERT INTO t SELECT i, 0 FROM generate_series(101, 200000) i");
    try (SourceTaskHarness source = start("incremental.snapshot.chunk.size", "100")) {
      signal("execute-snapshot", "{\"data-collections\": [\"public.t\", \"public.u\"]}");
      captured(source, 1000);
      signal("pause-snapshot", "{}");
      List<SourceRecord> before = untilQuiet(source);
      assertThat(before.size()).isLessThan(190_000);
      signal("resume-snapshot", null);
      captured(source, 1000);
      signal("stop-snapshot", "{\"data-collections\": [\"public.t\"]}");

      List<SourceRecord> rest = untilQuiet(source);
      assertThat(rest.stream().filter(r -> r.topic().endsWith(".u"))).hasSize(2);
      assertThat(rest.size()).isLessThan(190_000);
    }
  }

  @Test
  void a_pause_outlives_a_restart() {
    InMemoryOffsets offsets = new InMemoryOffsets();
    database.sql("INSERT INTO t SELECT i, 0 FROM generate_series(101, 200000) i");
    try (SourceTaskHarness source = start(offsets, "incremental.snapshot.chunk.size", "100")) {
      signal("execute-snapshot", "{\"data-collections\": [\"public.t\"]}");
      captured(source, 1000);
      signal("pause-snapshot", "{}");
      source.commit(
          source.pollUntil(
              r -> String.valueOf(r.sourceOffset().get("sluice_incremental")).contains("true")));
    }
    try (SourceTaskHarness source = start(offsets, "incremental.snapshot.chunk.size", "100")) {
      database.sql("INSERT INTO u VALUES (3)");
      assertThat(captured(source, 1))
          .extracting(SourceRecord::topic)
          .containsExactly("srv.public.u");
      signal("resume-snapshot", "{}");

      assertThat(after(captured(source, 1).get(0)).getInt32("id")).isGreaterThan(900);
    }
  }

  @Test
  void the_server_forgets_nothing_behind_a_signal_until_it_is_durable_that_it_was_taken() {
    try (SourceTaskHarness source = start("table.include.list", "public.u")) {
      signal("execute-snapshot", "{\"data-collections\": [\"public.u\"]}");
      long signal = logAt("pg_current_wal_lsn()");
      List<SourceRecord> records = new ArrayList<>(source.pollUntil(TestSource::isMark));
      database.sql("INSERT INTO u VALUES (3)");
      records.addAll(source.pollUntil(r -> !TestSource.isMark(r) && after(r).getInt32("id") == 3));
      records.addAll(source.pollFor(Duration.ofMillis(500))); // for a source that is too quick
      assertThat(confirmed()).isLessThan(signal);

      source.commit(records);
      Awaitility.await().until(() -> confirmed() >= signal);
    }
  }

  @Test
  void a_signal_is_obeyed_after_a_restart_anywhere_in_the_transaction_that_brought_it() {
    InMemoryOffsets offsets = new InMemoryOffsets();
    for (int taken = 1; taken <= 5; taken++) { // BEGIN, row, signal, row, END
      try (SourceTaskHarness source = start(offsets, "provide.transaction.metadata", "true")) {
        int id = 10 * taken;
        database.sql(
            "BEGIN; INSERT INTO u VALUES ("
                + id
                + "); INSERT INTO debezium_signal VALUES ('"
                + taken
                + "', 'execute-snapshot', '{\"data-collections\": [\"public.u\"]}'); INSERT INTO u"
                + " VALUES ("
                + (id + 1)
                + "); COMMIT");
        List<SourceRecord> all = source.pollUntil(r -> isRead(r, id + 1));
        source.commit(all.subList(0, taken));
        source.pollFor(Duration.ofMillis(400)); // for a source that confirms too much
      }
      try (SourceTaskHarness source = start(offsets, "provide.transaction.metadata", "true")) {
        int id = 10 * taken;
        source.commit(TestSource.pollToTheEnd(source, r -> isRead(r, id + 1)));
      }
    }
  }

  private static boolean isRead(SourceRecord row, int id) {
    return row.topic().equals("srv.public.u")
        && TestSource.op(row).equals("r")
        && after(row).getInt32("id") == id;
  }

  @Test
  void a_signal_that_was_taken_is_obeyed_after_a_restart() {
    InMemoryOffsets offsets = new InMemoryOffsets();
    try (SourceTaskHarness source = start(offsets)) {
      signal("execute-snapshot", "{\"data-collections\": [\"public.u\"]}");
      source.commit(markOnly(source));
    }
    try (SourceTaskHarness source = start(offsets)) {
      assertThat(captured(source, 2)).extracting(TestSource::op).containsExactly("r", "r");
    }
  }

  @Test
  void a_file_brings_signals_and_is_emptied() throws Exception {
    Path file = folder.resolve("signals");
    try (SourceTaskHarness source =
        start(
            "signal.enabled.channels",
            "file",
            "signal.file",
            file.toString(),
            "signal.poll.interval.ms",
            "50")) {
      Files.writeString(
          file,
          "nonsense\n"
              + "{\"id\":\"1\",\"type\":\"execute-snapshot\",\"data\":{\"data-collections\":[\"public.u\"]}}\n");

      List<SourceRecord> records = TestSource.poll(source, 2);
      assertThat(records).extracting(r -> after(r).getInt32("id")).containsExactly(1, 2);
      source.commit(records);
      Awaitility.await().untilAsserted(() -> assertThat(file).isEmptyFile());
      assertThat(warnings()).anySatisfy(w -> assertThat(w).contains("not JSON"));
    }
  }

  @Test
  void a_signal_in_a_file_comes_again_until_what_it_asked_for_is_durable() throws Exception {
    Path file = folder.resolve("signals");
    InMemoryOffsets offsets = new InMemoryOffsets();
    String[] settings = {
      "signal.enabled.channels",
      "file",
      "signal.file",
      file.toString(),
      "signal.poll.interval.ms",
      "50"
    };
    Files.writeString(
        file,
        "{\"id\":\"1\",\"type\":\"execute-snapshot\",\"data\":{\"data-collections\":[\"public.u\"]}}\n");
    try (SourceTaskHarness source = start(offsets, settings)) {
      assertThat(captured(source, 2)).hasSize(2);
    }
    assertThat(file).as("nothing was durable when the task ended").isNotEmptyFile();
    try (SourceTaskHarness source = start(offsets, settings)) {
      source.commit(captured(source, 2));

      Awaitility.await().untilAsserted(() -> assertThat(file).isEmptyFile());
      assertThat(TestSource.rows(source.pollFor(Duration.ofMillis(200)))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "execute-snapshot|{\"data-collections\": [\"public.nobody\"]}|no captured table",
        "execute-snapshot|{\"data-collections\": [\"public.nokey\"]}|no key to walk along",
        "execute-snapshot|{\"data-collections\": [\"public.t\"], \"surrogate-key\": \"n\"}|NOT"
            + " NULL",
        "execute-snapshot|{\"data-collections\": [\"public.t\"], \"additional-condition\":"
            + " \"nothing = 1\"}|column \"nothing\" does not exist",
        "stop-snapshot|{}|nothing to stop",
        "dance|{}|expected one of",
      })
  void who_asks_by_the_engines_mbean_hears_what_cannot_be_done(
      String type, String data, String expected) throws Exception {
    try (SourceTaskHarness source = start()) {
      assertThat(execute(source, type, data)).contains(expected);
      assertThat(execute(source, "execute-snapshot", READ_U)).isEmpty();
    }
  }

  @Test
  void who_asks_is_answered_when_what_was_asked_for_is_durable() throws Exception {
    try (SourceTaskHarness source = start()) {
      CompletableFuture<Object> answer = ask("execute-snapshot", READ_U);
      List<SourceRecord> records = captured(source, 2);
      records.addAll(source.pollFor(Duration.ofMillis(300)));
      assertThat(answer).isNotDone();

      while (!answer.isDone()) {
        source.commit(records);
        records = source.pollFor(Duration.ofMillis(50));
      }
      assertThat(answer).isCompletedWithValue("");
    }
  }

  @Test
  void who_asks_a_task_that_ends_before_it_is_durable_hears_so() throws Exception {
    CompletableFuture<Object> answer;
    try (SourceTaskHarness source = start()) {
      answer = ask("execute-snapshot", READ_U);
      captured(source, 2);
    }
    assertThat(String.valueOf(answer.get(5, TimeUnit.SECONDS))).contains("send it again");
  }

  /** Asks, and polls meanwhile. */
  private static String execute(SourceTaskHarness source, String type, String data)
      throws Exception {
    CompletableFuture<Object> answer = ask(type, data);
    while (!answer.isDone()) {
      source.commit(source.pollFor(Duration.ofMillis(20)));
    }
    return String.valueOf(answer.get());
  }

  private static CompletableFuture<Object> ask(String type, String data) throws Exception {
    var beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName bean = new ObjectName("io.sluice:type=signals,connector=\"harness\"");
    Awaitility.await().until(() -> beans.isRegistered(bean));
    String text = "java.lang.String";
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return beans.invoke(
                bean,
                "execute",
                new Object[] {"1", type, data, 20_000L},
                new String[] {text, text, text, "long"});
          } catch (JMException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "'debezium.postgres:type=management,context=signals,server=srv'",
    "'io.sluice:type=signals,connector=\"harness\"'"
  })
  void an_mbean_brings_signals_and_is_gone_behind_the_task(String name) throws Exception {
    var beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName bean = new ObjectName(name);
    try (SourceTaskHarness source = start("signal.enabled.channels", "jmx")) {
      Awaitility.await().until(() -> beans.isRegistered(bean));
      beans.invoke(
          bean,
          "signal",
          new Object[] {"1", "execute-snapshot", "{\"data-collections\": [\"public.u\"]}"},
          new String[] {"java.lang.String", "java.lang.String", "java.lang.String"});

      assertThat(TestSource.poll(source, 2)).hasSize(2);
    }
    assertThat(beans.isRegistered(bean)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "execute-snapshot|{}|data-collections",
        "execute-snapshot|{\"data-collections\": \"public.t\"}|to be a list",
        "execute-snapshot|{\"data-collections\": [\"(\"]}|no regular expression",
        "execute-snapshot|{\"data-collections\": [\"public.nobody\"]}|no captured table",
        "execute-snapshot|{\"data-collections\": [\"public.nokey\"]}|is not read",
        "execute-snapshot|{\"data-collections\": [\"public.t\"], \"type\": \"other\"}|incremental"
            + " or blocking",
        "execute-snapshot|{\"data-collections\": [\"public.t\"], \"surrogate-key\": \"none\"}|is"
            + " not read",
        "execute-snapshot|{\"data-collections\": [\"public.t\"], \"additional-conditions\":"
            + " [{\"data-collection\": \"public.t\", \"filter\": \"nothing = 1\"}]}|is not read",
        "execute-snapshot|{\"data-collections\": [\"public.t\"], \"additional-conditions\":"
            + " [{\"data-collection\": \"public.t\", \"filter\": \"true) OR (true\"}]}|parenthesis",
        "execute-snapshot|{\"data-collections\": [\"public.t\"], \"additional-conditions\":"
            + " [{\"data-collection\": \"public.t\", \"filter\": \"id = now()\"}]}|is not read",
        "execute-snapshot|{|not JSON",
        "execute-snapshot|[]|to be a JSON object",
        "stop-snapshot|{}|nothing to stop",
        "pause-snapshot|{}|nothing to pause",
        "log|{}|message",
        "dance|{}|expected one of",
      })
  void a_signal_that_cannot_be_executed_is_logged_and_harms_nothing(
      String type, String data, String warning) {
    try (SourceTaskHarness source = start()) {
      signal(type, data);
      database.sql("INSERT INTO u VALUES (10)");

      assertThat(captured(source, 1))
          .extracting(SourceRecord::topic)
          .containsExactly("srv.public.u");
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(warnings()).anySatisfy(w -> assertThat(w).contains(warning)));
      database.sql("INSERT INTO u VALUES (11)");
      assertThat(captured(source, 1))
          .extracting(SourceRecord::topic)
          .containsExactly("srv.public.u");
    }
  }

  @Test
  void a_table_read_in_one_go_that_breaks_off_twice_is_given_up_and_the_next_is_read() {
    database.sql(
        "INSERT INTO t SELECT i, 0 FROM generate_series(101, 3000) i",
        "CREATE FUNCTION full_disk(int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN"
            + " IF $1 = 2500 THEN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END IF;"
            + " RETURN true; END $$");
    try (SourceTaskHarness source = start("table.include.list", "public.t,public.u")) {
      signal(
          "execute-snapshot",
          "{\"data-collections\": [\"public.t\"], \"type\": \"blocking\","
              + " \"additional-conditions\": [{\"data-collection\": \"public.t\", \"filter\":"
              + " \"full_disk(id)\"}]}");
      signal("execute-snapshot", "{\"data-collections\": [\"public.u\"]}");

      List<SourceRecord> records = source.pollUntil(r -> r.topic().endsWith(".u"));
      assertThat(records.stream().filter(r -> r.topic().endsWith(".t")).count())
          .isBetween(600L, 5000L);
      assertThat(warnings()).anySatisfy(w -> assertThat(w).contains("is not read"));
    }
  }

  @Test
  void a_signal_can_write_to_the_log() {
    try (SourceTaskHarness source = start()) {
      signal("log", "{\"message\": \"hello from {}\"}");

      captured(source, 0);
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(log.list)
                      .anySatisfy(
                          e -> assertThat(e.getFormattedMessage()).startsWith("hello from {")));
    }
  }

  /** What came up to the first record that carries a position alone, and no row. */
  private static List<SourceRecord> markOnly(SourceTaskHarness source) {
    List<SourceRecord> records = source.pollUntil(TestSource::isMark);
    int end =
        records.indexOf(records.stream().filter(TestSource::isMark).findFirst().orElseThrow());
    return records.subList(0, end + 1);
  }

  private long confirmed() {
    return logAt(
        "(SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '"
            + TestSource.slot(database)
            + "')");
  }

  private long logAt(String position) {
    return database.number("SELECT (" + position + " - '0/0'::pg_lsn)::bigint");
  }

  private List<String> warnings() {
    return List.copyOf(log.list).stream()
        .filter(e -> e.getLevel() == Level.WARN)
        .map(
            e ->
                e.getFormattedMessage()
                    + (e.getThrowableProxy() == null ? "" : e.getThrowableProxy().getMessage()))
        .toList();
  }

  private void signal(String type, @Nullable String data) {
    database.sql(
        "INSERT INTO debezium_signal VALUES (gen_random_uuid()::text, '"
            + type
            + "', "
            + (data == null ? "NULL" : "'" + data.replace("'", "''") + "'")
            + ")");
  }

  /** What comes beside the signals' own rows, which a source that captures all tables delivers. */
  private static List<SourceRecord> captured(SourceTaskHarness source, int atLeast) {
    List<SourceRecord> records = new ArrayList<>();
    Predicate<SourceRecord> signal = r -> r.topic().endsWith("_signal") || TestSource.isMark(r);
    while (records.size() < atLeast) {
      source.poll(1).stream().filter(signal.negate()).forEach(records::add);
    }
    return records;
  }

  private static List<SourceRecord> untilQuiet(SourceTaskHarness source) {
    List<SourceRecord> all = new ArrayList<>();
    List<SourceRecord> records = source.pollFor(Duration.ofMillis(700));
    while (!records.isEmpty()) {
      TestSource.rows(records).stream()
          .filter(r -> !r.topic().endsWith("_signal"))
          .forEach(all::add);
      records = source.pollFor(Duration.ofMillis(700));
    }
    return all;
  }

  private SourceTaskHarness start(String... settings) {
    return start(new InMemoryOffsets(), settings);
  }

  private SourceTaskHarness start(InMemoryOffsets offsets, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "snapshot.mode",
                "no_data",
                "signal.data.collection",
                "public.debezium_signal",
                "max.queue.size",
                "500",
                "max.batch.size",
                "100"));
    all.addAll(List.of(settings));
    SourceTaskHarness harness =
        new SourceTaskHarness(
                PostgresConnector::new,
                TestSource.config(database, all.toArray(String[]::new)),
                offsets)
            .start();
    TestSource.awaitStreaming(database);
    return harness;
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("io.sluice.connector.postgres");
  }
}
