package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.fault.Failpoint;
import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.Target;
import io.sluice.engine.scenario.TargetSink;
import io.sluice.pipeline.BufferSettings;
import io.sluice.pipeline.ByteSize;
import io.sluice.pipeline.RetryPolicy;
import io.sluice.state.checkpoint.Checkpoint;
import io.sluice.state.checkpoint.Checkpoints;
import io.sluice.state.checkpoint.Reset;
import io.sluice.state.storage.StateException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The invariants of the design, each with something that tries to break it. */
class InvariantsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void invariant_1_a_source_is_not_told_of_what_one_of_two_sinks_does_not_have() throws Exception {
    try (Scenario scenario = new Scenario(folder)) {
      CountDownLatch slow = new CountDownLatch(1);
      Target second = scenario.addTarget();
      second.beforeCommit = task -> slow.await();
      scenario.script.available.set(50);
      PipelineRun run = scenario.start();
      scenario.awaitRows(50);
      // The first sink is through; give the engine every chance to tell the source too early.
      Awaitility.await()
          .during(Duration.ofMillis(300))
          .atMost(PATIENCE)
          .until(() -> scenario.script.committed.isEmpty());
      slow.countDown();
      Awaitility.await().atMost(PATIENCE).until(() -> committed(scenario) == 50);
      run.stop(PATIENCE);
    }
  }

  @Test
  void invariant_1_a_source_is_not_told_of_what_a_sink_holds_back() {
    try (Scenario scenario = new Scenario(folder)) {
      AtomicBoolean holding = new AtomicBoolean(true);
      scenario.target().admits = offsets -> holding.get() ? Map.of() : offsets;
      scenario.script.available.set(50);
      PipelineRun run = scenario.start();
      scenario.awaitRows(50);
      Awaitility.await()
          .during(Duration.ofMillis(300))
          .atMost(PATIENCE)
          .until(() -> scenario.script.committed.isEmpty());
      holding.set(false);
      Awaitility.await().atMost(PATIENCE).until(() -> committed(scenario) == 50);
      run.stop(PATIENCE);
    }
  }

  @Test
  void invariant_2_a_checkpoint_moves_back_by_an_operators_reset_only_and_that_is_recorded() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.script.available.set(50);
      PipelineRun first = scenario.start();
      scenario.awaitRows(50);
      assertThatThrownBy(() -> scenario.state.lock("numbers")).isInstanceOf(StateException.class);
      first.stop(PATIENCE);
      try (var lock = scenario.state.lock("numbers")) {
        scenario.state.checkpoints().reset(lock, Reset.toTheBeginning(), "somebody", "a test");
      }
      PipelineRun second = scenario.start();
      scenario.awaitRows(100);
      second.stop(PATIENCE);
      // Handed out again under new offsets, although the sink remembers the old ones.
      assertThat(scenario.target().rows()).hasSize(100);
      assertThat(scenario.script.starts).containsExactly("0@0", "0@0");
    }
  }

  @Test
  void invariant_3_the_state_knows_an_epoch_before_any_sink_commits_it() {
    try (Scenario scenario = new Scenario(folder)) {
      AtomicInteger commits = new AtomicInteger();
      List<Map<TopicPartition, Long>> tooEarly = Collections.synchronizedList(new ArrayList<>());
      scenario.target().committing =
          next -> {
            commits.incrementAndGet();
            if (!isPrepared(scenario, next)) {
              tooEarly.add(next);
            }
          };
      scenario.script.hook = (task, next) -> Thread.sleep(1);
      scenario.script.available.set(1_000);
      PipelineRun run = scenario.start();
      scenario.awaitRows(1_000);
      run.stop(PATIENCE);
      assertThat(commits.get()).isGreaterThan(1);
      assertThat(tooEarly).isEmpty();
    }
  }

  /** Whether an epoch that ends at these offsets is on disk and not committed. */
  private static boolean isPrepared(Scenario scenario, Map<TopicPartition, Long> ends) {
    Checkpoints checkpoints = scenario.state.checkpoints();
    for (Checkpoint epoch : checkpoints.preparedSinceCommit("numbers")) {
      Map<TopicPartition, Long> known = new HashMap<>();
      checkpoints
          .laneEndsAt("numbers", epoch.epoch())
          .forEach(
              (lane, end) -> known.put(new TopicPartition(lane.topic(), lane.partition()), end));
      if (known.equals(ends)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void invariant_4_records_of_one_key_keep_their_order_over_parallel_sink_tasks() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.sinkConfig.put("tasks.max", "3");
      scenario.sourceConfig.put("tasks.max", "2");
      scenario.script.available.set(5_000);
      PipelineRun run = scenario.start();
      scenario.awaitRows(10_000);
      run.stop(PATIENCE);
      Map<String, Long> last = new HashMap<>();
      for (Object row : scenario.target().rows()) {
        String text = String.valueOf(row);
        long number = Long.parseLong(text.substring(2));
        Long before = last.put(text.substring(0, 2) + number % 100, number);
        assertThat(before == null || before < number).as(text).isTrue();
      }
      assertThat(scenario.target().opened).hasSize(6);
    }
  }

  @Test
  void invariant_5_counts_add_up_at_every_moment_even_while_calls_fail() {
    try (Scenario scenario = new Scenario(folder)) {
      AtomicInteger calls = new AtomicInteger();
      scenario.target().beforePut =
          (task, records) -> {
            if (calls.incrementAndGet() % 3 == 0) {
              throw new RetriableException("not now");
            }
            if (calls.get() == 20) {
              throw new ConnectException("broken");
            }
          };
      scenario.script.hook = (task, next) -> Thread.sleep(1);
      scenario.script.available.set(2_000);
      PipelineRun run = scenario.start();
      List<RunStatus.Counts> wrong = new ArrayList<>();
      while (scenario.target().size() < 2_000) {
        RunStatus.Counts counts = run.status().counts();
        if (counts.polled() != counts.delivered() + counts.inFlight() || counts.inFlight() < 0) {
          wrong.add(counts);
        }
        Thread.onSpinWait();
      }
      RunStatus end = run.stop(PATIENCE);
      assertThat(wrong).isEmpty();
      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(2_000, 2_000, 0, 0, 0));
      assertThat(scenario.target().rows()).hasSize(2_000).doesNotHaveDuplicates();
    }
  }

  @Test
  void invariant_6_a_sink_that_takes_nothing_stops_the_source_at_the_buffers_bounds() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.buffer = new BufferSettings(500, ByteSize.ofMegabytes(8));
      CountDownLatch stuck = new CountDownLatch(1);
      scenario.target().beforePut = (task, records) -> stuck.await();
      scenario.script.available.set(1_000_000);
      PipelineRun run = scenario.start();
      AtomicLong seen = new AtomicLong(-1);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(200))
          .atMost(PATIENCE)
          .until(
              () -> seen.getAndSet(run.status().counts().polled()) == seen.get() && seen.get() > 0);
      // The lane, what is in put, what waits to be handed over.
      assertThat(seen.get()).isLessThan(500 + 512 + 3 * scenario.script.batch);
      stuck.countDown();
      run.stop(PATIENCE);
    }
  }

  @Test
  void invariant_7_a_sink_that_hangs_is_abandoned_and_another_pipeline_does_not_notice()
      throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (Scenario hanging = new Scenario(folder.resolve("one"));
        Scenario healthy = new Scenario(folder.resolve("two"))) {
      hanging.retry = impatient(hanging.retry, 1);
      hanging.target().beforePut =
          (task, records) -> {
            while (never.getCount() > 0) {
              try {
                never.await();
              } catch (InterruptedException ignored) {
                // As a plugin does that must not be interrupted.
              }
            }
          };
      hanging.script.available.set(10);
      healthy.script.available.set(1_000);
      PipelineRun bad = hanging.start();
      PipelineRun good = healthy.start();
      RunStatus end = bad.awaitEnd(Scenario.SOON);
      healthy.awaitRows(1_000);
      good.stop(PATIENCE);
      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(String.valueOf(end.lastError())).contains("put", "abandoned");
    } finally {
      never.countDown();
    }
  }

  @Test
  void invariant_7_a_source_that_hangs_in_poll_does_not_keep_a_barrier_from_passing() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.script.blockWhenEmpty = true;
      scenario.script.available.set(25);
      PipelineRun run = scenario.start();
      scenario.awaitRows(25);
      Awaitility.await().atMost(PATIENCE).until(() -> committed(scenario) == 25);
      assertThat(run.stop(PATIENCE).state()).isEqualTo(RunState.STOPPED);
    }
  }

  @Test
  void invariant_8_a_run_that_waits_for_a_stuck_sink_is_not_shown_as_idle() {
    try (Scenario scenario = new Scenario(folder)) {
      CountDownLatch stuck = new CountDownLatch(1);
      scenario.target().beforePut = (task, records) -> stuck.await();
      scenario.script.available.set(10);
      PipelineRun run = scenario.start();
      Awaitility.await().atMost(PATIENCE).until(() -> run.status().counts().inFlight() == 10);
      assertThat(run.status().lag()).isNotEqualTo(Duration.ZERO);
      assertThat(run.status().sinks().get(0).tasks().get(0).doing()).isEqualTo("put");
      stuck.countDown();
      scenario.awaitQuiet(run);
      assertThat(run.status().state()).isEqualTo(RunState.RUNNING);
      run.stop(PATIENCE);
    }
  }

  @Test
  void invariant_8_a_source_that_cannot_be_reached_is_shown_as_retried_and_never_as_idle() {
    try (Scenario scenario = new Scenario(folder)) {
      AtomicBoolean fails = new AtomicBoolean();
      AtomicInteger polls = new AtomicInteger();
      scenario.script.hook =
          (task, next) -> {
            polls.incrementAndGet();
            if (fails.compareAndSet(true, false)) {
              throw new RetriableException("the server is down");
            }
          };
      scenario.script.available.set(10);
      PipelineRun run = scenario.start();
      scenario.awaitQuiet(run);
      fails.set(true);
      Awaitility.await().atMost(PATIENCE).until(() -> run.status().state() == RunState.RETRYING);
      // As tasks do that wait before the next attempt: nulls, which say nothing of the source.
      int since = polls.get();
      Awaitility.await().atMost(PATIENCE).until(() -> polls.get() > since + 100);
      assertThat(run.status().state()).isEqualTo(RunState.RETRYING);
      assertThat(run.status().lag()).isNotEqualTo(Duration.ZERO);
      Awaitility.await().atMost(PATIENCE).until(() -> run.status().lastError() != null);
      assertThat(String.valueOf(run.status().lastError())).contains("the server is down");
      scenario.script.answersWhenEmpty = true;
      Awaitility.await().atMost(PATIENCE).until(() -> run.status().state() == RunState.RUNNING);
      assertThat(run.stop(PATIENCE).restarts()).isZero();
    }
  }

  @Test
  void invariant_9_a_secret_in_a_plugins_error_is_not_shown() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.secrets().remember("hunter-2-hunter");
      scenario.retry = impatient(scenario.retry, 0);
      scenario.target().onStart =
          task -> {
            throw new ConnectException("login with hunter-2-hunter refused");
          };
      RunStatus end = awaitEnd(scenario.start());
      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(String.valueOf(end.lastError()))
          .contains("refused")
          .doesNotContain("hunter-2-hunter");
      assertThat(scenario.state.runs().latest("numbers").orElseThrow().error())
          .doesNotContain("hunter-2-hunter");
    }
  }

  @Test
  void lanes_are_laid_out_anew_only_when_every_sink_is_at_the_same_checkpoint() {
    AtomicInteger commits = new AtomicInteger();
    Failpoints breakOnce =
        (point, detail) -> {
          if (point == Failpoint.AFTER_SINK_COMMIT && commits.incrementAndGet() == 5) {
            throw new IllegalStateException("broken off");
          }
        };
    try (Scenario scenario = new Scenario(folder, breakOnce)) {
      Target second = scenario.addTarget();
      scenario.retry = impatient(scenario.retry, 0);
      scenario.script.hook = (task, next) -> Thread.sleep(1);
      scenario.script.available.set(2_000);
      awaitEnd(scenario.start());
      scenario.sinkConfig.put("tasks.max", "3");
      scenario.anotherEngine(Failpoints.NONE);
      PipelineRun run = scenario.start();
      scenario.awaitRows(2_000);
      Awaitility.await().atMost(PATIENCE).until(() -> second.size() >= 2_000);
      run.stop(PATIENCE);
      scenario.script.available.set(2_500);
      PipelineRun wide = scenario.start();
      scenario.awaitRows(2_500);
      wide.stop(PATIENCE);
      assertThat(scenario.target().rows()).hasSize(2_500).doesNotHaveDuplicates();
      assertThat(second.rows()).hasSize(2_500).doesNotHaveDuplicates();
      assertThat(scenario.target().opened.keySet()).contains("numbers-2");
    }
  }

  @Test
  void a_sink_whose_offsets_match_no_epoch_loses_nothing() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.script.available.set(100);
      PipelineRun first = scenario.start();
      scenario.awaitRows(100);
      first.stop(PATIENCE);
      scenario.target().setOffsets(Map.of(new TopicPartition("numbers", 0), 7_777L));
      scenario.script.available.set(200);
      PipelineRun second = scenario.start();
      scenario.awaitRows(200);
      second.stop(PATIENCE);
      assertThat(scenario.target().rows()).hasSize(200);
      assertThat(scenario.target().offsets())
          .containsEntry(new TopicPartition("numbers", 0), 7_877L);
    }
  }

  @Test
  void a_lost_state_folder_makes_the_source_begin_again_and_no_record_is_taken_for_an_old_one() {
    Map<TopicPartition, Long> remembered = Map.of(new TopicPartition("numbers", 0), 500L);
    try (Scenario scenario = new Scenario(folder)) {
      scenario.target().setOffsets(remembered);
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      scenario.awaitRows(100);
      run.stop(PATIENCE);
      assertThat(scenario.target().rows()).hasSize(100);
    }
  }

  @Test
  void a_sink_that_asks_for_records_again_gets_them_again() {
    try (Scenario scenario = new Scenario(folder)) {
      AtomicBoolean asked = new AtomicBoolean();
      scenario.target().beforePut =
          (task, records) -> {
            if (!records.isEmpty()
                && records.get(0).kafkaOffset() > 300
                && asked.compareAndSet(false, true)) {
              ((TargetSink.TargetTask) task).context().offset(new TopicPartition("numbers", 0), 0L);
            }
          };
      scenario.script.hook = (task, next) -> Thread.sleep(1);
      scenario.script.available.set(1_000);
      PipelineRun run = scenario.start();
      scenario.awaitRows(1_000);
      RunStatus end = run.stop(PATIENCE);
      assertThat(end.restarts()).isEqualTo(1);
      assertThat(scenario.target().rows()).hasSize(1_000).doesNotHaveDuplicates();
    }
  }

  @Test
  void paused_polls_nothing_and_resumed_goes_on() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      scenario.awaitRows(100);
      run.pause();
      Awaitility.await().atMost(PATIENCE).until(() -> run.status().state() == RunState.PAUSED);
      scenario.awaitQuiet(run);
      scenario.script.available.set(200);
      Awaitility.await()
          .during(Duration.ofMillis(200))
          .atMost(PATIENCE)
          .until(() -> scenario.target().size() == 100);
      run.resume();
      scenario.awaitRows(200);
      run.stop(PATIENCE);
    }
  }

  @Test
  void a_connector_that_asks_for_new_tasks_gets_them_at_a_checkpoint() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.script.available.set(500);
      PipelineRun run = scenario.start();
      scenario.awaitRows(500);
      scenario.script.connector.askForNewTasks(0); // The same as before: nothing happens.
      scenario.script.connector.askForNewTasks(1);
      Awaitility.await().atMost(PATIENCE).until(() -> scenario.script.starts.size() == 2);
      scenario.script.available.set(600);
      scenario.awaitRows(600);
      RunStatus end = run.stop(PATIENCE);
      assertThat(end.restarts()).isZero();
      assertThat(scenario.target().rows()).hasSize(600).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_task_that_wants_to_hear_of_records_hears_of_each_once_it_is_durable() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.sourceConfig.put("acknowledge", "true");
      scenario.script.available.set(300);
      PipelineRun run = scenario.start();
      scenario.awaitRows(300);
      run.stop(PATIENCE);
      List<Long> heard = new ArrayList<>(scenario.script.acknowledged);
      List<Long> sorted = new ArrayList<>(heard);
      Collections.sort(sorted);
      assertThat(heard).hasSize(300).doesNotHaveDuplicates().isEqualTo(sorted);
    }
  }

  private static long committed(Scenario scenario) {
    return scenario.script.committed.getOrDefault(0, 0L);
  }

  private static RunStatus awaitEnd(PipelineRun run) {
    try {
      return run.awaitEnd(Scenario.SOON);
    } catch (InterruptedException asked) {
      throw new AssertionError(asked);
    }
  }

  private static RetryPolicy impatient(RetryPolicy usual, int restarts) {
    return new RetryPolicy(
        usual.backoff(),
        usual.maxBackoff(),
        usual.retryFor(),
        restarts,
        Duration.ofMillis(500),
        Duration.ofSeconds(5));
  }
}
