package io.sluice.connector.postgres;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import io.sluice.testkit.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionLossTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void a_connection_cut_in_mid_copy_is_made_again_and_the_table_read_again() throws Exception {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, filler text)",
        "INSERT INTO t SELECT i, repeat('x', 500) FROM generate_series(1, 20000) i");
    try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared().port());
        SourceTaskHarness source = TestSource.start(database, "database.port", "" + proxy.port())) {
      List<SourceRecord> records = new ArrayList<>(source.poll(100));
      proxy.cut();
      records.addAll(TestSource.rows(source.pollUntil(TestSource::tellsThatAllIsRead)));

      assertThat(records.stream().map(r -> after(r).getInt32("id")).distinct()).hasSize(20000);
    }
  }

  @Test
  void a_connection_cut_in_mid_transaction_loses_and_repeats_nothing() throws Exception {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, filler text)");
    try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared().port());
        SourceTaskHarness source =
            TestSource.start(
                database,
                "database.port",
                "" + proxy.port(),
                "max.batch.size",
                "100",
                "max.queue.size",
                "100")) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t SELECT i, repeat('x', 500) FROM generate_series(1, 20000) i");
      List<SourceRecord> records = new ArrayList<>(source.poll(1000));
      proxy.cut();
      records.addAll(source.poll(5000));
      proxy.cut();
      records.addAll(source.poll(20000 - records.size()));

      assertThat(records)
          .extracting(r -> after(r).getInt32("id"))
          .doesNotHaveDuplicates()
          .hasSize(20000);
    }
  }

  @Test
  void a_server_that_falls_silent_without_closing_is_connected_to_again() throws Exception {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)");
    try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared().port());
        SourceTaskHarness source =
            TestSource.start(
                database, "database.port", "" + proxy.port(), "status.update.interval.ms", "100")) {
      TestSource.awaitStreaming(database);
      long before = proxy.connectionsSoFar();
      proxy.stall();
      source.pollFor(Duration.ofMillis(2500));
      proxy.heal();
      database.sql("INSERT INTO t VALUES (1)");

      assertThat(source.poll(1)).hasSize(1);
      assertThat(proxy.connectionsSoFar()).isGreaterThan(before);
    }
  }

  @Test
  void a_task_that_nobody_polls_keeps_its_connection() throws Exception {
    try (PostgresServer impatient = PostgresServer.start(Map.of("wal_sender_timeout", "1000"))) {
      PostgresDatabase own = impatient.newDatabase();
      own.sql("CREATE TABLE t(id int PRIMARY KEY)");
      try (SourceTaskHarness source =
          start(
              impatient,
              own,
              "max.batch.size",
              "10",
              "max.queue.size",
              "10",
              "status.update.interval.ms",
              "200")) {
        TestSource.awaitStreaming(own);
        own.sql("INSERT INTO t SELECT generate_series(1, 1000)");
        source.poll(1);
        String sender = own.value("SELECT active_pid FROM pg_replication_slots");
        org.awaitility.Awaitility.await()
            .pollDelay(Duration.ofSeconds(3))
            .untilAsserted(
                () ->
                    assertThat(own.value("SELECT active_pid FROM pg_replication_slots"))
                        .isEqualTo(sender));
        source.poll(500);
      }
    }
  }

  @Test
  void a_server_that_crashes_and_comes_back_is_read_on() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      PostgresDatabase own = server.newDatabase();
      own.sql("CREATE TABLE t(id int PRIMARY KEY)");
      try (SourceTaskHarness source = start(server, own)) {
        TestSource.awaitStreaming(own);
        own.sql("INSERT INTO t VALUES (1)");
        source.commit(source.poll(1));
        server.kill();
        source.pollFor(Duration.ofMillis(300));
        server.startAgain();
        own.sql("INSERT INTO t VALUES (2)");

        assertThat(source.poll(1)).extracting(r -> after(r).getInt32("id")).containsExactly(2);
      }
    }
  }

  @Test
  void while_a_server_is_away_polls_say_nothing_and_one_says_that_it_is_back() throws Exception {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)");
    try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared().port());
        SourceTaskHarness source =
            TestSource.start(
                database, "database.port", "" + proxy.port(), "poll.interval.ms", "20")) {
      TestSource.awaitStreaming(database);
      assertThat(source.answer()).as("whoever was never away has nothing to tell").isNull();
      proxy.refuse();
      proxy.cut();
      int failed = 0;
      while (failed < 3) {
        try {
          assertThat(source.answer()).isNull();
        } catch (RetriableException away) {
          failed++;
        }
      }
      proxy.heal();
      List<SourceRecord> answer = null;
      while (answer == null) {
        try {
          answer = source.answer();
        } catch (RetriableException stillAway) {
          // An attempt was under way.
        }
      }

      assertThat(answer).isEmpty();
      assertThat(source.answer()).as("told once").isNull();
    }
  }

  @Test
  void a_position_of_another_database_cluster_is_refused() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    InMemoryOffsets offsets = new InMemoryOffsets();
    try (SourceTaskHarness source = TestSource.start(database)) {
      SourceRecord record = source.poll(1).get(0);
      Map<String, Object> foreign = new HashMap<>(record.sourceOffset());
      foreign.put("sluice_system", "1234");
      offsets.put(record.sourcePartition(), foreign);
    }
    try (SourceTaskHarness again =
        new SourceTaskHarness(PostgresConnector::new, TestSource.config(database), offsets)
            .start()) {

      assertThatThrownBy(() -> again.poll(1))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("cluster 1234");
    }
  }

  @Test
  void a_position_behind_the_end_of_the_servers_log_is_refused() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)");
    InMemoryOffsets offsets = new InMemoryOffsets();
    try (SourceTaskHarness source = TestSource.start(database)) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t VALUES (1)");
      SourceRecord record = source.poll(1).get(0);
      Map<String, Object> ahead = new HashMap<>(record.sourceOffset());
      ahead.put("sluice_commit", 1L << 50);
      offsets.put(record.sourcePartition(), ahead);
    }
    try (SourceTaskHarness again =
        new SourceTaskHarness(PostgresConnector::new, TestSource.config(database), offsets)
            .start()) {

      assertThatThrownBy(() -> again.poll(1))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("restored from a backup");
    }
  }

  @Test
  void a_position_whose_slot_is_gone_is_refused_and_when_needed_reads_anew() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    InMemoryOffsets offsets = new InMemoryOffsets();
    try (SourceTaskHarness source = TestSource.start(database)) {
      source.poll(1).forEach(offsets::put);
    }
    TestSource.dropSlot(database);
    try (SourceTaskHarness again =
        new SourceTaskHarness(PostgresConnector::new, TestSource.config(database), offsets)
            .start()) {
      assertThatThrownBy(() -> again.poll(1))
          .hasMessageContaining("is gone")
          .hasMessageContaining("can no longer be read")
          .hasMessageContaining("public.t")
          .hasMessageContaining("when_needed");
    }
    try (SourceTaskHarness again =
        new SourceTaskHarness(
                PostgresConnector::new,
                TestSource.config(database, "snapshot.mode", "when_needed"),
                offsets)
            .start()) {
      again.commit(again.poll(1)); // what was decided is durable before anything is read
      assertThat(again.poll(1)).extracting(TestSource::op).containsExactly("r");
    }
  }

  @Test
  void a_slot_that_another_task_holds_is_waited_for() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    SourceTaskHarness first = TestSource.start(database, "snapshot.mode", "no_data");
    TestSource.awaitStreaming(database);
    try (SourceTaskHarness second = TestSource.start(database, "snapshot.mode", "no_data")) {
      second.pollFor(Duration.ofMillis(300));
      database.sql("INSERT INTO t VALUES (2)");
      assertThat(second.pollFor(Duration.ofMillis(300))).isEmpty();
      first.close();

      assertThat(second.poll(1)).hasSize(1);
    }
  }

  private static SourceTaskHarness start(
      PostgresServer server, PostgresDatabase database, String... settings) {
    Map<String, String> config = TestSource.config(database, settings);
    config.put("database.port", Integer.toString(server.port()));
    return new SourceTaskHarness(PostgresConnector::new, config).start();
  }
}
