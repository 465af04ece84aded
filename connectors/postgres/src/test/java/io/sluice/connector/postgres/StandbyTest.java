package io.sluice.connector.postgres;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.position.Visibility;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A standby as the source, and a source that fails over to one. */
@Tag("long")
class StandbyTest {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "hot_standby_feedback",
          "on",
          "sync_replication_slots",
          "on",
          "wal_receiver_timeout",
          "2s");

  private final PostgresServer primary = PostgresServer.start(SETTINGS);
  private final PostgresDatabase database = primary.newDatabase("shop");
  private PostgresServer standby = primary;

  @BeforeEach
  void follow() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, name text)", "INSERT INTO t VALUES (1, 'a')");
    database.sql("CREATE PUBLICATION dbz_publication FOR ALL TABLES");
    database.sql("SELECT pg_create_physical_replication_slot('standby')");
    standby = PostgresServer.standbyOf(primary, Map.of("primary_slot_name", "standby"));
  }

  @AfterEach
  void close() {
    standby.close();
    primary.close();
  }

  @Test
  void a_standby_is_captured() {
    assertThat(
            new PostgresConnector()
                .validate(config(standby)).configValues().stream()
                    .flatMap(value -> value.errorMessages().stream()))
        .isEmpty();
    try (SourceTaskHarness source =
        new SourceTaskHarness(PostgresConnector::new, config(standby)).start()) {
      awaitSlotOnStandby();
      List<SourceRecord> records = source.poll(1);
      source.commit(records);
      database.sql("INSERT INTO t VALUES (2, 'b')");
      records.addAll(source.poll(1));
      source.restart();
      database.sql("DELETE FROM t WHERE id = 1");
      records.addAll(source.poll(3));

      assertThat(records)
          .extracting(TestSource::op)
          .containsExactly("r", "c", "c", "d", "tombstone");
    }
  }

  @Test
  void a_table_is_read_beside_the_stream_of_a_standby_while_the_primary_is_at_work()
      throws Exception {
    database.sql("CREATE TABLE debezium_signal(id text PRIMARY KEY, type text, data text)");
    Map<String, String> config = config(standby);
    config.put("signal.data.collection", "public.debezium_signal");
    config.put("table.include.list", "public.t");
    try (SourceTaskHarness source = new SourceTaskHarness(PostgresConnector::new, config).start();
        Connection open = database.connect();
        Statement statement = open.createStatement()) {
      awaitSlotOnStandby();
      source.poll(1);
      open.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (2, 'under way')");
      database.sql(
          "INSERT INTO t VALUES (3, 'later')",
          "INSERT INTO debezium_signal VALUES ('1', 'execute-snapshot',"
              + " '{\"data-collections\": [\"public.t\"]}')");
      List<SourceRecord> records = TestSource.poll(source, 3);

      assertThat(records).extracting(TestSource::op).containsExactly("c", "r", "r");
    }
  }

  @Test
  void a_publication_that_a_standby_lacks_is_to_be_made_on_the_primary() {
    Map<String, String> config = config(standby);
    config.put("publication.name", "missing");

    assertThat(
            new PostgresConnector()
                .validate(config).configValues().stream()
                    .flatMap(value -> value.errorMessages().stream()))
        .singleElement()
        .asString()
        .contains("On the primary run: CREATE PUBLICATION \"missing\" FOR TABLE");
  }

  @Test
  void a_bounded_run_over_a_standby_ends() {
    Map<String, String> config = config(standby);
    config.put("sluice.bounded", "true");
    try (SourceTaskHarness source = new SourceTaskHarness(PostgresConnector::new, config).start()) {
      awaitSlotOnStandby();

      assertThat(source.pollUntil(r -> r.headers().lastWithName("sluice.end-of-stream") != null))
          .hasSize(2);
    }
  }

  @Test
  void a_snapshot_of_a_standby_does_not_claim_to_have_seen_what_was_under_way() throws Exception {
    try (Connection open = database.connect();
        Statement statement = open.createStatement()) {
      open.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (2, 'under way')");
      long under = database.number("SELECT max(transactionid::text::int8) FROM pg_locks");
      database.sql("INSERT INTO t VALUES (3, 'done')");
      PostgresDatabase copy = standby.existingDatabase("shop");
      Awaitility.await().until(() -> copy.number("SELECT count(*) FROM t WHERE id = 3") == 1);

      Visibility seen = new Visibility(String.valueOf(copy.value("SELECT " + Visibility.NOW)));

      assertThat(seen.saw(under)).isFalse();
      assertThat(seen.saw(under - 1)).isTrue();
      // What the server itself says, which is why its word is not taken.
      assertThat(
              new Visibility(String.valueOf(copy.value("SELECT pg_current_snapshot()::text")))
                  .saw(under))
          .isTrue();
    }
  }

  @Test
  void a_standby_that_is_promoted_while_it_is_read_goes_on() {
    InMemoryOffsets offsets = new InMemoryOffsets();
    try (SourceTaskHarness source =
        new SourceTaskHarness(PostgresConnector::new, config(standby), offsets).start()) {
      awaitSlotOnStandby();
      source.commit(source.poll(1));
      database.sql("INSERT INTO t VALUES (2, 'b')");
      source.commit(source.poll(1));
      standby.existingDatabase("shop").sql("SELECT pg_promote()");
      standby.existingDatabase("shop").sql("INSERT INTO t VALUES (3, 'c')");

      assertThat(source.poll(1)).extracting(r -> after(r).getInt32("id")).containsExactly(3);
    }
    try (SourceTaskHarness source =
        new SourceTaskHarness(PostgresConnector::new, config(standby), offsets).start()) {
      assertThat(source.poll(1)).extracting(r -> after(r).getInt32("id")).containsExactly(3);
    }
  }

  @Test
  void a_failover_slot_goes_on_at_the_promoted_standby_and_the_former_primary_is_refused() {
    InMemoryOffsets offsets = new InMemoryOffsets();
    try (SourceTaskHarness source =
        new SourceTaskHarness(PostgresConnector::new, config(primary), offsets).start()) {
      source.commit(source.poll(1));
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t VALUES (2, 'b')");
      source.commit(source.poll(1));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                source.poll();
                database.sql("SELECT pg_log_standby_snapshot()");
                return standby
                        .existingDatabase("shop")
                        .number(
                            "SELECT count(*) FROM pg_replication_slots WHERE synced AND NOT"
                                + " temporary")
                    == 1;
              });
    }
    primary.stop();
    PostgresDatabase promoted = standby.existingDatabase("shop");
    promoted.sql("SELECT pg_promote()", "INSERT INTO t VALUES (3, 'c')");
    try (SourceTaskHarness source =
        new SourceTaskHarness(PostgresConnector::new, config(standby), offsets).start()) {
      List<SourceRecord> records = source.poll(1);
      assertThat(records).extracting(r -> after(r).getInt32("id")).containsExactly(3);
      source.commit(records);
    }
    primary.startAgain();
    try (SourceTaskHarness source =
        new SourceTaskHarness(PostgresConnector::new, config(primary), offsets).start()) {
      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("former primary");
    }
  }

  @Test
  void a_standby_that_was_promoted_without_the_last_changes_is_refused() {
    InMemoryOffsets offsets = new InMemoryOffsets();
    Map<String, String> config = config(primary);
    config.put("slot.failover", "false");
    standby.stop();
    try (SourceTaskHarness source =
        new SourceTaskHarness(PostgresConnector::new, config, offsets).start()) {
      source.commit(source.poll(1));
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t VALUES (2, 'only here')");
      source.commit(source.poll(1));
    }
    primary.stop();
    standby.startAgain();
    standby.existingDatabase("shop").sql("SELECT pg_promote()", "INSERT INTO t VALUES (3, 'c')");
    config.put("database.port", Integer.toString(standby.port()));
    try (SourceTaskHarness source =
        new SourceTaskHarness(PostgresConnector::new, config, offsets).start()) {

      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("left that timeline at")
          .hasMessageContaining("new snapshot");
    }
  }

  /** The standby can make a slot when the primary has said what is under way. */
  private void awaitSlotOnStandby() {
    Awaitility.await()
        .until(
            () -> {
              database.sql("SELECT pg_log_standby_snapshot()");
              return standby
                      .existingDatabase("shop")
                      .number(
                          "SELECT count(*) FROM pg_replication_slots WHERE active AND"
                              + " confirmed_flush_lsn IS NOT NULL")
                  == 1;
            });
  }

  private Map<String, String> config(PostgresServer server) {
    Map<String, String> config = TestSource.config(database);
    config.put("database.port", Integer.toString(server.port()));
    if (server == primary) {
      config.put("slot.failover", "true");
    }
    return config;
  }
}
