package io.sluice.engine.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.run.RunStatus.SinkStatus;
import io.sluice.engine.run.RunStatus.SinkTaskStatus;
import io.sluice.engine.run.RunStatus.SourceTaskStatus;
import io.sluice.engine.scenario.Scenario;
import io.sluice.pipeline.RetryPolicy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.errors.ConnectException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No task is shown as running that does not run, and the one that fails is told from others. */
@Timeout(60)
class TaskStatesTest {
  @TempDir Path folder;

  @Test
  void a_sink_that_cannot_be_opened_is_retrying_and_its_source_is_not_running() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.retry = slowly();
      scenario.target().onStart = task -> refuse();
      PipelineRun run = scenario.start();

      RunStatus status = awaitRetrying(run);

      assertThat(source(status)).containsExactly(RunState.STOPPED);
      assertThat(sink(status).state()).isEqualTo(RunState.RETRYING);
      RunError error = requireNonNull(status.lastError());
      assertThat(error.title()).isEqualTo("sink sink0, task 0, start: no connections now");
      assertThat(error.cause()).contains("opening it", "no connections now");
    }
  }

  @Test
  void one_that_ran_before_is_not_shown_as_it_was_then() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.retry = slowly();
      AtomicBoolean away = new AtomicBoolean();
      scenario.target().beforePut =
          (task, records) -> {
            if (away.get()) {
              refuse();
            }
          };
      scenario.script.available.set(10);
      PipelineRun run = scenario.start();
      Awaitility.await().atMost(Scenario.SOON).until(() -> delivered(run) == 10);
      assertThat(source(run.status())).containsExactly(RunState.RUNNING);

      away.set(true);
      scenario.script.available.set(20);
      RunStatus status = awaitRetrying(run);

      assertThat(source(status)).containsExactly(RunState.STOPPED);
      assertThat(sink(status).state()).isEqualTo(RunState.RETRYING);
      assertThat(sink(status).tasks())
          .extracting(SinkTaskStatus::state)
          .containsExactly(RunState.RETRYING);
      assertThat(sink(status).delivered()).as("its count stays").isEqualTo(10);
    }
  }

  @Test
  void nothing_runs_after_a_stop_nor_in_a_pause() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.script.available.set(10);
      PipelineRun run = scenario.start();
      Awaitility.await().atMost(Scenario.SOON).until(() -> delivered(run) == 10);

      run.pause();
      Awaitility.await().atMost(Scenario.SOON).until(() -> run.status().state() == RunState.PAUSED);
      assertThat(source(run.status())).containsExactly(RunState.PAUSED);
      assertThat(sink(run.status()).state()).isEqualTo(RunState.PAUSED);

      RunStatus ended = run.stop(Duration.ofSeconds(20));
      assertThat(source(ended)).containsExactly(RunState.STOPPED);
      assertThat(sink(ended).state()).isEqualTo(RunState.STOPPED);
      assertThat(ended.sourceTasks()).extracting(SourceTaskStatus::doing).containsExactly("idle");
    }
  }

  private static void refuse() {
    throw new ConnectException("opening it", new SQLException("no connections now"));
  }

  /** Pauses between attempts that outlast the test's look at them. */
  private static RetryPolicy slowly() {
    return new RetryPolicy(
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        1_000,
        Duration.ofSeconds(20),
        Duration.ofSeconds(2));
  }

  private static RunStatus awaitRetrying(PipelineRun run) {
    return Awaitility.await()
        .atMost(Scenario.SOON)
        .until(run::status, status -> status.state() == RunState.RETRYING);
  }

  private static long delivered(PipelineRun run) {
    return run.status().counts().delivered();
  }

  private static List<RunState> source(RunStatus status) {
    return status.sourceTasks().stream().map(SourceTaskStatus::state).toList();
  }

  private static SinkStatus sink(RunStatus status) {
    return status.sinks().get(0);
  }
}
