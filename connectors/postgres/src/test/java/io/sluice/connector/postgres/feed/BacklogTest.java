package io.sluice.connector.postgres.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What else goes on while a backlog is read by SQL. */
class BacklogTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  BacklogTest() {
    database.sql(
        "CREATE TABLE debezium_signal(id text PRIMARY KEY, type text NOT NULL, data text)",
        "CREATE TABLE t(id int PRIMARY KEY, name text)",
        "CREATE TABLE u(id int PRIMARY KEY)",
        "INSERT INTO u SELECT generate_series(1, 50)",
        "CREATE PUBLICATION dbz_publication FOR ALL TABLES",
        "SELECT pg_create_logical_replication_slot('"
            + TestSource.slot(database)
            + "', 'pgoutput')");
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void drop() {
    logger().detachAppender(log);
    TestSource.dropSlot(database);
  }

  @Test
  void a_signal_in_a_backlog_is_obeyed_behind_its_transaction() {
    transactions(1, 30);
    database.sql(
        "INSERT INTO debezium_signal VALUES ('1', 'execute-snapshot',"
            + " '{\"data-collections\": [\"public.u\"]}')");
    transactions(31, 60);

    List<SourceRecord> records = readAll(new InMemoryOffsets());

    assertThat(rows(records, "t")).containsExactlyElementsOf(numbers(1, 60));
    assertThat(rows(records, "u")).containsExactlyElementsOf(numbers(1, 50));
    assertThat(said("Reading the backlog")).isOne();
    int read =
        records.indexOf(records.stream().filter(r -> isOf(r, "u")).findFirst().orElseThrow());
    assertThat(rows(records.subList(0, read), "t").size()).isGreaterThanOrEqualTo(30);
  }

  @Test
  void behind_every_heartbeat_in_a_backlog_a_restart_goes_on_with_the_next_row() {
    transactions(1, 400);
    List<SourceRecord> records = readAll(new InMemoryOffsets(), "heartbeat.interval.ms", "1");
    assertThat(rows(records, "t")).containsExactlyElementsOf(numbers(1, 400));
    int[] beats =
        IntStream.range(0, records.size()).filter(i -> TestSource.isMark(records.get(i))).toArray();
    assertThat(beats).isNotEmpty();

    for (int i = 0; i < beats.length; i += Math.max(1, beats.length / 3)) {
      InMemoryOffsets offsets = new InMemoryOffsets();
      List<SourceRecord> before = records.subList(0, beats[i] + 1);
      before.forEach(offsets::put);

      List<Integer> all = new ArrayList<>(rows(before, "t"));
      all.addAll(rows(readAll(offsets), "t"));
      assertThat(all).as("behind record %d", beats[i]).containsExactlyElementsOf(numbers(1, 400));
    }
  }

  @Test
  void a_backlog_of_several_legs_is_read_to_its_end() {
    for (int i = 1; i <= 4; i++) {
      transactions(10 * i, 10 * i + 1);
      database.sql(
          "SELECT count(pg_logical_emit_message(true, 'filling', repeat('x', 1000000))) FROM"
              + " generate_series(1, 40)");
    }
    transactions(50, 51);

    List<SourceRecord> records =
        readAll(
            new InMemoryOffsets(),
            "sluice.slot.guard.max.bytes",
            "1",
            "message.prefix.exclude.list",
            "filling");

    assertThat(rows(records, "t")).containsExactly(10, 11, 20, 21, 30, 31, 40, 41, 50, 51);
    assertThat(said("Reading more of the backlog")).isBetween(1L, 3L);
  }

  @Test
  void a_query_that_is_cancelled_in_mid_transaction_is_begun_anew_and_nothing_is_lost_or_doubled() {
    int rows = 30_000;
    database.sql(
        "INSERT INTO t SELECT i, repeat('x', 1000) FROM generate_series(1, " + rows + ") i");
    try (SourceTaskHarness source =
        source(new InMemoryOffsets(), "max.queue.size.in.bytes", "100000").start()) {
      List<SourceRecord> records = new ArrayList<>(source.poll(2000));

      assertThat(
              database.number(
                  "SELECT count(*) FILTER (WHERE pg_cancel_backend(active_pid)) FROM"
                      + " pg_replication_slots WHERE temporary AND database = current_database()"))
          .isOne();

      while (records.size() < rows) {
        records.addAll(source.poll(1));
      }
      assertThat(rows(records, "t")).containsExactlyElementsOf(numbers(1, rows));
    }
  }

  private void transactions(int from, int to) {
    database.sql(
        IntStream.rangeClosed(from, to)
            .mapToObj(i -> "INSERT INTO t VALUES (" + i + ", 'a')")
            .toArray(String[]::new));
  }

  private List<SourceRecord> readAll(InMemoryOffsets offsets, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.addAll(List.of("sluice.bounded", "true"));
    try (SourceTaskHarness source = source(offsets, all.toArray(String[]::new)).start()) {
      List<SourceRecord> records =
          source.pollUntil(r -> r.headers().lastWithName("sluice.end-of-stream") != null);
      return records.subList(0, records.size() - 1);
    }
  }

  private SourceTaskHarness source(InMemoryOffsets offsets, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "snapshot.mode",
                "no_data",
                "table.include.list",
                "public.t,public.u",
                "signal.data.collection",
                "public.debezium_signal",
                "sluice.catch.up.min.bytes",
                "1"));
    all.addAll(List.of(settings));
    return new SourceTaskHarness(
        PostgresConnector::new, TestSource.config(database, all.toArray(String[]::new)), offsets);
  }

  private static List<Integer> rows(List<SourceRecord> records, String table) {
    return records.stream()
        .filter(r -> isOf(r, table))
        .map(r -> TestSource.after(r).getInt32("id"))
        .toList();
  }

  private static boolean isOf(SourceRecord record, String table) {
    return record.topic().equals("srv.public." + table);
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  private long said(String beginning) {
    return List.copyOf(log.list).stream()
        .filter(e -> e.getFormattedMessage().startsWith(beginning))
        .count();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(ChangeFeed.class);
  }
}
