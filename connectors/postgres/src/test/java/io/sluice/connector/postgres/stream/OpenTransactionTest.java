package io.sluice.connector.postgres.stream;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Transactions that the server sends while they are open give the same records as those that it
 * sends whole. The server of this test sends every change at once.
 */
class OpenTransactionTest {

  private static final PostgresServer server =
      PostgresServer.start(
          Map.of(
              "debug_logical_replication_streaming",
              "immediate",
              "max_prepared_transactions",
              "10"));

  private final PostgresDatabase database = server.newDatabase();

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void what_is_rolled_back_is_left_out_wherever_it_stands() throws Exception {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, name text)");
    assertSame(
        5,
        "BEGIN",
        "INSERT INTO t VALUES (1, 'a')",
        "SAVEPOINT s",
        "INSERT INTO t VALUES (2, 'b')",
        "SAVEPOINT inner_s",
        "INSERT INTO t VALUES (3, 'c')",
        "ROLLBACK TO inner_s",
        "INSERT INTO t VALUES (4, 'd')",
        "ROLLBACK TO s",
        "INSERT INTO t VALUES (5, 'e')",
        "SAVEPOINT kept",
        "UPDATE t SET id = 6 WHERE id = 5",
        "RELEASE kept",
        "COMMIT");
  }

  @Test
  void a_transaction_that_is_rolled_back_leaves_nothing() throws Exception {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, name text)");
    assertSame(
        1,
        "BEGIN",
        "INSERT INTO t SELECT i, 'gone' FROM generate_series(1, 100) i",
        "ROLLBACK",
        "INSERT INTO t VALUES (7, 'kept')");
  }

  @Test
  void a_table_that_changes_its_form_in_mid_transaction_is_told_in_both_forms() throws Exception {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, name text)");
    assertSame(
        4,
        "BEGIN",
        "INSERT INTO t VALUES (1, 'a')",
        "ALTER TABLE t ADD COLUMN more int",
        "INSERT INTO t VALUES (2, 'b', 3)",
        "SAVEPOINT s",
        "ALTER TABLE t ADD COLUMN undone int",
        "INSERT INTO t VALUES (3, 'c', 4, 5)",
        "ROLLBACK TO s",
        "INSERT INTO t VALUES (4, 'd', 5)",
        "COMMIT",
        "INSERT INTO t VALUES (5, 'e', 6)");
  }

  @Test
  void transactions_that_overlap_come_in_the_order_of_their_commits() throws Exception {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, name text)");
    compare(
        30,
        () -> {
          try (Connection first = database.connect();
              Connection second = database.connect()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            for (int i = 0; i < 10; i++) {
              execute(first, "INSERT INTO t VALUES (" + i + ", 'first')");
              execute(second, "INSERT INTO t VALUES (" + (100 + i) + ", 'second')");
              database.sql("INSERT INTO t VALUES (" + (200 + i) + ", 'between')");
            }
            second.commit();
            first.commit();
          }
        });
  }

  @Test
  void a_prepared_transaction_is_told_when_it_is_committed_and_never_when_it_is_rolled_back()
      throws Exception {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, name text)");
    assertSame(
        2,
        "BEGIN",
        "INSERT INTO t VALUES (1, 'a')",
        "PREPARE TRANSACTION 'kept'",
        "BEGIN",
        "INSERT INTO t VALUES (2, 'b')",
        "PREPARE TRANSACTION 'undone'",
        "INSERT INTO t VALUES (3, 'c')",
        "ROLLBACK PREPARED 'undone'",
        "COMMIT PREPARED 'kept'");
  }

  @Test
  void a_restart_in_mid_transaction_goes_on_with_the_next_change() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, name text)");
    List<SourceRecord> all;
    try (SourceTaskHarness source = source("on", new InMemoryOffsets()).start()) {
      awaitStreaming(1);
      database.sql(
          "BEGIN; INSERT INTO t VALUES (1, 'a'); UPDATE t SET id = 2; DELETE FROM t; INSERT INTO t"
              + " VALUES (3, 'c'); COMMIT");
      all = source.poll(7);
    }
    for (int taken = 1; taken < all.size(); taken++) {
      for (String mode : List.of("on", "off")) {
        InMemoryOffsets offsets = new InMemoryOffsets();
        all.subList(0, taken).forEach(offsets::put);
        try (SourceTaskHarness again =
            source("on", offsets, "sluice.streaming.transactions", mode).start()) {
          assertThat(told(again.poll(all.size() - taken)))
              .as("after record %d, then %s", taken, mode)
              .isEqualTo(told(all.subList(taken, all.size())));
        }
      }
    }
  }

  @Test
  void a_folder_that_cannot_be_written_to_leaves_the_keeping_to_the_server() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, name text)");
    try (SourceTaskHarness source =
        source(
                "on",
                new InMemoryOffsets(),
                "sluice.streaming.folder",
                "/no/such/folder",
                "max.queue.size.in.bytes",
                "40")
            .start()) {
      awaitStreaming(1);
      database.sql("INSERT INTO t SELECT i, 'a' FROM generate_series(1, 100) i");

      assertThat(source.poll(100)).hasSize(100);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private void assertSame(int records, String... statements) throws Exception {
    compare(
        records,
        () -> {
          try (Connection connection = database.connect()) {
            for (String statement : statements) {
              execute(connection, statement);
            }
          }
        });
  }

  /** With a memory so small that every transaction goes through a file, too. */
  private void compare(int records, Work work) throws Exception {
    try (SourceTaskHarness whole = source("off", new InMemoryOffsets());
        SourceTaskHarness open = source("on", new InMemoryOffsets());
        SourceTaskHarness spilled =
            source("spilled", new InMemoryOffsets(), "max.queue.size.in.bytes", "40")) {
      whole.start();
      awaitStreaming(1);
      open.start();
      awaitStreaming(2);
      spilled.start();
      awaitStreaming(3);
      work.run();
      List<String> expected = told(whole.poll(records));

      assertThat(told(open.poll(records))).isEqualTo(expected);
      assertThat(told(spilled.poll(records))).isEqualTo(expected);
    }
  }

  private SourceTaskHarness source(String name, InMemoryOffsets offsets, String... settings) {
    Map<String, String> config = TestSource.config(database);
    config.put("database.port", Integer.toString(server.port()));
    config.put("slot.name", name + "_" + database.name());
    config.put("sluice.streaming.transactions", name.equals("off") ? "off" : "on");
    for (int i = 0; i < settings.length; i += 2) {
      config.put(settings[i], settings[i + 1]);
    }
    return new SourceTaskHarness(PostgresConnector::new, config, offsets);
  }

  private void awaitStreaming(int slots) {
    org.awaitility.Awaitility.await()
        .until(
            () ->
                database.number(
                        "SELECT count(*) FROM pg_replication_slots WHERE active AND database = '"
                            + database.name()
                            + "'")
                    == slots);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Everything but the clock's times. */
  private static List<String> told(List<SourceRecord> records) {
    List<String> told = new ArrayList<>();
    for (SourceRecord r : records) {
      String value = String.valueOf(r.value()).replaceAll(",ts_[mun]s=\\d+", "");
      told.add(
          r.topic() + " " + r.key() + " " + value + " " + new LinkedHashMap<>(r.sourceOffset()));
    }
    return told;
  }
}
