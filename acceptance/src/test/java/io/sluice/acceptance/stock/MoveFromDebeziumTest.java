package io.sluice.acceptance.stock;

import static io.sluice.acceptance.stock.StockConnect.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connector of Debezium's becomes one of ours, and back, by its {@code connector.class}. */
@Tag("long")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MoveFromDebeziumTest {

  private static final String DEBEZIUM = "io.debezium.connector.postgresql.PostgresConnector";
  private static final String OURS = "io.sluice.connector.postgres.PostgresConnector";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StockConnect connect = StockConnect.shared();
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final String name = source.name();

  @AfterEach
  void close() {
    connect.api().ask("DELETE", "/connectors/" + name, null);
    await().atMost(SOON).until(() -> connect.api().states(name).isEmpty());
    source.close();
  }

  @Test
  void the_move_is_one_line_and_loses_and_repeats_nothing() {
    source.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n int)",
        "INSERT INTO t SELECT i, 0 FROM generate_series(0, 99) i");
    connect.run(name, settings(DEBEZIUM));
    await().atMost(SOON).until(() -> ids().size() == 100);
    insert(100, 200);
    await().atMost(SOON).until(() -> ids().size() == 200);

    connect.stop(name);
    insert(200, 300);
    moveTo(OURS);
    insert(300, 400);
    await().atMost(SOON).until(() -> ids().size() >= 400);
    assertThat(ids()).isEqualTo(IntStream.range(0, 400).boxed().toList());
    assertThat(records().get(399).value()).contains("\"version\":\"0.");

    connect.stop(name);
    insert(400, 500);
    moveTo(DEBEZIUM);
    insert(500, 600);
    await().atMost(SOON).until(() -> ids().size() >= 600);
    assertThat(ids()).isEqualTo(IntStream.range(0, 600).boxed().toList());
  }

  @Test
  void a_move_in_the_middle_of_a_transaction_goes_on_within_it() {
    source.sql("CREATE TABLE t(id int PRIMARY KEY, n int)", "INSERT INTO t VALUES (0, 0)");
    Map<String, String> small = settings(DEBEZIUM);
    small.put("max.batch.size", "10");
    small.put("max.queue.size", "20");
    connect.run(name, small);
    await().atMost(SOON).until(() -> ids().size() == 1);
    source.sql("INSERT INTO t SELECT i, i FROM generate_series(1, 20000) i");
    await().atMost(SOON).until(() -> ids().size() > 100);
    connect.stop(name);
    assertThat(ids().size()).as("changes of the transaction that came").isLessThan(20_000);

    moveTo(OURS);
    insert(20_001, 20_010);
    await().atMost(SOON).until(() -> ids().contains(20_009));
    assertThat(ids()).isEqualTo(IntStream.range(0, 20_010).boxed().toList());
  }

  @Test
  void a_move_in_the_middle_of_a_first_snapshot_takes_it_anew() {
    source.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n text)",
        "INSERT INTO t SELECT i, repeat('x', 2000) FROM generate_series(0, 29999) i");
    Map<String, String> slow = settings(DEBEZIUM);
    slow.put("max.batch.size", "10");
    slow.put("max.queue.size", "20");
    slow.put("poll.interval.ms", "20");
    connect.run(name, slow);
    await().atMost(SOON).until(() -> !records().isEmpty());
    connect.stop(name);
    int before = ids().size();
    assertThat(before).as("rows of a snapshot that is not complete").isLessThan(30_000);

    moveTo(OURS);
    source.sql("INSERT INTO t VALUES (30000, 'last')");
    await().atMost(SOON).until(() -> ids().contains(30_000));
    assertThat(ids().subList(before, before + 30_000))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 30_000).boxed().toList());
  }

  private void moveTo(String connector) {
    connect.api().configure(name, settings(connector));
    connect.api().put("/connectors/" + name + "/resume", null);
    connect.awaitRunning(name);
  }

  private Map<String, String> settings(String connector) {
    Map<String, String> settings = new HashMap<>(source.debeziumConfig());
    settings.put("connector.class", connector);
    settings.put("plugin.name", "pgoutput");
    settings.put("slot.name", "slot_" + name);
    settings.put("publication.name", "pub_" + name);
    settings.put("topic.prefix", name);
    settings.put("table.include.list", "public.t");
    return settings;
  }

  /** Each in a transaction of its own. */
  private void insert(int from, int to) {
    source.sql(
        "DO $$ BEGIN FOR i IN "
            + from
            + ".."
            + (to - 1)
            + " LOOP INSERT INTO t VALUES (i, i); COMMIT; END LOOP; END $$");
  }

  private List<ConsumerRecord<String, String>> records() {
    return connect.committed(name + ".public.t");
  }

  private List<Integer> ids() {
    return records().stream().map(MoveFromDebeziumTest::id).toList();
  }

  private static int id(ConsumerRecord<String, String> record) {
    try {
      return JSON.readTree(record.key()).get("id").asInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
