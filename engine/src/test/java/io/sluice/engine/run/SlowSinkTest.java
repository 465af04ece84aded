package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.Target;
import io.sluice.pipeline.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One sink of two is slow. */
@Timeout(60)
class SlowSinkTest {
  @TempDir Path folder;
  private final CountDownLatch goOn = new CountDownLatch(1);

  @Test
  void the_other_sink_commits_what_it_has_all_the_same() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      Target slow = blocked(scenario);
      PipelineRun run = scenario.start();

      // The first two epochs are as many as wait for a slow sink; more come than fit into them,
      // fewer than its lane holds.
      for (int rows = 30; rows <= 300; rows += 30) {
        scenario.script.available.set(rows);
        scenario.awaitRows(rows);
      }

      assertThat(slow.size()).isZero();
      goOn.countDown();
      Awaitility.await().atMost(Scenario.SOON).until(() -> slow.size() >= 300);
      run.stop(Duration.ofSeconds(10));
      assertThat(slow.rows()).doesNotHaveDuplicates().isEqualTo(scenario.target().rows());
    }
  }

  @Test
  void after_a_crash_in_the_midst_of_that_each_sink_has_every_row_once() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      Target slow = blocked(scenario);
      PipelineRun run = scenario.start();
      for (int rows = 30; rows <= 300; rows += 30) {
        scenario.script.available.set(rows);
        scenario.awaitRows(rows);
      }
      slow.beforePut =
          (task, records) -> {
            throw new IllegalStateException("the slow sink breaks");
          };
      goOn.countDown();
      Awaitility.await().atMost(Scenario.SOON).until(() -> run.status().restarts() > 0);
      slow.beforePut = (task, records) -> {};

      Awaitility.await().atMost(Scenario.SOON).until(() -> slow.size() >= 300);
      run.stop(Duration.ofSeconds(10));
      assertThat(slow.rows()).doesNotHaveDuplicates().isEqualTo(scenario.target().rows());
    }
  }

  @Test
  @Tag("long")
  void a_run_that_stalls_says_which_task_everybody_waits_for_and_in_what() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      blocked(scenario);
      scenario.script.available.set(5_000); // More than the lane holds.
      PipelineRun run = scenario.start();

      RunStatus stalled =
          Awaitility.await()
              .atMost(Duration.ofSeconds(40))
              .until(run::status, status -> status.state() == RunState.STALLED);

      assertThat(stalled.waitsFor()).contains("sink sink1, task 0", "in put for");
      goOn.countDown();
      Awaitility.await().atMost(Scenario.SOON).until(() -> run.status().waitsFor() == null);
    }
  }

  @Test
  @Tag("long")
  void a_run_whose_sink_hangs_in_its_commit_is_stalled_although_all_is_delivered() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      Target slow = blocked(scenario);
      slow.beforePut = (task, records) -> {};
      slow.beforeCommit = task -> assertThat(goOn.await(50, TimeUnit.SECONDS)).isTrue();
      scenario.script.available.set(10);
      PipelineRun run = scenario.start();

      RunStatus stalled =
          Awaitility.await()
              .atMost(Duration.ofSeconds(40))
              .until(run::status, status -> status.state() == RunState.STALLED);

      assertThat(stalled.counts().inFlight()).isZero();
      assertThat(stalled.waitsFor()).contains("sink sink1, task 0", "in preCommit for");
      goOn.countDown();
      scenario.awaitQuiet(run);
    }
  }

  @Test
  @Tag("long")
  void a_sink_that_does_not_advance_is_named_although_the_other_does() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      blocked(scenario);
      PipelineRun run = scenario.start();
      AtomicInteger rows = new AtomicInteger();

      RunStatus stalled =
          Awaitility.await()
              .atMost(Duration.ofSeconds(40))
              .until(
                  () -> {
                    scenario.script.available.set(rows.addAndGet(1));
                    return run.status();
                  },
                  status -> status.state() == RunState.STALLED);

      assertThat(scenario.target().size()).isGreaterThan(1);
      assertThat(stalled.waitsFor()).contains("sink sink1, task 0", "in put for");
      assertThat(stalled.lag()).isNotEqualTo(Duration.ZERO);
      goOn.countDown();
      Awaitility.await().atMost(Scenario.SOON).until(() -> run.status().waitsFor() == null);
    }
  }

  /** The second sink, which takes nothing until it may. */
  private Target blocked(Scenario scenario) {
    RetryPolicy usual = scenario.retry;
    Duration patience = Duration.ofMinutes(1);
    scenario.retry =
        new RetryPolicy(
            usual.backoff(), usual.maxBackoff(), patience, 5, patience, usual.stopTimeout());
    Target slow = scenario.addTarget();
    slow.beforePut =
        (task, records) -> {
          // A task that is put nothing has still to open the topic that comes.
          assertThat(records.isEmpty() || goOn.await(50, TimeUnit.SECONDS)).isTrue();
        };
    return slow;
  }
}
