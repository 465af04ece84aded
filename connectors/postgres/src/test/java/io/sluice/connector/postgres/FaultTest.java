package io.sluice.connector.postgres;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.HandClock;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import io.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can happen to a server behind the source's back: it goes on exactly, or stops loudly. */
@Tag("long")
class FaultTest {

  private final PostgresServer server =
      PostgresServer.start(Map.of("min_wal_size", "32MB", "max_wal_size", "32MB"));
  private final PostgresDatabase database = server.newDatabase("shop");
  private final InMemoryOffsets offsets = new InMemoryOffsets();

  @BeforeEach
  void table() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, name text)", "INSERT INTO t VALUES (1, 'a')");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_slot_that_the_server_gave_up_ends_the_task_with_the_lost_range() {
    database.sql("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
    try (SourceTaskHarness source = source().start()) {
      source.commit(source.poll(1));
      TestSource.awaitStreaming(database);

      assertThatThrownBy(
              () -> {
                writeLog();
                source.pollFor(Duration.ofSeconds(20));
              })
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("gave up slot 'slot_shop' (wal_removed)")
          .hasMessageContaining("committed behind log position")
          .hasMessageContaining("public.t")
          .hasMessageContaining("when_needed");
    }
  }

  @Test
  void log_that_somebody_removed_ends_the_task_with_the_lost_range() throws Exception {
    removeLog();

    try (SourceTaskHarness source = source().start()) {
      assertThatThrownBy(() -> source.pollFor(Duration.ofSeconds(20)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("no longer has files of the log")
          .hasMessageContaining("committed behind log position");
    }
  }

  @Test
  void log_that_somebody_removed_has_the_tables_read_again_if_that_is_wanted() throws Exception {
    removeLog();
    database.sql("UPDATE t SET name = 'changed' WHERE id = 1", "DELETE FROM t WHERE id = 2");

    try (SourceTaskHarness source = source("sluice.lost.log", "reread").start()) {
      source.commit(source.poll(1)); // the decision
      List<SourceRecord> read = TestSource.rows(source.pollUntil(TestSource::tellsThatAllIsRead));
      database.sql("INSERT INTO t VALUES (3, 'c')");
      SourceRecord change = TestSource.poll(source, 1).get(0);

      assertThat(read)
          .extracting(r -> TestSource.op(r) + after(r).getInt32("id") + after(r).getString("name"))
          .containsExactly("r1changed");
      assertThat(TestSource.op(change)).isEqualTo("c");
    }
  }

  /** What the slot needs is gone from the disk, which the server notices when it begins to send. */
  private void removeLog() throws Exception {
    try (SourceTaskHarness source = source().start()) {
      source.commit(source.poll(1));
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t VALUES (2, 'b')");
      source.commit(source.poll(1));
    }
    String first = database.value("SELECT pg_walfile_name(restart_lsn) FROM pg_replication_slots");
    writeLog();
    server.stop();
    try (Stream<Path> files = Files.list(server.dataFolder().resolve("pg_wal"))) {
      for (Path file : files.filter(f -> f.getFileName().toString().equals(first)).toList()) {
        Files.delete(file);
      }
    }
    server.startAgain();
  }

  @Test
  void a_restored_backup_is_refused() throws IOException {
    try (SourceTaskHarness source = source().start()) {
      source.commit(source.poll(1));
      TestSource.awaitStreaming(database);
    }
    PostgresServer backup = server.copy(Map.of());
    try (SourceTaskHarness source = source().start()) {
      TestSource.awaitStreaming(database);
      writeLog();
      database.sql("INSERT INTO t VALUES (2, 'b')");
      source.commit(source.pollUntil(r -> r.topic().equals("srv.public.t")));
    }
    server.stop();
    server.replaceDataBy(backup);
    server.startAgain();
    try (SourceTaskHarness source = source().start()) {
      assertThatThrownBy(() -> source.pollFor(Duration.ofSeconds(20)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("restored from a backup");
    }
  }

  @Test
  void another_server_at_the_same_address_is_refused() throws IOException {
    try (SourceTaskHarness source = source().start()) {
      source.commit(source.poll(1));
    }
    PostgresServer other = PostgresServer.start();
    other.newDatabase("shop").sql("CREATE TABLE t(id int PRIMARY KEY, name text)");
    other.stop();
    server.stop();
    server.replaceDataBy(other);
    server.startAgain();
    try (SourceTaskHarness source = source().start()) {
      assertThatThrownBy(() -> source.pollFor(Duration.ofSeconds(20)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("belongs to database cluster");
    }
    assertThat(database.number("SELECT count(*) FROM pg_publication"))
        .as("what was made on the other server")
        .isZero();
  }

  @Test
  void a_connection_cut_every_second_for_a_minute_loses_and_repeats_nothing() throws Exception {
    try (TcpProxy proxy = TcpProxy.to(server.port());
        SourceTaskHarness source = source("database.port", "" + proxy.port()).start()) {
      source.commit(source.poll(1));
      Thread writer =
          new Thread(
              () -> {
                for (int i = 2; i <= 3001; i += 10) {
                  database.sql(
                      "INSERT INTO t SELECT i, 'x' FROM generate_series("
                          + i
                          + ", "
                          + (i + 9)
                          + ") i");
                }
              });
      writer.start();
      List<SourceRecord> records = new ArrayList<>();
      long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (System.nanoTime() < end) {
        List<SourceRecord> some = source.pollFor(Duration.ofSeconds(1));
        source.commit(some);
        records.addAll(some);
        proxy.cut();
      }
      writer.join();
      records.addAll(source.poll(3000 - records.size()));

      assertThat(records)
          .extracting(r -> after(r).getInt32("id"))
          .containsExactlyElementsOf(IntStream.rangeClosed(2, 3001).boxed().toList());
    }
  }

  @Test
  void a_sender_that_is_impatient_waits_while_a_large_transaction_is_replayed_to_a_slow_sink() {
    database.sql(
        "ALTER SYSTEM SET wal_sender_timeout = '1500ms'",
        "ALTER SYSTEM SET logical_decoding_work_mem = '64kB'",
        "SELECT pg_reload_conf()");
    try (SourceTaskHarness source =
        source("status.update.interval.ms", "300", "max.batch.size", "100", "max.queue.size", "100")
            .start()) {
      source.commit(source.poll(1));
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t SELECT i, 'x' FROM generate_series(2, 10001) i");
      List<SourceRecord> records = new ArrayList<>(source.poll(100));
      String sender = database.value("SELECT active_pid FROM pg_replication_slots");
      Awaitility.await()
          .pollDelay(Duration.ofSeconds(4))
          .untilAsserted(
              () ->
                  assertThat(database.value("SELECT active_pid FROM pg_replication_slots"))
                      .isEqualTo(sender));
      records.addAll(source.poll(10_000 - records.size()));

      assertThat(records)
          .extracting(r -> after(r).getInt32("id"))
          .containsExactlyElementsOf(IntStream.rangeClosed(2, 10_001).boxed().toList());
    }
  }

  @Test
  void a_clock_that_jumps_delays_no_reconnection() throws Exception {
    HandClock clock = new HandClock();
    PostgresTask task = new PostgresTask(clock, Thread::sleep);
    task.initialize(
        new SourceTaskContext() {
          @Override
          public Map<String, String> configs() {
            return config();
          }

          @Override
          public OffsetStorageReader offsetStorageReader() {
            return new InMemoryOffsets();
          }

          @Override
          public @Nullable PluginMetrics pluginMetrics() {
            return null;
          }
        });
    task.start(config());
    Awaitility.await().until(() -> polled(task) == 1);
    server.kill();
    polled(task);
    clock.setWall(Instant.EPOCH);
    server.startAgain();
    database.sql("INSERT INTO t VALUES (2, 'b')");
    Awaitility.await().until(() -> polled(task) == 1);
    clock.advance(Duration.ofDays(40_000));
    database.sql("INSERT INTO t VALUES (3, 'c')");

    Awaitility.await().until(() -> polled(task) == 1);
    task.stop();
  }

  private static int polled(PostgresTask task) throws InterruptedException {
    try {
      List<SourceRecord> records = task.poll();
      return records == null ? 0 : records.size();
    } catch (org.apache.kafka.connect.errors.RetriableException e) {
      return 0;
    }
  }

  /** More log than the server keeps, then a checkpoint that removes it. */
  private void writeLog() {
    for (int i = 0; i < 4; i++) {
      database.sql(
          "SELECT pg_logical_emit_message(false, 'filler', repeat('x', 4000000)) FROM"
              + " generate_series(1, 4)",
          "SELECT pg_switch_wal()",
          "CHECKPOINT");
    }
  }

  private Map<String, String> config(String... settings) {
    Map<String, String> config = TestSource.config(database);
    config.put("database.port", Integer.toString(server.port()));
    for (int i = 0; i < settings.length; i += 2) {
      config.put(settings[i], settings[i + 1]);
    }
    return config;
  }

  private SourceTaskHarness source(String... settings) {
    return new SourceTaskHarness(PostgresConnector::new, config(settings), offsets);
  }
}
