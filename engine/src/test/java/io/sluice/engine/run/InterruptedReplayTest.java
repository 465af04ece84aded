package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.TargetSink;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Ratio;
import io.sluice.state.deadletter.DeadLetters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.DataException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replay whose sink takes its time, and a process that is to end meanwhile. */
@Timeout(60)
class InterruptedReplayTest {
  @TempDir private Path folder;

  @Test
  void what_arrives_while_it_is_ended_is_not_left_open() throws Exception {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.onError =
          new ErrorPolicy(
              ErrorPolicy.OnRecord.DEAD_LETTER,
              Ratio.ofPercent(100),
              Duration.ofMinutes(1),
              0,
              Long.MAX_VALUE);
      refuseAll(scenario);
      scenario.script.available.set(10);
      PipelineRun run = scenario.start();
      scenario.awaitQuiet(run);
      run.stop(Duration.ofSeconds(10));
      List<Long> letters = open(scenario);
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      scenario.target().beforePut =
          (task, records) -> {
            begun.countDown();
            goOn.await();
          };
      FutureTask<ReplayOutcome> replay =
          new FutureTask<>(() -> scenario.engine.replay(scenario.pipeline(), letters, "ada"));
      Thread thread = new Thread(replay, "replay");
      thread.start();
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

      thread.interrupt();
      Awaitility.await().until(() -> !thread.isInterrupted());
      goOn.countDown();

      assertThatThrownBy(() -> replay.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(InterruptedException.class);
      assertThat(letters).hasSize(10);
      assertThat(scenario.target().rows()).hasSize(10);
      assertThat(open(scenario)).as("or they would be sent again").isEmpty();
    }
  }

  private static void refuseAll(Scenario scenario) {
    scenario.target().beforePut =
        (task, records) ->
            records.forEach(
                record -> ((TargetSink.TargetTask) task).refuse(record, new DataException("no")));
  }

  private static List<Long> open(Scenario scenario) {
    return scenario.state.deadLetters().list(DeadLetters.Filter.open("numbers"), 0, 100).stream()
        .map(DeadLetters.Stored::id)
        .toList();
  }
}
