package io.sluice.connector.postgres.watch;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.catalog.Connections;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.jmx.OwnBean;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.common.config.ConfigException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class WatchTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void a_table_taken_out_of_the_publication_ends_the_task_and_is_named() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY)",
        "CREATE TABLE b(id int PRIMARY KEY)",
        "CREATE PUBLICATION dbz_publication FOR TABLE a, b");
    try (SourceTaskHarness source = watched()) {
      assertThatThrownBy(() -> sqlAndWait(source, "ALTER PUBLICATION dbz_publication DROP TABLE b"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("left out public.b")
          .hasMessageContaining("new snapshot");
    }
  }

  @Test
  void a_table_taken_out_of_the_publication_and_put_back_is_noticed() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY)", "CREATE PUBLICATION dbz_publication FOR TABLE a");
    try (SourceTaskHarness source = watched()) {
      assertThatThrownBy(
              () ->
                  sqlAndWait(
                      source,
                      "ALTER PUBLICATION dbz_publication DROP TABLE a",
                      "ALTER PUBLICATION dbz_publication ADD TABLE a"))
          .hasMessageContaining("left out public.a");
    }
  }

  @Test
  void a_schema_taken_out_of_the_publication_ends_the_task_and_its_table_is_named() {
    publicationOfSchema();
    try (SourceTaskHarness source = watched("publication.name", "schemas")) {
      assertThatThrownBy(
              () ->
                  sqlAndWait(
                      source,
                      "ALTER PUBLICATION schemas DROP TABLES IN SCHEMA s",
                      "ALTER PUBLICATION schemas ADD TABLES IN SCHEMA s"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("left out s.a");
    }
  }

  @Test
  void a_captured_table_that_leaves_the_published_schema_ends_the_task() {
    publicationOfSchema();
    try (SourceTaskHarness source = watched("publication.name", "schemas")) {
      assertThatThrownBy(() -> sqlAndWait(source, "ALTER TABLE s.a SET SCHEMA public"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("left out public.a");
    }
  }

  @Test
  void tables_that_the_publication_lacks_are_added_and_nothing_else_of_it_changes() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY)",
        "CREATE TABLE b(id int PRIMARY KEY)",
        "CREATE TABLE others(id int PRIMARY KEY)",
        "CREATE PUBLICATION dbz_publication FOR TABLE a WHERE (id > 5), others");
    try (SourceTaskHarness source =
        watched(
            "publication.autocreate.mode",
            "filtered",
            "table.include.list",
            "public.a,public.b",
            "sluice.publication.parts",
            "warn")) {
      assertThat(
              database.rows(
                  "SELECT tablename, rowfilter FROM pg_publication_tables WHERE pubname ="
                      + " 'dbz_publication' ORDER BY 1"))
          .extracting(row -> row.get(0) + " " + row.get(1))
          .containsExactly("a (id > 5)", "b null", "others null");
    }
  }

  @Test
  void a_column_list_put_on_a_captured_table_ends_the_task_and_the_column_is_named() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY, v text, n int)",
        "CREATE PUBLICATION dbz_publication FOR TABLE a");
    try (SourceTaskHarness source = watched()) {
      assertThatThrownBy(
              () -> sqlAndWait(source, "ALTER PUBLICATION dbz_publication SET TABLE a (id, v)"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("column n of public.a");
    }
  }

  @Test
  void a_column_that_comes_to_a_table_with_a_column_list_ends_the_task() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY, v text)",
        "CREATE PUBLICATION dbz_publication FOR TABLE a (id, v)");
    try (SourceTaskHarness source = watched()) {
      assertThatThrownBy(() -> sqlAndWait(source, "ALTER TABLE a ADD COLUMN n int"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("column n of public.a");
    }
  }

  private void publicationOfSchema() {
    database.sql(
        "CREATE SCHEMA s",
        "CREATE TABLE s.a(id int PRIMARY KEY)",
        "CREATE PUBLICATION schemas FOR TABLES IN SCHEMA s");
  }

  @Test
  void a_publication_that_is_dropped_ends_the_task() {
    database.sql("CREATE TABLE a(id int PRIMARY KEY)");
    try (SourceTaskHarness source = watched()) {
      assertThatThrownBy(() -> sqlAndWait(source, "DROP PUBLICATION dbz_publication"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("is gone");
    }
  }

  @Test
  void a_publication_that_no_longer_tells_deletes_ends_the_task() {
    database.sql("CREATE TABLE a(id int PRIMARY KEY)");
    try (SourceTaskHarness source = watched()) {
      assertThatThrownBy(
              () ->
                  sqlAndWait(
                      source, "ALTER PUBLICATION dbz_publication SET (publish = 'insert, update')"))
          .hasMessageContaining("does not publish deletes");
    }
  }

  @Test
  void tables_that_come_and_go_do_not_end_the_task() {
    database.sql("CREATE TABLE a(id int PRIMARY KEY)", "CREATE TABLE b(id int PRIMARY KEY)");
    try (SourceTaskHarness source = watched("publication.autocreate.mode", "filtered")) {
      database.sql("CREATE TABLE c(id int PRIMARY KEY)", "DROP TABLE b");
      source.pollFor(Duration.ofMillis(300));
      database.sql("INSERT INTO a VALUES (7)");

      assertThat(source.poll(1)).extracting(r -> after(r).getInt32("id")).containsExactly(7);
    }
  }

  @Test
  void captured_tables_that_the_publication_lacks_are_told_until_a_task_begins_with_them()
      throws JMException {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY)",
        "CREATE TABLE b(id int PRIMARY KEY)",
        "CREATE PUBLICATION dbz_publication FOR TABLE a");
    ObjectName bean =
        new ObjectName("debezium.postgres:type=connector-metrics,context=streaming,server=lacking");
    try (SourceTaskHarness source = watched("topic.prefix", "lacking")) {
      awaitUnpublished(bean, "public.b");
      database.sql("CREATE TABLE c(id int PRIMARY KEY)");
      awaitUnpublished(bean, "public.b", "public.c");
      assertThat((String[]) OwnBean.attribute(bean, "CapturedTables"))
          .containsExactly("public.a", "public.b", "public.c");

      database.sql("ALTER PUBLICATION dbz_publication ADD TABLE b", "DROP TABLE c");
      awaitUnpublished(bean, "public.b"); // Of what changed before nobody was told.
    }
    Awaitility.await() // The watch ends by itself.
        .until(() -> !ManagementFactory.getPlatformMBeanServer().isRegistered(bean));
    database.sql("CREATE TABLE last(id int PRIMARY KEY)");
    try (SourceTaskHarness source = watched("topic.prefix", "lacking")) {
      awaitUnpublished(bean, "public.last");
    }
  }

  private static void awaitUnpublished(ObjectName bean, String... tables) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat((String[]) OwnBean.attribute(bean, "UnpublishedTables"))
                    .containsExactly(tables));
  }

  @Test
  void a_slot_that_holds_back_too_much_log_is_dropped_where_that_is_wanted() {
    database.sql("CREATE TABLE a(id int PRIMARY KEY, filler text)");
    try (SourceTaskHarness source = guarded("drop")) {
      assertThatThrownBy(() -> sqlAndWait(source, megabytes()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("sluice.slot.guard.max.bytes allows 1.0 MiB")
          .hasMessageContaining("dropped")
          .hasMessageContaining("can no longer be read");
      Awaitility.await().untilAsserted(() -> assertThat(slots()).isZero());
    }
  }

  /** As a sender does that is busy decoding and has not noticed that its client is gone. */
  @Test
  void a_slot_that_is_in_use_for_a_while_after_the_reading_was_cut_is_dropped_then()
      throws Exception {
    database.sql("CREATE TABLE a(id int PRIMARY KEY, filler text)", "CREATE PUBLICATION p");
    PostgresConfig config =
        new PostgresConfig(
            TestSource.config(
                database,
                "publication.name",
                "p",
                "sluice.watch.interval.ms",
                "20",
                "sluice.slot.guard.max.bytes",
                "1048576",
                "sluice.slot.guard.action",
                "drop"));
    database.sql(
        "SELECT pg_create_logical_replication_slot('"
            + TestSource.slot(database)
            + "', 'pgoutput')");
    CountDownLatch cut = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    SourceWatch watch = new SourceWatch(config, cut::countDown);
    Thread reader =
        new Thread(
            () -> {
              try {
                cut.await();
                watch.close();
                closed.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    reader.start();
    Connection sender = new Connections(config).replication();
    try (sender) {
      sender
          .unwrap(PGConnection.class)
          .getReplicationAPI()
          .replicationStream()
          .logical()
          .withSlotName(TestSource.slot(database))
          .withSlotOption("proto_version", 1)
          .withSlotOption("publication_names", "p")
          .start();
      database.sql(megabytes());
      watch.start();

      assertThat(cut.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(closed.await(1, TimeUnit.SECONDS)).as("the slot is in use").isFalse();
    }

    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(slots()).isZero();
    assertThat(watch.verdict()).hasMessageContaining("is being dropped");
  }

  @Test
  void a_slot_that_holds_back_too_much_log_is_kept_where_the_task_shall_only_stop() {
    database.sql("CREATE TABLE a(id int PRIMARY KEY, filler text)");
    try (SourceTaskHarness source = guarded("stop")) {
      assertThatThrownBy(() -> sqlAndWait(source, megabytes()))
          .hasMessageContaining("the slot keeps its log");
    }
    assertThat(slots()).isEqualTo(1);
  }

  @Test
  void a_task_that_was_stopped_for_too_much_log_and_is_started_again_may_catch_up() {
    database.sql("CREATE TABLE a(id int PRIMARY KEY, filler text)");
    try (SourceTaskHarness source = guarded("stop")) {
      database.sql("INSERT INTO a VALUES (0, '')");
      source.commit(source.poll(1));
      assertThatThrownBy(() -> sqlAndWait(source, megabytes()))
          .hasMessageContaining("the slot keeps its log");

      source.restart();

      assertThat(source.poll(3000)).hasSize(3000);
      source.pollFor(Duration.ofMillis(300)); // some looks more
    }
  }

  private SourceTaskHarness watched(String... settings) {
    Map<String, String> config = TestSource.config(database, settings);
    config.put("sluice.watch.interval.ms", "20");
    SourceTaskHarness source = new SourceTaskHarness(PostgresConnector::new, config);
    source.start();
    TestSource.awaitStreaming(database);
    awaitFirstLook();
    return source;
  }

  /**
   * The watch looks at the publication, then at the slot, with a statement that nobody else has.
   */
  private void awaitFirstLook() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                database.number(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND pid <> pg_backend_pid() AND state = 'idle' AND query LIKE"
                            + " '%AS retained,%'")
                    > 0);
  }

  private SourceTaskHarness guarded(String action) {
    return watched("sluice.slot.guard.max.bytes", "1048576", "sluice.slot.guard.action", action);
  }

  private static String megabytes() {
    return "INSERT INTO a SELECT i, repeat('x', 1000) FROM generate_series(1, 3000) i";
  }

  private void sqlAndWait(SourceTaskHarness source, String... sql) {
    for (String statement : sql) {
      database.sql(statement);
    }
    // Longer than the task waits for a slot to be dropped before it tells why it ends.
    source.pollFor(Duration.ofSeconds(30));
  }

  private long slots() {
    return database.number(
        "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '"
            + TestSource.slot(database)
            + "'");
  }
}
