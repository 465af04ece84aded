package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.scenario.NumberSource;
import io.sluice.engine.scenario.Scenario;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a poll may give beside records. */
@Timeout(60)
class OddPollTest {
  @TempDir Path folder;

  @Test
  void nulls_among_records_are_passed_over() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      scenario.script.maker = OddPollTest::everyThird;
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();

      Awaitility.await().atMost(Scenario.SOON).until(() -> scenario.target().size() == 34);
      RunStatus end = run.stop(Scenario.SOON);

      assertThat(end.counts().polled()).isEqualTo(34);
      assertThat(end.lastError()).isNull();
    }
  }

  @SuppressWarnings("NullAway") // as a task that knows nothing of it
  private static SourceRecord everyThird(
      Map<String, ?> partition, Map<String, ?> offset, int task, long number) {
    return number % 3 == 0 ? NumberSource.plainRecord(partition, offset, task, number) : null;
  }
}
