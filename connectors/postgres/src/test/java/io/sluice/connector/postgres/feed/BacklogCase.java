package io.sluice.connector.postgres.feed;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

/** A table, slots of it, and a backlog that is read by SQL where a source is told to. */
abstract class BacklogCase {
  static final int ROWS = 55_000;

  static final String LEAST = "sluice.catch.up.min.bytes";

  final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    database.sql(
        "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE active AND"
            + " database = current_database()");
    Awaitility.await()
        .ignoreExceptions() // A session may still be on its way out.
        .untilAsserted(
            () ->
                database.sql(
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE"
                        + " database = current_database()"));
  }

  /** Two transactions, of a row each in ten and of all others. */
  void backlog() throws SQLException {
    create();
    slot("sql");
    run("INSERT INTO t SELECT i, 'a' FROM generate_series(1001, 1000 + " + ROWS / 10 + ") i");
    run(
        "INSERT INTO t SELECT i, 'b' FROM generate_series(1001 + "
            + ROWS / 10
            + ", 1000 + "
            + ROWS
            + ") i");
  }

  /** With so little room the reading waits in the middle of the backlog. */
  SourceTaskHarness slow(InMemoryOffsets offsets) {
    return source("sql", "1", offsets, "max.queue.size.in.bytes", "100000");
  }

  void create() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, name text, big text)",
        "ALTER TABLE t ALTER big SET STORAGE external",
        "INSERT INTO t VALUES (1, 'large', repeat('x', 10000))",
        "CREATE PUBLICATION dbz_publication FOR ALL TABLES");
  }

  void slot(String name) {
    database.sql(
        "SELECT pg_create_logical_replication_slot('"
            + name
            + "_"
            + database.name()
            + "', 'pgoutput')");
  }

  /** Reads all there is. */
  List<SourceRecord> read(String slot, String least, InMemoryOffsets offsets, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.addAll(List.of("sluice.bounded", "true"));
    try (SourceTaskHarness source =
        source(slot, least, offsets, all.toArray(String[]::new)).start()) {
      List<SourceRecord> records = source.pollUntil(BacklogCase::isEnd);
      return records.subList(0, records.size() - 1);
    }
  }

  SourceTaskHarness source(String slot, String least, InMemoryOffsets offsets, String... settings) {
    Map<String, String> config = TestSource.config(database, settings);
    config.put("slot.name", slot + "_" + database.name());
    config.put("snapshot.mode", "no_data");
    config.put("skipped.operations", "none");
    config.put(LEAST, least);
    return new SourceTaskHarness(PostgresConnector::new, config, offsets);
  }

  static boolean isEnd(SourceRecord sourceRecord) {
    return sourceRecord.headers().lastWithName("sluice.end-of-stream") != null;
  }

  int write(AtomicBoolean enough) {
    int written = 0;
    try (Connection connection = database.connect()) {
      while (!enough.get()) {
        execute(connection, "INSERT INTO t VALUES (" + (100_000 + written++) + ", 'live')");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return written;
  }

  long heldSlots() {
    return database.number(
        "SELECT count(*) FROM pg_replication_slots WHERE active AND database ="
            + " current_database()");
  }

  long catchUpSlots() {
    return database.number(
        "SELECT count(*) FROM pg_replication_slots WHERE temporary AND database ="
            + " current_database()");
  }

  long confirmed(String slot) {
    return database.number(
        "SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots WHERE slot_name = '"
            + slot
            + "_"
            + database.name()
            + "'");
  }

  long restart(String slot) {
    return database.number(
        "SELECT restart_lsn - '0/0' FROM pg_replication_slots WHERE slot_name = '"
            + slot
            + "_"
            + database.name()
            + "'");
  }

  void run(String... statements) throws SQLException {
    try (Connection connection = database.connect()) {
      for (String statement : statements) {
        execute(connection, statement);
      }
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
