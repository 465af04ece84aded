package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.testbed.Tasks;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A slot has one reader; who comes second is told so before it has read anything. */
class SlotInUseTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final SourceTaskHarness first = TestSource.start(database);

  @BeforeEach
  void the_slot_is_held() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    TestSource.awaitStreaming(database);
  }

  @AfterEach
  void drop() {
    first.close();
    TestSource.dropSlot(database);
  }

  @Test
  void a_second_task_reads_no_table_and_names_who_holds_the_slot() {
    try (SourceTaskHarness second =
        new SourceTaskHarness(PostgresConnector::new, impatient()).start()) {
      assertThatThrownBy(() -> second.poll(1))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("in use by another reader")
          .hasMessageContaining("application 'Sluice " + TestSource.slot(database) + "'")
          .hasMessageContaining("slot.max.retries = 1");
    }
  }

  @Test
  void a_second_connector_shares_out_no_snapshot() throws Exception {
    try (Tasks tasks = new Tasks(impatient(), 3, new InMemoryOffsets())) {
      assertThat(tasks.count()).isEqualTo(1);
      assertThatThrownBy(() -> tasks.pollUntil(records -> !records.isEmpty()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("in use by another reader");
    }
  }

  @Test
  void a_task_that_waits_begins_as_soon_as_the_slot_is_free() {
    Map<String, String> config =
        TestSource.config(database, "slot.max.retries", "1000", "slot.retry.delay.ms", "20");
    try (SourceTaskHarness second = new SourceTaskHarness(PostgresConnector::new, config).start()) {
      first.close();

      assertThat(TestSource.poll(second, 1)).extracting(TestSource::op).containsExactly("r");
    }
  }

  private Map<String, String> impatient() {
    return TestSource.config(database, "slot.max.retries", "1", "slot.retry.delay.ms", "50");
  }
}
