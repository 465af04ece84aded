package io.sluice.connector.postgres.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MessagesTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void a_restart_behind_any_message_goes_on_with_what_follows() {
    database.sql("CREATE TABLE a(id int PRIMARY KEY)");
    List<SourceRecord> all;
    try (SourceTaskHarness source = TestSource.start(database)) {
      TestSource.awaitStreaming(database);
      database.sql(
          "SELECT pg_logical_emit_message(false, 'p', 'one')",
          "INSERT INTO a VALUES (1)",
          "BEGIN; SELECT pg_logical_emit_message(true, 'p', 'two'); INSERT INTO a VALUES (2);"
              + " SELECT pg_logical_emit_message(true, 'p', 'three'); COMMIT",
          "SELECT pg_logical_emit_message(false, 'p', 'four')",
          "SELECT pg_logical_emit_message(false, 'p', 'five')",
          "INSERT INTO a VALUES (3)");
      all = source.poll(8);
    }
    assertThat(told(all))
        .containsExactlyInAnyOrder("one", "c", "two", "c", "three", "four", "five", "c");

    for (int taken = 1; taken < all.size(); taken++) {
      InMemoryOffsets offsets = new InMemoryOffsets();
      all.subList(0, taken).forEach(offsets::put);
      Map<String, String> config = TestSource.config(database);
      try (SourceTaskHarness again =
          new SourceTaskHarness(PostgresConnector::new, config, offsets).start()) {
        List<SourceRecord> rest = new ArrayList<>(again.poll(all.size() - taken));
        rest.addAll(again.pollFor(Duration.ofMillis(100)));
        assertThat(told(rest))
            .as("after record %d", taken)
            .isEqualTo(told(all.subList(taken, all.size())));
      }
    }
  }

  @Test
  void a_message_outside_of_transactions_holds_the_slot_until_it_is_durable() {
    try (SourceTaskHarness source = TestSource.start(database)) {
      TestSource.awaitStreaming(database);
      database.sql("SELECT pg_logical_emit_message(false, 'p', 'one')");
      List<SourceRecord> records = source.poll(1);
      long at = ((Struct) records.get(0).value()).getStruct("source").getInt64("lsn");
      source.pollFor(Duration.ofMillis(500));
      assertThat(confirmed()).isLessThan(at);

      source.commit(records);

      Awaitility.await().untilAsserted(() -> assertThat(confirmed()).isGreaterThanOrEqualTo(at));
    }
  }

  @Test
  void a_truncate_that_makes_no_record_is_warned_of_once_for_each_table() {
    database.sql("CREATE TABLE a(id int PRIMARY KEY)", "CREATE TABLE b(id int PRIMARY KEY)");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger("io.sluice.connector.postgres.stream");
    log.start();
    logger.addAppender(log);
    try (SourceTaskHarness source = TestSource.start(database)) {
      TestSource.awaitStreaming(database);
      database.sql("TRUNCATE a", "TRUNCATE a, b", "INSERT INTO a VALUES (1)");
      source.poll(1);
    } finally {
      logger.detachAppender(log);
    }

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .filteredOn(text -> text.contains("truncated at the source"))
        .satisfiesExactly(
            first -> assertThat(first).contains("public.a").contains("skipped.operations"),
            second -> assertThat(second).contains("public.b"));
  }

  private long confirmed() {
    return database.number(
        "SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots WHERE slot_name = '"
            + TestSource.slot(database)
            + "'");
  }

  private static List<String> told(List<SourceRecord> records) {
    return records.stream()
        .map(
            r -> {
              Struct value = (Struct) r.value();
              return value.schema().field("message") == null
                  ? value.getString("op")
                  : new String(
                      value.getStruct("message").getBytes("content"), StandardCharsets.UTF_8);
            })
        .toList();
  }
}
