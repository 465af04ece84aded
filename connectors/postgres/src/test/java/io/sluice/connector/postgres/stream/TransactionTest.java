package io.sluice.connector.postgres.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void a_restart_anywhere_in_a_transaction_goes_on_counting() {
    database.sql("CREATE TABLE a(id int PRIMARY KEY)", "CREATE TABLE b(id int PRIMARY KEY)");
    List<SourceRecord> all;
    try (SourceTaskHarness source =
        TestSource.start(database, "provide.transaction.metadata", "true")) {
      TestSource.awaitStreaming(database);
      database.sql(
          "BEGIN; INSERT INTO a VALUES (1); INSERT INTO b VALUES (1); UPDATE a SET id = 2; DELETE"
              + " FROM b; COMMIT",
          "INSERT INTO a VALUES (5)");
      all = source.poll(12);
    }
    assertThat(told(all))
        .containsExactly(
            "BEGIN",
            "c 1/1",
            "c 2/1",
            "d 3/2",
            "tombstone",
            "c 4/3",
            "d 5/2",
            "tombstone",
            "END 5 {public.a=3, public.b=2}",
            "BEGIN",
            "c 1/1",
            "END 1 {public.a=1}");

    for (int taken = 1; taken < all.size(); taken++) {
      assertThat(restartAfter(all, taken))
          .as("after record %d", taken)
          .isEqualTo(told(all.subList(taken, all.size())));
    }
  }

  @Test
  void the_slot_is_not_confirmed_past_a_transaction_whose_end_is_not_durable() {
    database.sql("CREATE TABLE a(id int PRIMARY KEY)");
    try (SourceTaskHarness source =
        TestSource.start(database, "provide.transaction.metadata", "true")) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO a VALUES (1)");
      List<SourceRecord> all = source.poll(3);
      long change = ((Struct) all.get(1).value()).getStruct("source").getInt64("lsn");
      source.commit(all.subList(0, 2));
      source.pollFor(Duration.ofMillis(500));
      assertThat(confirmed()).isLessThanOrEqualTo(change);

      source.commit(all);

      Awaitility.await().untilAsserted(() -> assertThat(confirmed()).isGreaterThan(change));
    }
  }

  private long confirmed() {
    return database.number(
        "SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots WHERE slot_name = '"
            + TestSource.slot(database)
            + "'");
  }

  private List<String> restartAfter(List<SourceRecord> all, int taken) {
    InMemoryOffsets offsets = new InMemoryOffsets();
    all.subList(0, taken).forEach(offsets::put);
    Map<String, String> config =
        TestSource.config(database, "provide.transaction.metadata", "true");
    try (SourceTaskHarness again =
        new SourceTaskHarness(PostgresConnector::new, config, offsets).start()) {
      List<SourceRecord> rest = new ArrayList<>(again.poll(all.size() - taken));
      rest.addAll(again.pollFor(Duration.ofMillis(100)));
      return told(rest);
    }
  }

  private static List<String> told(List<SourceRecord> records) {
    return records.stream().map(TransactionTest::told).toList();
  }

  private static String told(SourceRecord sourceRecord) {
    if (!(sourceRecord.value() instanceof Struct value)) {
      return "tombstone";
    }
    if (value.schema().field("status") == null) {
      Struct block = value.getStruct("transaction");
      return value.getString("op")
          + " "
          + block.getInt64("total_order")
          + "/"
          + block.getInt64("data_collection_order");
    }
    String status = value.getString("status");
    if (status.equals("BEGIN")) {
      return status;
    }
    StringBuilder counts = new StringBuilder();
    for (Object each : value.getArray("data_collections")) {
      Struct collection = (Struct) each;
      counts
          .append(counts.isEmpty() ? "" : ", ")
          .append(collection.getString("data_collection"))
          .append('=')
          .append(collection.getInt64("event_count"));
    }
    return status + " " + value.getInt64("event_count") + " {" + counts + "}";
  }
}
