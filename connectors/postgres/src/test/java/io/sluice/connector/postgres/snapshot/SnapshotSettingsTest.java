package io.sluice.connector.postgres.snapshot;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotSettingsTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @BeforeEach
  void two_tables() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY, name text)",
        "CREATE TABLE b(id int PRIMARY KEY, name text)",
        "INSERT INTO a SELECT i, 'a' || i FROM generate_series(1, 5) i",
        "INSERT INTO b SELECT i, 'b' || i FROM generate_series(1, 50) i",
        "ANALYZE");
  }

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void tables_that_are_not_to_be_read_are_streamed_all_the_same() {
    try (SourceTaskHarness source = start("snapshot.include.collection.list", "public.A")) {
      List<SourceRecord> records = new ArrayList<>(source.poll(5));
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO b VALUES (51, 'b51')");
      records.addAll(source.poll(1));

      assertThat(records).extracting(r -> after(r).getString("name")).hasSize(6).endsWith("b51");
    }
  }

  @Test
  void a_statement_of_the_users_says_which_rows_are_read() {
    try (SourceTaskHarness source =
        start(
            "snapshot.select.statement.overrides",
            "public.b",
            "snapshot.select.statement.overrides.public.b",
            "SELECT upper(name) AS name, id FROM b WHERE id > 48 ORDER BY id;",
            "sluice.snapshot.chunk.pages",
            "1")) {

      assertThat(source.poll(7))
          .extracting(r -> after(r).getString("name"))
          .containsExactly("a1", "a2", "a3", "a4", "a5", "B49", "B50");
    }
  }

  @Test
  void a_statement_that_lacks_a_column_is_refused_by_the_name_of_its_setting() {
    String setting = "snapshot.select.statement.overrides.public.b";
    try (SourceTaskHarness source =
        start("snapshot.select.statement.overrides", "public.b", setting, "SELECT id FROM b")) {

      assertThatThrownBy(() -> source.poll(100))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(setting)
          .hasMessageContaining("every captured column");
    }
  }

  @Test
  void a_table_without_its_statement_is_refused() {
    assertThatThrownBy(() -> start("snapshot.select.statement.overrides", "public.b"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("snapshot.select.statement.overrides.public.b");
  }

  @Test
  void large_tables_are_read_first_where_that_is_wanted() {
    try (SourceTaskHarness source = start("snapshot.tables.order.by.row.count", "descending")) {

      assertThat(source.poll(55).get(0).topic()).isEqualTo("srv.public.b");
    }
  }

  @Test
  void no_more_rows_a_second_are_read_than_wanted() {
    long begin = System.nanoTime();
    try (SourceTaskHarness source = start("sluice.snapshot.max.rows.per.second", "50")) {
      source.poll(55);
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void outside_of_its_hours_nothing_is_read_and_the_task_still_stops_at_once() {
    java.time.LocalTime now = java.time.LocalTime.now(java.time.ZoneOffset.UTC);
    String closed =
        now.plusHours(1).withNano(0).withSecond(0)
            + "-"
            + now.plusHours(2).withNano(0).withSecond(0);
    long begin = System.nanoTime();
    try (SourceTaskHarness source = start("sluice.snapshot.window", closed)) {

      assertThat(source.pollFor(Duration.ofMillis(700))).isEmpty();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void reading_and_streaming_wait_as_told() {
    long begin = System.nanoTime();
    try (SourceTaskHarness source =
        start("snapshot.delay.ms", "300", "streaming.delay.ms", "400")) {
      source.poll(55);
      Duration untilRead = Duration.ofNanos(System.nanoTime() - begin);
      database.sql("INSERT INTO a VALUES (6, 'late')");
      source.poll(1);

      assertThat(untilRead).isGreaterThan(Duration.ofMillis(300));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(700));
    }
  }

  @Test
  void configuration_based_reads_and_streams_what_it_is_told_to() {
    String based = "snapshot.mode.configuration.based.";
    try (SourceTaskHarness source =
        start(
            "snapshot.mode",
            "configuration_based",
            based + "snapshot.data",
            "true",
            based + "start.stream",
            "false")) {
      List<SourceRecord> records = new ArrayList<>(source.poll(55));
      database.sql("INSERT INTO a VALUES (6, 'late')");
      records.addAll(source.pollFor(Duration.ofMillis(300)));

      assertThat(records).hasSize(55);
    }
  }

  @Test
  void configuration_based_without_data_only_streams() {
    try (SourceTaskHarness source =
        start(
            "snapshot.mode",
            "configuration_based",
            "snapshot.mode.configuration.based.start.stream",
            "true")) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO a VALUES (6, 'late')");

      assertThat(source.poll(1)).extracting(TestSource::op).containsExactly("c");
    }
  }

  @Test
  void always_reads_again_at_every_start_and_after_an_interruption_only_the_rest() {
    try (SourceTaskHarness source = start("snapshot.mode", "always")) {
      List<SourceRecord> records = source.poll(55);
      source.commit(records.subList(0, 10));
      source.restart();
      List<SourceRecord> rest = source.poll(50);
      source.commit(rest);
      source.restart();

      assertThat(rest).hasSize(50);
      assertThat(source.poll(55)).extracting(TestSource::op).containsOnly("r");
    }
  }

  @Test
  void how_far_the_snapshot_is_can_be_asked_for() throws Exception {
    database.sql("ANALYZE");
    try (SourceTaskHarness source = start("topic.prefix", "metrics_of_this_test")) {
      source.poll(55);
      TestSource.awaitStreaming(database);
      ObjectName name =
          new ObjectName(
              "debezium.postgres:type=connector-metrics,context=snapshot,server=metrics_of_this_test");
      var server = ManagementFactory.getPlatformMBeanServer();

      assertThat(server.getAttribute(name, "SnapshotCompleted")).isEqualTo(true);
      assertThat(server.getAttribute(name, "TotalTableCount")).isEqualTo(2);
      assertThat(server.getAttribute(name, "RemainingTableCount")).isEqualTo(0);
      assertThat(server.getAttribute(name, "TotalRowsScanned")).isEqualTo(55L);
      assertThat(server.getAttribute(name, "ExpectedRows")).isEqualTo(55L);
      for (String chunks : List.of("Chunks", "ChunksRead")) {
        assertThat(((TabularData) server.getAttribute(name, chunks)).values())
            .as(chunks)
            .extracting(row -> ((CompositeData) row).get("value"))
            .containsExactly(1, 1);
      }
      source.stop();
      assertThat(server.isRegistered(name)).isFalse();
    }
  }

  @Test
  void two_connectors_with_one_prefix_tell_their_snapshots_apart() throws Exception {
    String name = "debezium.postgres:type=connector-metrics,context=snapshot,server=shared_by_two";
    var server = ManagementFactory.getPlatformMBeanServer();
    try (SourceTaskHarness one =
        start("topic.prefix", "shared_by_two", "name", "one", "table.include.list", "public.a")) {
      one.poll(5);
      try (SourceTaskHarness two =
          start(
              "topic.prefix",
              "shared_by_two",
              "name",
              "two",
              "slot.name",
              TestSource.slot(database) + "_two",
              "slot.drop.on.stop",
              "true",
              "publication.name",
              "of_two")) {
        two.poll(55);

        assertThat(server.getAttribute(new ObjectName(name), "Connector")).isEqualTo("one");
        assertThat(server.getAttribute(new ObjectName(name), "TotalTableCount")).isEqualTo(1);
        ObjectName second = new ObjectName(name + ",connector=\"two\"");
        assertThat(server.getAttribute(second, "Connector")).isEqualTo("two");
        assertThat(server.getAttribute(second, "TotalTableCount")).isEqualTo(2);
        one.stop();
        assertThat(server.isRegistered(second)).isTrue();
      }
    }
  }

  private SourceTaskHarness start(String... settings) {
    return TestSource.start(database, settings);
  }
}
