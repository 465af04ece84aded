package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that who comes from Debezium may have, and that change how the task behaves. */
class MovedSettingsTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @BeforeEach
  void tables() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY)",
        "CREATE TABLE b(id int PRIMARY KEY)",
        "INSERT INTO a VALUES (1)");
  }

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @ParameterizedTest
  @CsvSource({"lsn.flush.mode,manual", "flush.lsn.source,false"})
  void a_slot_that_others_confirm_is_left_where_it_is(String setting, String value) {
    try (SourceTaskHarness source =
        TestSource.start(database, setting, value, "status.update.interval.ms", "100")) {
      source.commit(source.poll(1));
      TestSource.awaitStreaming(database);
      String before = confirmed();
      database.sql("INSERT INTO a VALUES (2)");
      source.commit(source.poll(1));
      String now = String.valueOf(database.value("SELECT clock_timestamp()"));

      Awaitility.await().until(() -> hasAnsweredSince(now));

      assertThat(confirmed()).isEqualTo(before);
    }
  }

  @Test
  void a_slot_is_confirmed_where_the_driver_may_do_so_too() {
    try (SourceTaskHarness source =
        TestSource.start(
            database,
            "lsn.flush.mode",
            "connector_and_driver",
            "flush.lsn.source",
            "false",
            "offset.mismatch.strategy",
            "trust_greater_lsn")) {
      source.commit(source.poll(1));
      TestSource.awaitStreaming(database);
      String before = confirmed();
      database.sql("INSERT INTO a VALUES (2)");
      source.commit(source.poll(1));

      Awaitility.await().until(() -> !confirmed().equals(before));
    }
  }

  @Test
  void a_task_gives_up_after_as_many_retries_as_are_allowed() {
    try (SourceTaskHarness source =
        TestSource.start(database, "database.port", "1", "errors.max.retries", "1")) {
      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("errors.max.retries");
    }
  }

  @Test
  void more_tables_than_the_guardrail_allows_end_the_task_if_it_shall() {
    try (SourceTaskHarness source =
        TestSource.start(
            database,
            "guardrail.collections.max",
            "1",
            "guardrail.collections.limit.action",
            "fail")) {
      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("2 tables")
          .hasMessageContaining("guardrail.collections.max");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"serializable", "repeatable_read", "READ_COMMITTED", "read_uncommitted"})
  void tables_are_read_whatever_the_isolation_and_the_guardrail_s_warning(String isolation) {
    try (SourceTaskHarness source =
        TestSource.start(
            database,
            "guardrail.collections.max",
            "1",
            "snapshot.locking.mode",
            "shared",
            "snapshot.isolation.mode",
            isolation)) {
      assertThat(source.poll(1)).hasSize(1);
    }
  }

  private String confirmed() {
    return String.valueOf(
        database.value(
            "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '"
                + TestSource.slot(database)
                + "'"));
  }

  /** Twice since, so that one of the answers knew of what was durable. */
  private boolean hasAnsweredSince(String time) {
    return database.number(
            "SELECT count(*) FROM pg_replication_slots s JOIN pg_stat_replication r ON r.pid ="
                + " s.active_pid WHERE slot_name = '"
                + TestSource.slot(database)
                + "' AND reply_time > '"
                + time
                + "'::timestamptz + interval '500 ms'")
        == 1;
  }
}
