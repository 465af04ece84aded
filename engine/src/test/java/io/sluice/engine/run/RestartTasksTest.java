package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.scenario.Scenario;
import io.sluice.pipeline.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.errors.RetriableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks begin anew from the last checkpoint when somebody asks for it: the run goes on. */
@Timeout(60)
class RestartTasksTest {
  @TempDir Path folder;

  @Test
  void what_was_taken_is_kept_and_what_follows_comes_once() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      scenario.script.available.set(5_000);
      PipelineRun run = scenario.start();
      scenario.awaitRows(500);

      run.restartTasks();

      awaitTasksStartedAnew(scenario);
      scenario.script.available.set(6_000);
      scenario.awaitRows(6_000);
      RunStatus after = scenario.awaitQuiet(run);
      assertThat(new HashSet<>(scenario.target().rows())).hasSize(6_000);
      assertThat(scenario.target().rows()).hasSize(6_000);
      assertThat(after.restarts()).as("that nobody asked for").isZero();
      assertThat(after.lastError()).isNull();
      assertThat(scenario.state.runs().list("numbers", 10)).as("it is the same run").hasSize(1);
    }
  }

  @Test
  void a_sink_that_hangs_is_left_behind_within_the_time_of_a_stop() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      scenario.retry = patient(Duration.ofMillis(5), Duration.ofSeconds(1));
      AtomicBoolean hangs = new AtomicBoolean(true);
      CountDownLatch released = new CountDownLatch(1);
      scenario.target().beforePut =
          (task, records) -> {
            if (hangs.getAndSet(false)) {
              released.await();
            }
          };
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      Awaitility.await().atMost(Scenario.SOON).until(() -> !hangs.get());

      run.restartTasks();

      scenario.awaitRows(100);
      released.countDown();
      scenario.awaitQuiet(run);
      assertThat(scenario.target().rows()).hasSize(100);
    }
  }

  @Test
  void a_pause_before_the_next_attempt_is_over() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      scenario.retry = patient(Duration.ofMinutes(10), Duration.ofSeconds(10));
      AtomicBoolean broken = new AtomicBoolean(true);
      scenario.script.hook =
          (task, next) -> {
            if (broken.get()) {
              throw new IllegalStateException("the source is broken");
            }
          };
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      Awaitility.await()
          .atMost(Scenario.SOON)
          .until(() -> run.status().state() == RunState.RETRYING);
      broken.set(false);

      run.restartTasks();

      scenario.awaitRows(100);
    }
  }

  @Test
  void a_paused_run_stays_paused() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      scenario.awaitRows(100);
      run.pause();
      Awaitility.await().atMost(Scenario.SOON).until(() -> run.status().state() == RunState.PAUSED);

      run.restartTasks();

      awaitTasksStartedAnew(scenario);
      Awaitility.await().atMost(Scenario.SOON).until(() -> run.status().state() == RunState.PAUSED);
      scenario.script.available.set(200);
      run.resume();
      scenario.awaitRows(200);
    }
  }

  @Test
  void a_sink_that_tries_its_call_again_is_not_waited_for() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      scenario.retry = patient(Duration.ofMinutes(10), Duration.ofMinutes(5));
      AtomicBoolean down = new AtomicBoolean(true);
      scenario.target().beforePut =
          (task, records) -> {
            if (down.get()) {
              throw new RetriableException("the target is down");
            }
          };
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      Awaitility.await().atMost(Scenario.SOON).until(() -> run.status().lastError() != null);
      down.set(false);

      run.restartTasks();

      scenario.awaitRows(100);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "source-0,,0",
    "sink-copy-3,copy,3",
    "sink-a-b-12,a-b,12",
    "sink-source-0-1,source-0,1"
  })
  void a_task_has_a_name_by_which_it_is_found(String name, String sink, int number) {
    RunTask task = RunTask.named(name).orElseThrow();

    assertThat(task).isEqualTo(new RunTask(Optional.ofNullable(sink), number));
    assertThat(task.name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "source", "source-", "source-x", "source-1234567", "sink--1", "copy-0"})
  void other_texts_name_none(String name) {
    assertThat(RunTask.named(name)).isEmpty();
  }

  @Test
  void the_tasks_of_a_run_are_those_of_its_status() {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      scenario.script.available.set(10);
      PipelineRun run = scenario.start();
      scenario.awaitRows(10);
      RunStatus status = run.status();

      List<RunTask> tasks = RunTask.of(status);

      assertThat(tasks).contains(new RunTask(Optional.empty(), 0));
      assertThat(tasks).extracting(task -> task.stateIn(status)).doesNotContain(Optional.empty());
      assertThat(new RunTask(Optional.empty(), 99).stateIn(status)).isEmpty();
      assertThat(new RunTask(Optional.of("none"), 0).stateIn(status)).isEmpty();
    }
  }

  /** Waits longer for tasks that fail than a test lasts. */
  private static RetryPolicy patient(Duration pause, Duration stopTimeout) {
    return new RetryPolicy(
        pause, Duration.ofHours(1), Duration.ofHours(1), 5, Duration.ofMinutes(5), stopTimeout);
  }

  private static void awaitTasksStartedAnew(Scenario scenario) {
    Awaitility.await().atMost(Scenario.SOON).until(() -> scenario.script.starts.size() > 1);
  }
}
