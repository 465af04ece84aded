package io.sluice.connector.postgres.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToastTest {

  private static final String PLACEHOLDER = "__debezium_unavailable_value";

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void large_values_that_an_update_does_not_touch_are_read_from_the_row() {
    database.sql(
        "CREATE TABLE t(a int, b text, n int, big text, bytes bytea, masked text, PRIMARY KEY (b,"
            + " a))",
        "ALTER TABLE t ALTER big SET STORAGE external, ALTER bytes SET STORAGE external, ALTER"
            + " masked SET STORAGE external",
        "INSERT INTO t SELECT i, 'k''' || i, 0, repeat('x', 9000) || i, decode(repeat('01', 9000),"
            + " 'hex'), repeat('y', 9000) FROM generate_series(1, 1200) i");
    try (SourceTaskHarness source =
        TestSource.start(
            database,
            "sluice.toast.complete",
            "current",
            "column.mask.with.3.chars",
            "public.t.masked",
            "message.key.columns",
            "public.t:n")) {
      source.poll(1200);
      TestSource.awaitStreaming(database);
      database.sql("UPDATE t SET n = 1");

      List<SourceRecord> records = source.poll(1200);

      assertThat(records)
          .allSatisfy(
              each -> {
                int number = TestSource.after(each).getInt32("a");
                assertThat(TestSource.after(each).getString("big"))
                    .isEqualTo("x".repeat(9000) + number);
                assertThat(((ByteBuffer) TestSource.after(each).get("bytes")).remaining())
                    .isEqualTo(9000);
                assertThat(TestSource.after(each).getString("masked")).isEqualTo("***");
              });
    }
  }

  @Test
  void more_large_values_in_one_transaction_than_may_wait_all_come_in_order() {
    int rows = 300;
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n int, big text)",
        "ALTER TABLE t ALTER big SET STORAGE external",
        "INSERT INTO t SELECT i, 0, repeat('x', 200000) || i FROM generate_series(1, 300) i");
    try (SourceTaskHarness source =
        TestSource.start(
            database, "sluice.toast.complete", "current", "max.queue.size.in.bytes", "2000000")) {
      TestSource.poll(source, rows);
      TestSource.awaitStreaming(database);
      database.sql("UPDATE t SET n = 1");

      List<SourceRecord> records = new ArrayList<>();
      while (records.size() < rows) {
        List<SourceRecord> part = TestSource.rows(source.poll(1));
        assertThat(part).as("what one poll gives").hasSizeLessThanOrEqualTo(20);
        records.addAll(part);
      }

      for (int i = 0; i < rows; i++) {
        assertThat(TestSource.after(records.get(i)).getString("big"))
            .isEqualTo("x".repeat(200000) + (i + 1));
      }
    }
  }

  @Test
  void what_can_no_longer_be_read_keeps_the_placeholder() {
    database.sql(
        "CREATE TABLE gone(id int PRIMARY KEY, n int, big text)",
        "CREATE TABLE odd(id date PRIMARY KEY, n int, big text)",
        "CREATE TABLE dropped(id int PRIMARY KEY, n int, big text)",
        "ALTER TABLE gone ALTER big SET STORAGE external",
        "ALTER TABLE odd ALTER big SET STORAGE external",
        "ALTER TABLE dropped ALTER big SET STORAGE external",
        "INSERT INTO gone VALUES (1, 0, repeat('x', 9000))",
        "INSERT INTO odd VALUES ('2020-01-01', 0, repeat('x', 9000))",
        "INSERT INTO dropped VALUES (1, 0, repeat('x', 9000))");
    try (SourceTaskHarness source =
        TestSource.start(database, "sluice.toast.complete", "current")) {
      source.poll(3);
      TestSource.awaitStreaming(database);
      database.sql(
          "BEGIN; UPDATE gone SET n = 1; UPDATE odd SET n = 1; UPDATE dropped SET n = 1; DELETE"
              + " FROM gone; ALTER TABLE dropped DROP COLUMN n; COMMIT");

      List<SourceRecord> records = source.poll(5);

      assertThat(records.subList(0, 3))
          .extracting(each -> TestSource.after(each).getString("big"))
          .containsOnly(PLACEHOLDER);
    }
  }
}
