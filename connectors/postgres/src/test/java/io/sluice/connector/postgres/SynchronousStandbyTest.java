package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server whose commits are in the log, and streamed, long before they can be seen. */
@Tag("long")
class SynchronousStandbyTest {

  private final InMemoryOffsets offsets = new InMemoryOffsets();

  @Test
  void a_change_that_is_delivered_before_it_is_visible_is_not_overwritten_by_its_chunk()
      throws Exception {
    try (PostgresServer server = PostgresServer.start();
        PostgresDatabase database = server.newDatabase();
        var locker = database.connect();
        var lock = locker.createStatement()) {
      database.sql(
          "CREATE TABLE first(id int PRIMARY KEY)",
          "CREATE TABLE t(id int PRIMARY KEY, n bigint)",
          "INSERT INTO t VALUES (1, 1)");
      positionWithReading(database, "first", "t");
      locker.setAutoCommit(false);
      lock.execute("LOCK TABLE first IN ACCESS EXCLUSIVE MODE");
      try (SourceTaskHarness source = start(database)) {
        TestSource.awaitStreaming(database);
        database.sql(
            "ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()");
        CompletableFuture<Void> waiting =
            CompletableFuture.runAsync(
                () -> database.sql("SET synchronous_commit = on; UPDATE t SET n = 2"));
        List<SourceRecord> streamed = TestSource.poll(source, 1);
        locker.rollback();
        List<SourceRecord> meanwhile = TestSource.rows(source.pollFor(Duration.ofSeconds(3)));
        database.sql("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
        List<SourceRecord> read = TestSource.poll(source, 1);
        waiting.join();

        assertThat(streamed).extracting(TestSource::op).containsExactly("u");
        assertThat(meanwhile).isEmpty();
        assertThat(read).extracting(r -> TestSource.after(r).getInt64("n")).containsExactly(2L);
      }
    }
  }

  @Test
  void a_change_that_was_delivered_before_a_restart_is_not_overwritten_by_its_chunk()
      throws Exception {
    try (PostgresServer server = PostgresServer.start();
        PostgresDatabase database = server.newDatabase();
        var locker = database.connect();
        var lock = locker.createStatement()) {
      database.sql(
          "CREATE TABLE first(id int PRIMARY KEY)",
          "CREATE TABLE t(id int PRIMARY KEY, n bigint)",
          "INSERT INTO t VALUES (1, 1)");
      positionWithReading(database, "first", "t");
      locker.setAutoCommit(false);
      lock.execute("LOCK TABLE first IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<Void> waiting;
      try (SourceTaskHarness source = start(database)) {
        TestSource.awaitStreaming(database);
        database.sql(
            "ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()");
        waiting =
            CompletableFuture.runAsync(
                () -> database.sql("SET synchronous_commit = on; UPDATE t SET n = 2"));
        source.commit(source.poll(1));
      }
      locker.rollback();
      try (SourceTaskHarness source = start(database)) {
        List<SourceRecord> meanwhile = TestSource.rows(source.pollFor(Duration.ofSeconds(3)));
        database.sql("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
        List<SourceRecord> read = TestSource.poll(source, 1);
        waiting.join();

        assertThat(meanwhile).isEmpty();
        assertThat(read).extracting(r -> TestSource.after(r).getInt64("n")).containsExactly(2L);
      }
    }
  }

  private SourceTaskHarness start(PostgresDatabase database) {
    Map<String, String> config = TestSource.config(database, "snapshot.mode", "no_data");
    config.put("database.port", Integer.toString(database.server().port()));
    return new SourceTaskHarness(PostgresConnector::new, config, offsets).start();
  }

  private void positionWithReading(PostgresDatabase database, String first, String second) {
    try (SourceTaskHarness source = start(database)) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t VALUES (2, 1)", "DELETE FROM t WHERE id = 2");
      source.commit(source.poll(3));
    }
    Map<String, String> partition = Map.of("server", "srv");
    Map<String, Object> offset = new LinkedHashMap<>(offsets.offset(partition));
    offset.put(
        "incremental_snapshot_collections",
        "[{\"incremental_snapshot_collections_id\":\"public."
            + first
            + "\"},{\"incremental_snapshot_collections_id\":\"public."
            + second
            + "\"}]");
    offsets.put(partition, offset);
  }
}
