package io.sluice.acceptance.stock;

import static io.sluice.acceptance.stock.StockConnect.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import io.sluice.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals of the PostgreSQL source that come by a topic of a real broker. */
@Tag("long")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KafkaSignalTest {

  private static final KafkaBroker BROKER = StockConnect.newBroker();

  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final String name = source.name();
  private final InMemoryOffsets offsets = new InMemoryOffsets();

  KafkaSignalTest() {
    source.sql("CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t VALUES (1), (2), (3)");
  }

  @AfterAll
  static void stop() {
    BROKER.close();
  }

  @AfterEach
  void close() {
    await().atMost(SOON).ignoreExceptions().until(this::drop);
  }

  @Test
  void a_record_with_our_key_is_a_signal_and_others_are_not() {
    try (SourceTaskHarness task = start(settings())) {
      BROKER.send(name + "-signal", "somebody else", execute("no"));
      BROKER.send(name + "-signal", name, "nonsense");
      BROKER.send(name + "-signal", name, execute("one"));

      assertThat(read(task, 3)).containsExactly(1, 2, 3);
      assertThat(rows(task.pollFor(Duration.ofSeconds(1)))).isEmpty();
    }
  }

  @Test
  void signals_go_on_when_the_broker_was_gone() {
    try (SourceTaskHarness task = start(settings())) {
      BROKER.send(name + "-signal", name, execute("one"));
      assertThat(read(task, 3)).hasSize(3);

      BROKER.stop();
      source.sql("INSERT INTO t VALUES (4)");
      assertThat(task.pollUntil(r -> isOp(r, "c"))).as("changes go on without it").isNotEmpty();
      BROKER.start();
      BROKER.send(name + "-signal", name, execute("two"));

      assertThat(read(task, 4)).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void a_broker_that_is_not_there_at_the_start_holds_nothing_up() {
    BROKER.stop();
    try (SourceTaskHarness task = start(settings())) {
      source.sql("INSERT INTO t VALUES (4)");
      assertThat(task.pollUntil(r -> isOp(r, "c"))).isNotEmpty();
      BROKER.start();
      BROKER.send(name + "-signal", name, execute("one"));

      assertThat(read(task, 4)).containsExactly(1, 2, 3, 4);
    } finally {
      BROKER.stop();
      BROKER.start();
    }
  }

  @Test
  void a_signal_that_comes_while_the_task_stands_is_obeyed_at_the_start() {
    try (SourceTaskHarness task = start(settings())) {
      BROKER.send(name + "-signal", name, execute("one"));
      task.commit(task.pollUntil(r -> isOp(r, "r")));
      task.commit(task.pollFor(Duration.ofSeconds(1)));
    }
    BROKER.send(name + "-signal", name, execute("two"));
    try (SourceTaskHarness task = start(settings())) {
      assertThat(read(task, 3)).containsExactly(1, 2, 3);
    }
  }

  private boolean drop() {
    source.close();
    return true;
  }

  private SourceTaskHarness start(Map<String, String> settings) {
    SourceTaskHarness task =
        new SourceTaskHarness(PostgresConnector::new, settings, offsets).start();
    await()
        .atMost(SOON)
        .until(
            () ->
                source.number(
                        "SELECT count(*) FROM pg_stat_replication r JOIN pg_replication_slots s ON"
                            + " s.active_pid = r.pid WHERE s.slot_name = 'slot_"
                            + name
                            + "'")
                    == 1);
    return task;
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(source.debeziumConfig());
    settings.put("slot.name", "slot_" + name);
    settings.put("topic.prefix", name);
    settings.put("snapshot.mode", "no_data");
    settings.put("signal.enabled.channels", "kafka");
    settings.put("signal.kafka.bootstrap.servers", BROKER.bootstrapServers());
    settings.put("signal.kafka.groupId", "signals-" + name);
    settings.put("signal.poll.interval.ms", "100");
    settings.put("signal.consumer.reconnect.backoff.max.ms", "200");
    return settings;
  }

  /** The keys of as many rows as were read beside the stream. */
  private static List<Integer> read(SourceTaskHarness task, int count) {
    List<Integer> keys = new ArrayList<>();
    while (keys.size() < count) {
      keys.addAll(rows(task.pollUntil(r -> isOp(r, "r"))));
    }
    return keys;
  }

  private static List<Integer> rows(List<SourceRecord> records) {
    return records.stream()
        .filter(r -> isOp(r, "r"))
        .map(r -> ((Struct) r.key()).getInt32("id"))
        .toList();
  }

  private static boolean isOp(SourceRecord record, String op) {
    return record.value() instanceof Struct value
        && value.schema().field("op") != null
        && op.equals(value.getString("op"));
  }

  private static String execute(String id) {
    return "{\"id\":\""
        + id
        + "\",\"type\":\"execute-snapshot\",\"data\":{\"data-collections\":[\"public.t\"]}}";
  }
}
