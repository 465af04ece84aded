package io.sluice.connector.postgres.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.management.ObjectName;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotificationTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  NotificationTest() {
    database.sql(
        "CREATE TABLE debezium_signal(id text PRIMARY KEY, type text, data text)",
        "CREATE TABLE t(id int PRIMARY KEY)",
        "INSERT INTO t SELECT generate_series(1, 10)");
  }

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void a_topic_tells_of_the_first_reading_and_of_one_beside_the_stream() {
    try (SourceTaskHarness source =
        start(
            "notification.enabled.channels", "sink,log", "notification.sink.topic.name", "told")) {
      List<SourceRecord> records = new ArrayList<>(until(source, "COMPLETED"));
      database.sql(
          "INSERT INTO debezium_signal VALUES ('sig', 'execute-snapshot', '{\"data-collections\":"
              + " [\"public.t\"]}')");
      records.addAll(until(source, "COMPLETED"));

      assertThat(records.stream().filter(r -> r.topic().equals("told")))
          .extracting(r -> ((Struct) r.value()).getString("aggregate_type") + " " + type(r))
          .containsExactly(
              "Initial Snapshot STARTED",
              "Initial Snapshot COMPLETED",
              "Incremental Snapshot STARTED",
              "Incremental Snapshot DATA_COLLECTIONS_RESOLVED",
              "Incremental Snapshot IN_PROGRESS",
              "Incremental Snapshot TABLE_SCAN_COMPLETED",
              "Incremental Snapshot COMPLETED");
      SourceRecord scanned =
          records.stream()
              .filter(r -> r.topic().equals("told") && type(r).startsWith("TABLE"))
              .findFirst()
              .orElseThrow();
      assertThat(((Struct) scanned.key()).getString("id")).isEqualTo("sig");
      assertThat(((Struct) scanned.value()).getMap("additional_data"))
          .extracting("scanned_collection", "total_rows_scanned", "status", "connector_name")
          .containsExactly("public.t", "10", "SUCCEEDED", "srv");
      assertThat(records.get(records.size() - 1).sourceOffset())
          .as("the last one says that nothing is left to read")
          .doesNotContainKey("incremental_snapshot_collections");
    }
  }

  @Test
  void jmx_has_them_and_can_forget_them() throws Exception {
    var beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName bean =
        new ObjectName("debezium.postgres:type=management,context=notifications,server=srv");
    try (SourceTaskHarness source = start("notification.enabled.channels", "jmx")) {
      source.poll(10);
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(Arrays.asList((String[]) beans.getAttribute(bean, "Notifications")))
                      .hasSize(2)
                      .allSatisfy(n -> assertThat(n).contains("Initial Snapshot")));
      beans.invoke(bean, "reset", new Object[0], new String[0]);
      assertThat((String[]) beans.getAttribute(bean, "Notifications")).isEmpty();
    }
    assertThat(beans.isRegistered(bean)).isFalse();
  }

  private SourceTaskHarness start(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "table.include.list",
                "public.t",
                "signal.data.collection",
                "public.debezium_signal"));
    all.addAll(List.of(settings));
    return TestSource.start(database, all.toArray(String[]::new));
  }

  private static List<SourceRecord> until(SourceTaskHarness source, String type) {
    return source.pollUntil(r -> r.topic().equals("told") && type(r).equals(type));
  }

  private static String type(SourceRecord record) {
    return ((Struct) record.value()).getString("type");
  }
}
