package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.scenario.ResumesAtCommit;
import io.sluice.engine.scenario.Scenario;
import io.sluice.pipeline.BufferSettings;
import io.sluice.pipeline.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sink tasks that pause partitions. Records of two topics take turns in one lane. */
class PauseTest {
  private static final TopicPartition EVEN = new TopicPartition("even", 0);

  @TempDir Path folder;

  @Test
  void a_paused_partition_holds_up_neither_the_others_nor_commits() {
    try (Scenario scenario = evenAndOdd(200)) {
      CompletableFuture<SinkTaskContext> sink = pauseEvenAtFirst(scenario);
      PipelineRun run = scenario.start();

      scenario.awaitRows(100); // The target has rows from preCommit on.

      assertThat(scenario.target().rows()).allMatch(row -> row.toString().startsWith("odd"));
      sink.join().resume(EVEN);
      scenario.awaitRows(200);
      scenario.awaitQuiet(run);
      RunStatus end = run.stop(Duration.ofSeconds(10));
      assertThat(scenario.target().rows()).hasSize(200).doesNotHaveDuplicates();
      assertThat(
              scenario.target().rows().stream()
                  .filter(row -> row.toString().startsWith("even"))
                  .toList())
          .isEqualTo(evens());
      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(200, 200, 0, 0, 0));
    }
  }

  @Test
  void a_run_that_reads_once_waits_for_what_is_paused() throws InterruptedException {
    try (Scenario scenario = evenAndOdd(200)) {
      CompletableFuture<SinkTaskContext> sink = pauseEvenAtFirst(scenario);
      PipelineRun run =
          scenario.engine.start(
              scenario.pipeline(), new RunOptions(true, Duration.ofMillis(200), false));
      Awaitility.await()
          .atMost(Scenario.SOON)
          .until(() -> run.status().state() == RunState.STOPPING);

      sink.join().resume(EVEN);

      RunStatus end = run.awaitEnd(Scenario.SOON);
      assertThat(end.state()).isEqualTo(RunState.COMPLETED);
      assertThat(end.restarts()).isZero();
      assertThat(scenario.target().rows()).hasSize(200).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_run_that_reads_once_waits_for_what_a_sink_does_behind_its_last_commit()
      throws InterruptedException {
    try (Scenario scenario = evenAndOdd(200)) {
      CompletableFuture<SinkTaskContext> sink = new CompletableFuture<>();
      AtomicInteger taken = new AtomicInteger();
      scenario.target().onOpen = task -> sink.complete(task.context());
      scenario.target().beforePut = (task, records) -> taken.addAndGet(records.size());
      scenario.target().beforeCommit =
          number -> {
            if (taken.get() == 200) {
              sink.join().pause(EVEN);
            }
          };
      PipelineRun run =
          scenario.engine.start(
              scenario.pipeline(), new RunOptions(true, Duration.ofMillis(200), false));
      scenario.awaitRows(200);

      int puts = scenario.target().puts.get();
      Awaitility.await()
          .atMost(Scenario.SOON)
          .until(() -> scenario.target().puts.get() >= puts + 10);
      assertThat(run.status().state()).isEqualTo(RunState.STOPPING);
      scenario.target().beforeCommit = number -> {};
      sink.join().resume(EVEN);

      assertThat(run.awaitEnd(Scenario.SOON).state()).isEqualTo(RunState.COMPLETED);
    }
  }

  @Test
  void what_is_paused_is_bounded_by_the_lane() {
    try (Scenario scenario = evenAndOdd(10_000)) {
      CompletableFuture<SinkTaskContext> sink = pauseEvenAtFirst(scenario);
      PipelineRun run = scenario.start();
      Awaitility.await()
          .atMost(Scenario.SOON)
          .until(() -> run.status().counts().delivered() >= 100);
      // The lane holds 1,000 records; what was polled with the last of them is beside it.
      Awaitility.await()
          .during(Duration.ofMillis(300))
          .atMost(Scenario.SOON)
          .until(() -> run.status().counts().polled() < 5_000);

      sink.join().resume(EVEN);

      scenario.awaitRows(10_000);
      run.stop(Duration.ofSeconds(10));
    }
  }

  @ParameterizedTest(name = "once: {0}, own offsets: {1}")
  @CsvSource({"true, true", "true, false", "false, true"})
  void a_sink_that_resumes_only_when_it_commits_gets_everything_although_its_lanes_are_full(
      boolean once, boolean ownOffsets) throws InterruptedException {
    int all = 1_500;
    try (Scenario scenario = new Scenario(folder)) {
      scenario.sourceConfig.put("tasks.max", "2");
      scenario.sinkConfig.put("tasks.max", "2");
      scenario.buffer = new BufferSettings(200, ByteSize.ofMegabytes(8)); // 50 in each lane
      scenario.script.batch = 150; // more than a lane holds
      scenario.script.available.set(all);
      scenario.target().ownOffsets = ownOffsets;
      ResumesAtCommit pausing = new ResumesAtCommit(scenario.target(), 100);
      PipelineRun run =
          scenario.engine.start(
              scenario.pipeline(), new RunOptions(once, Duration.ofMillis(200), false));

      scenario.awaitRows(2 * all);
      RunStatus end = once ? run.awaitEnd(Scenario.SOON) : run.stop(Duration.ofSeconds(10));

      assertThat(end.state()).isEqualTo(once ? RunState.COMPLETED : RunState.STOPPED);
      assertThat(end.restarts()).isZero();
      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(2L * all, 2L * all, 0, 0, 0));
      assertThat(scenario.target().rows()).hasSize(2 * all).doesNotHaveDuplicates();
      assertThat(pausing.pauses()).isGreaterThan(5);
    }
  }

  @Test
  void a_full_lane_of_paused_records_costs_no_processor() throws InterruptedException {
    try (Scenario scenario = evenAndOdd(10_000)) {
      CompletableFuture<SinkTaskContext> sink = pauseEvenAtFirst(scenario);
      PipelineRun run = scenario.start();
      AtomicLong seen = new AtomicLong(-1);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(300))
          .atMost(Scenario.SOON)
          .until(
              () -> seen.getAndSet(run.status().counts().polled()) == seen.get() && seen.get() > 0);
      int puts = scenario.target().puts.get();
      long epoch = scenario.state.checkpoints().epochs("numbers").size();
      long begin = System.nanoTime();

      Awaitility.await().pollDelay(Duration.ofMillis(500)).until(() -> true);

      // Twenty times a second it is put nothing; once a second it is asked whether it can commit.
      int putsMeanwhile = scenario.target().puts.get() - puts;
      long epochsMeanwhile = scenario.state.checkpoints().epochs("numbers").size() - epoch;
      int seconds = 1 + (int) Duration.ofNanos(System.nanoTime() - begin).toSeconds();
      assertThat(putsMeanwhile).isBetween(1, 20 * seconds);
      assertThat(epochsMeanwhile).isLessThan(2L + seconds);
      sink.join().resume(EVEN);
      scenario.awaitRows(10_000);
      run.stop(Duration.ofSeconds(10));
    }
  }

  private Scenario evenAndOdd(int records) {
    Scenario scenario = new Scenario(folder);
    scenario.script.maker =
        (partition, offset, task, number) -> {
          String topic = number % 2 == 0 ? "even" : "odd";
          return new SourceRecord(
              partition, offset, topic, null, null, null, Schema.STRING_SCHEMA, topic + number);
        };
    scenario.script.available.set(records);
    return scenario;
  }

  private static CompletableFuture<SinkTaskContext> pauseEvenAtFirst(Scenario scenario) {
    CompletableFuture<SinkTaskContext> sink = new CompletableFuture<>();
    scenario.target().onOpen =
        task -> {
          if (sink.complete(task.context())) {
            task.context().pause(EVEN);
          }
        };
    return sink;
  }

  private static List<String> evens() {
    List<String> evens = new ArrayList<>();
    for (int i = 0; i < 200; i += 2) {
      evens.add("even" + i);
    }
    return evens;
  }
}
