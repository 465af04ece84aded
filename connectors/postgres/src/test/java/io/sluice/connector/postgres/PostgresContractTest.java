package io.sluice.connector.postgres;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceContract;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresContractTest extends SourceContract {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private int next = 1;

  @BeforeEach
  void a_table_to_capture() {
    database.sql("CREATE TABLE item(id int PRIMARY KEY, name text NOT NULL, price numeric(10, 2))");
  }

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Override
  protected SourceConnector connector() {
    return new PostgresConnector();
  }

  @Override
  protected Map<String, String> config() {
    return TestSource.config(database);
  }

  @Override
  protected void change(int count) {
    for (int i = 0; i < count; i++) {
      database.sql("INSERT INTO item VALUES (" + next + ", 'item " + next + "', 1.5)");
      next++;
    }
  }

  @Override
  protected Map<String, String> wrongSettings() {
    return Map.of(
        "database.port", "many",
        "slot.name", "Not A Slot",
        "plugin.name", "decoderbufs",
        "snapshot.mode", "sometimes",
        "table.include.list", "public.(",
        "openlineage.integration.enabled", "true",
        "snapshot.max.threads", "0");
  }

  @Override
  protected Set<String> requiredSettings() {
    return Set.of("database.hostname", "database.user", "database.dbname");
  }

  /** A restart in mid-snapshot reads the table again. */
  @Override
  protected boolean exactAfter(SourceRecord record) {
    return !Boolean.FALSE.equals(record.sourceOffset().get("snapshot_completed"));
  }
}
