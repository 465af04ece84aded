package io.sluice.connector.postgres.signal;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Signals for a task that runs: what their tests share. */
abstract class SignalCase {

  static final String READ_U = "{\"data-collections\": [\"public.u\"]}";

  final PostgresDatabase database = PostgresServer.shared().newDatabase();
  final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @TempDir Path folder;

  SignalCase() {
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

  boolean said(String text) {
    return List.copyOf(log.list).stream().anyMatch(e -> e.getFormattedMessage().contains(text));
  }

  /** What came up to the first record that carries a position alone, and no row. */
  static List<SourceRecord> markOnly(SourceTaskHarness source) {
    List<SourceRecord> records = source.pollUntil(TestSource::isMark);
    int end =
        records.indexOf(records.stream().filter(TestSource::isMark).findFirst().orElseThrow());
    return records.subList(0, end + 1);
  }

  long confirmed() {
    return logAt(
        "(SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '"
            + TestSource.slot(database)
            + "')");
  }

  long logAt(String position) {
    return database.number("SELECT (" + position + " - '0/0'::pg_lsn)::bigint");
  }

  List<String> warnings() {
    return List.copyOf(log.list).stream()
        .filter(e -> e.getLevel() == Level.WARN)
        .map(
            e ->
                e.getFormattedMessage()
                    + (e.getThrowableProxy() == null ? "" : e.getThrowableProxy().getMessage()))
        .toList();
  }

  void signal(String type, @Nullable String data) {
    database.sql(
        "INSERT INTO debezium_signal VALUES (gen_random_uuid()::text, '"
            + type
            + "', "
            + (data == null ? "NULL" : "'" + data.replace("'", "''") + "'")
            + ")");
  }

  /** What comes beside the signals' own rows, which a source that captures all tables delivers. */
  static List<SourceRecord> captured(SourceTaskHarness source, int atLeast) {
    List<SourceRecord> records = new ArrayList<>();
    Predicate<SourceRecord> signal = r -> r.topic().endsWith("_signal") || TestSource.isMark(r);
    while (records.size() < atLeast) {
      source.poll(1).stream().filter(signal.negate()).forEach(records::add);
    }
    return records;
  }

  static List<SourceRecord> untilQuiet(SourceTaskHarness source) {
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

  SourceTaskHarness start(String... settings) {
    return start(new InMemoryOffsets(), settings);
  }

  SourceTaskHarness start(InMemoryOffsets offsets, String... settings) {
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

  static Logger logger() {
    return (Logger) LoggerFactory.getLogger("io.sluice.connector.postgres");
  }
}
