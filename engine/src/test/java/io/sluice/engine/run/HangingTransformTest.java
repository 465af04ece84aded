package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.scenario.HookedTransform;
import io.sluice.engine.scenario.Scenario;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Ratio;
import io.sluice.pipeline.RetryPolicy;
import io.sluice.state.deadletter.DeadLetters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 7 for what stands between a source and the lanes. */
@Timeout(60)
class HangingTransformTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;
  private final CountDownLatch never = new CountDownLatch(1);

  @Test
  void invariant_7_a_transform_that_hangs_is_abandoned_and_reported() throws Exception {
    try (Scenario scenario = impatient(0)) {
      scenario.script.onTransform = record -> waitForEver();
      scenario.script.available.set(10);
      RunStatus end = scenario.start().awaitEnd(Scenario.SOON);
      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(String.valueOf(end.lastError()))
          .contains("source task 0", "transforms", "abandoned");
    } finally {
      never.countDown();
    }
  }

  @Test
  void a_transform_that_hangs_once_costs_a_restart_and_no_record() {
    try (Scenario scenario = impatient(3)) {
      AtomicBoolean hung = new AtomicBoolean();
      scenario.script.onTransform =
          record -> {
            if (hung.compareAndSet(false, true)) {
              never.await(); // Until it is interrupted, over which it fails.
            }
          };
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      scenario.awaitRows(100);
      RunStatus end = run.stop(PATIENCE);
      assertThat(end.restarts()).isEqualTo(1);
      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(100, 100, 0, 0, 0));
      // Invariant 5: what was interrupted is polled again, so it is no dead letter.
      assertThat(scenario.state.deadLetters().count(DeadLetters.Filter.open("numbers"))).isZero();
    }
  }

  @Test
  void a_transform_that_hangs_while_it_is_closed_is_left_behind() {
    try (Scenario scenario = impatient(0)) {
      scenario.script.onTransformClose = this::waitForEver;
      scenario.script.available.set(10);
      PipelineRun run = scenario.start();
      scenario.awaitRows(10);
      assertThat(run.stop(Duration.ofSeconds(2)).state()).isEqualTo(RunState.STOPPED);
    } finally {
      never.countDown();
    }
  }

  @Test
  void a_full_lane_behind_quick_transforms_is_not_taken_for_one_that_hangs() throws Exception {
    try (Scenario scenario = impatient(0)) {
      scenario.retry =
          new RetryPolicy(
              Duration.ofMillis(5),
              Duration.ofMillis(50),
              Duration.ofSeconds(30),
              0,
              Duration.ofSeconds(1),
              Duration.ofSeconds(2));
      // The sink takes its time between calls, so that only the source could be found hanging.
      AtomicLong first = new AtomicLong();
      scenario.target().beforePut =
          (task, records) -> {
            first.compareAndSet(0, System.nanoTime());
            if (System.nanoTime() - first.get() < Duration.ofMillis(2_500).toNanos()) {
              throw new RetriableException("not yet");
            }
          };
      scenario.script.batch = 1_000;
      scenario.script.available.set(10_000);
      PipelineRun run = scenario.start();
      scenario.awaitRows(10_000);
      assertThat(run.stop(PATIENCE).restarts()).isZero();
    }
  }

  /** As a plugin does that must not be interrupted. */
  private void waitForEver() {
    boolean asked = false;
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException ignored) {
        asked = true;
      }
    }
    if (asked) {
      Thread.currentThread().interrupt();
    }
  }

  private Scenario impatient(int restarts) {
    Scenario scenario = new Scenario(folder);
    scenario.onError =
        new ErrorPolicy(
            ErrorPolicy.OnRecord.DEAD_LETTER,
            Ratio.ofPercent(100),
            Duration.ofMinutes(1),
            0,
            Long.MAX_VALUE);
    scenario.retry = withTimeout(scenario.retry, restarts, Duration.ofMillis(500));
    scenario.addTransform(
        HookedTransform.class, Map.of("script", scenario.sourceConfig.get("script")));
    return scenario;
  }

  private static RetryPolicy withTimeout(RetryPolicy usual, int restarts, Duration call) {
    return new RetryPolicy(
        usual.backoff(),
        usual.maxBackoff(),
        usual.retryFor(),
        restarts,
        call,
        Duration.ofSeconds(2));
  }
}
