package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.scenario.Scenario;
import io.sluice.pipeline.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.errors.RetriableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StopTest {
  @TempDir Path folder;

  @Test
  void a_task_that_takes_its_time_to_stop_is_waited_for_and_not_interrupted() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      AtomicBoolean interrupted = new AtomicBoolean();
      scenario.script.onStop =
          () -> {
            try {
              // Closing a connection to a database takes a while.
              assertThat(new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS)).isFalse();
            } catch (InterruptedException asked) {
              interrupted.set(true);
            }
          };
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      scenario.awaitRows(100);

      run.stop(Duration.ofSeconds(10));

      assertThat(interrupted).isFalse();
      assertThat(scenario.script.stops).hasValue(1);
    }
  }

  @Test
  @Timeout(15)
  void a_target_that_is_down_holds_no_stop_up() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      scenario.retry =
          new RetryPolicy(
              Duration.ofSeconds(20),
              Duration.ofMinutes(1),
              Duration.ofHours(1),
              5,
              Duration.ofMinutes(5),
              Duration.ofSeconds(30));
      scenario.target().beforePut =
          (task, records) -> {
            throw new RetriableException("the target is down");
          };
      scenario.script.available.set(5_000); // More than the lane holds.
      PipelineRun run = scenario.start();
      Awaitility.await().atMost(Scenario.SOON).until(() -> run.status().lastError() != null);

      RunStatus end = run.stop(Duration.ofSeconds(30));

      assertThat(end.state()).isEqualTo(RunState.STOPPED);
    }
  }

  @Test
  void a_task_that_never_comes_back_from_stop_is_abandoned() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      scenario.script.onStop =
          () -> {
            while (true) {
              try {
                TimeUnit.DAYS.sleep(1);
              } catch (InterruptedException ignored) {
                // Hangs whatever anybody does.
              }
            }
          };
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      scenario.awaitRows(100);

      RunStatus end = run.stop(Duration.ofSeconds(1));

      assertThat(end.state()).isEqualTo(RunState.STOPPED);
      assertThat(end.counts().delivered()).isEqualTo(100);
    }
  }
}
