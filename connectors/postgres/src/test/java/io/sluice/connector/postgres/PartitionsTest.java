package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartitionsTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void rows_of_partitions_are_those_of_their_table_in_snapshot_and_stream() {
    database.sql(
        "CREATE TABLE p(id int PRIMARY KEY, v text) PARTITION BY HASH (id)",
        "CREATE TABLE p0 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
        "INSERT INTO p SELECT i, 'v' FROM generate_series(1, 10) i");
    try (SourceTaskHarness source =
        TestSource.start(database, "publish.via.partition.root", "true")) {
      List<SourceRecord> records = new ArrayList<>(source.poll(10));
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO p SELECT i, 'v' FROM generate_series(11, 20) i");
      records.addAll(source.poll(10));

      assertThat(records).extracting(SourceRecord::topic).containsOnly("srv.public.p");
      assertThat(records)
          .extracting(r -> TestSource.after(r).getInt32("id"))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void events_tell_who_captured_them_where_that_is_wanted() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    try (SourceTaskHarness source =
        TestSource.start(database, "extended.headers.enabled", "true")) {
      List<SourceRecord> records = new ArrayList<>(source.poll(1));
      TestSource.awaitStreaming(database);
      database.sql("DELETE FROM t");
      records.addAll(source.poll(2));

      assertThat(records)
          .allSatisfy(
              each ->
                  assertThat(each.headers())
                      .extracting(Header::key)
                      .containsExactly(
                          "__debezium.context.connectorLogicalName",
                          "__debezium.context.taskId",
                          "__debezium.context.connectorName",
                          "__debezium.context.runId"));
    }
  }
}
