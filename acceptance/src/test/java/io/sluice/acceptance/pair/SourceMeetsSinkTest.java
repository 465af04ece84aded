package io.sluice.acceptance.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.table.TableSinkConnector;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SinkTaskHarness;
import io.sluice.testkit.SourceTaskHarness;
import io.sluice.testkit.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our source and our sink understand each other, whoever carries the records: here, nobody's
 * engine.
 */
class SourceMeetsSinkTest {
  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    source.close();
  }

  @ParameterizedTest(name = "into {0}")
  @EnumSource(Shipment.Kind.class)
  void snapshot_and_stream_make_an_equal_copy(Shipment.Kind kind) throws Exception {
    Target target = kind.target(folder, "copy");
    Workload workload = Workload.open(source, 31, 500);
    try (SourceTaskHarness from =
            new SourceTaskHarness(
                PostgresConnector::new, Shipment.sourceConfig(source, source.server().port()));
        SinkTaskHarness to =
            new SinkTaskHarness(TableSinkConnector::new, Map.of("url", target.url())).start()) {
      from.start();
      carry(from.poll(1_500), to);
      workload.run(300);
      carry(from.pollFor(Duration.ofSeconds(3)), to);
      assertThat(to.reported()).isEmpty();
    }

    assertThat(target.differencesFrom(source)).isEmpty();
  }

  private static void carry(List<SourceRecord> records, SinkTaskHarness to) {
    for (SourceRecord record : records) {
      to.append(
          record.topic(), record.keySchema(), record.key(), record.valueSchema(), record.value());
    }
    to.deliver(1_000).commit();
  }
}
