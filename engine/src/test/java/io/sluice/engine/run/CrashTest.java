package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Failpoint;
import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.Target;
import io.sluice.pipeline.RetryPolicy;
import io.sluice.state.deadletter.DeadLetter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run breaks off at each named moment, everything in memory is lost, and another one goes on from
 * what is in the state and in the targets.
 */
class CrashTest {
  private static final int ALL = 3_000;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Failpoint.class)
  void a_crash_loses_nothing_and_repeats_nothing_in_a_sink_with_its_own_offsets(Failpoint point) {
    try (Scenario scenario = new Scenario(folder, breakOnce(point, 4))) {
      breaksOffThenFinishes(scenario);
      assertThat(scenario.target().rows()).isEqualTo(numbers());
    }
  }

  @ParameterizedTest
  @EnumSource(Failpoint.class)
  void a_crash_loses_nothing_in_a_sink_without_offsets(Failpoint point) {
    try (Scenario scenario = new Scenario(folder, breakOnce(point, 4))) {
      scenario.target().ownOffsets = false;
      breaksOffThenFinishes(scenario);
      assertThat(new HashSet<>(scenario.target().rows())).isEqualTo(new HashSet<>(numbers()));
    }
  }

  @ParameterizedTest
  @EnumSource(Failpoint.class)
  void sinks_at_different_epochs_each_get_every_record_once(Failpoint point) {
    try (Scenario scenario = new Scenario(folder, breakOnce(point, 7))) {
      Target second = scenario.addTarget();
      scenario.sinkConfig.put("tasks.max", "2");
      scenario.sourceConfig.put("tasks.max", "2");
      breaksOffThenFinishes(scenario);
      assertThat(scenario.target().rows()).hasSize(2 * ALL).doesNotHaveDuplicates();
      assertThat(second.rows()).hasSize(2 * ALL).doesNotHaveDuplicates();
    }
  }

  /** Invariant 5: of ten numbers one is refused by a transform and one by the sink. */
  @ParameterizedTest
  @EnumSource(Failpoint.class)
  void a_crash_loses_no_dead_letter_and_keeps_none_twice(Failpoint point) {
    try (Scenario scenario = new Scenario(folder, breakOnce(point, 4))) {
      Refusals.by(scenario);
      breaksOffThenFinishes(scenario, ALL - 2 * ALL / 10);
      assertThat(new HashSet<>(scenario.target().rows())).isEqualTo(Refusals.accepted(ALL));
      assertThat(scenario.target().rows()).doesNotHaveDuplicates();
      assertThat(Refusals.onDisk(scenario, DeadLetter.Stage.TRANSFORM)).hasSize(ALL / 10);
      assertThat(Refusals.onDisk(scenario, DeadLetter.Stage.SINK)).hasSize(ALL / 10);
    }
  }

  /** Its offsets are those of no epoch wherever the last record of one was refused. */
  @ParameterizedTest
  @EnumSource(Failpoint.class)
  void a_crash_repeats_nothing_in_a_sink_whose_offsets_come_from_the_records_that_it_keeps(
      Failpoint point) {
    try (Scenario scenario = new Scenario(folder, breakOnce(point, 4))) {
      Refusals.by(scenario);
      scenario.target().offsetsOfRecords = true;
      scenario.script.batch = 8; // An epoch may end anywhere.
      breaksOffThenFinishes(scenario, ALL - 2 * ALL / 10);
      assertThat(scenario.target().rows()).doesNotHaveDuplicates();
      assertThat(new HashSet<>(scenario.target().rows())).isEqualTo(Refusals.accepted(ALL));
      assertThat(Refusals.onDisk(scenario, DeadLetter.Stage.SINK)).hasSize(ALL / 10);
    }
  }

  @Test
  void a_sink_that_refused_the_last_records_before_the_checkpoint_is_not_taken_for_set_back() {
    try (Scenario scenario = new Scenario(folder)) {
      Refusals.by(scenario);
      scenario.target().offsetsOfRecords = true;
      scenario.script.available.set(8); // 0 is dropped, 7 refused by the sink.
      PipelineRun first = scenario.start();
      scenario.awaitRows(6);
      scenario.awaitQuiet(first);
      assertThat(first.stop(Duration.ofSeconds(10)).state()).isEqualTo(RunState.STOPPED);

      scenario.script.available.set(10);
      PipelineRun second = scenario.start();
      scenario.awaitRows(8);

      assertThat(second.stop(Duration.ofSeconds(10)).lastError()).isNull();
      assertThat(scenario.target().rows()).hasSize(8).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @EnumSource(Failpoint.class)
  void a_run_that_breaks_off_starts_itself_again_and_its_counts_add_up(Failpoint point) {
    try (Scenario scenario = new Scenario(folder, breakOnce(point, 4))) {
      pace(scenario);
      scenario.script.available.set(ALL);
      PipelineRun run = scenario.start();
      scenario.awaitRows(ALL);
      RunStatus end = run.stop(Duration.ofSeconds(10));
      assertThat(end.restarts()).isEqualTo(1);
      assertThat(scenario.target().rows()).isEqualTo(numbers());
      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(ALL, ALL, 0, 0, 0));
    }
  }

  private static void breaksOffThenFinishes(Scenario scenario) {
    breaksOffThenFinishes(scenario, ALL);
  }

  private static void breaksOffThenFinishes(Scenario scenario, int rowsOfEachTask) {
    pace(scenario);
    RetryPolicy usual = scenario.retry;
    scenario.retry =
        new RetryPolicy(
            usual.backoff(),
            usual.maxBackoff(),
            usual.retryFor(),
            0,
            usual.callTimeout(),
            usual.stopTimeout());
    scenario.script.available.set(ALL);
    PipelineRun first = scenario.start();
    try {
      assertThat(first.awaitEnd(Scenario.SOON).state()).isEqualTo(RunState.FAILED);
    } catch (InterruptedException asked) {
      throw new AssertionError(asked);
    }
    scenario.anotherEngine(Failpoints.NONE);
    PipelineRun second = scenario.start();
    scenario.targets.forEach(
        target ->
            org.awaitility.Awaitility.await()
                .atMost(Scenario.SOON)
                .until(
                    () ->
                        new HashSet<>(target.rows()).size()
                            >= scenario.script.starts.stream()
                                    .map(start -> start.substring(0, 1))
                                    .distinct()
                                    .count()
                                * rowsOfEachTask));
    second.stop(Duration.ofSeconds(10));
  }

  /** Slow enough for a dozen epochs. */
  private static void pace(Scenario scenario) {
    scenario.script.hook = (task, next) -> Thread.sleep(1);
  }

  private static Failpoints breakOnce(Failpoint where, int time) {
    AtomicInteger count = new AtomicInteger();
    return (point, detail) -> {
      if (point == where && count.incrementAndGet() == time) {
        throw new IllegalStateException("broken off at " + point);
      }
    };
  }

  private static List<Object> numbers() {
    return LongStream.range(0, ALL).<Object>mapToObj(n -> "0/" + n).toList();
  }
}
