package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.scenario.NumberSource;
import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.Target;
import io.sluice.pipeline.CheckpointSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A topic comes while a sink is in a call that ends when another sink has committed. */
@Timeout(60)
class OpeningTest {
  private static final int ROWS = 40;

  @TempDir Path folder;

  /** A lock in a database, which the first sink has from its first row until it commits. */
  private final Semaphore lock = new Semaphore(0);

  @Test
  void a_sink_is_told_to_commit_while_another_opens_a_topic_late() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      // Long enough for the second poll to come before the first barrier is due.
      scenario.checkpoint = new CheckpointSettings(Duration.ofMillis(300), 10_000);
      scenario.script.batch = ROWS / 4;
      scenario.script.maker =
          (partition, offset, task, number) -> {
            SourceRecord plain = NumberSource.plainRecord(partition, offset, task, number);
            return plain.newRecord(
                "topic" + number / (ROWS / 4),
                plain.kafkaPartition(),
                plain.keySchema(),
                plain.key(),
                plain.valueSchema(),
                plain.value(),
                plain.timestamp());
          };
      Target first = scenario.target();
      first.afterCommit = task -> lock.release(ROWS);
      Target second = scenario.addTarget();
      second.beforePut =
          (task, records) -> {
            if (!records.isEmpty()) {
              lock.acquire();
            }
          };
      scenario.script.available.set(ROWS);

      PipelineRun run = scenario.start();

      Awaitility.await().atMost(Scenario.SOON).until(() -> second.size() >= ROWS);
      run.stop(Duration.ofSeconds(10));
      assertThat(second.rows()).doesNotHaveDuplicates().isEqualTo(first.rows());
    }
  }
}
