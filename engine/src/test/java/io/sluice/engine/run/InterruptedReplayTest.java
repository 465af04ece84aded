package io.sluice.engine.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.fault.FaultException;
import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.TargetSink;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Ratio;
import io.sluice.state.deadletter.DeadLetters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replay whose sink takes its time, and a process that is to end meanwhile. */
@Timeout(60)
class InterruptedReplayTest {
  private static final ErrorPolicy BEARS_ALL =
      new ErrorPolicy(
          ErrorPolicy.OnRecord.DEAD_LETTER,
          Ratio.ofPercent(100),
          Duration.ofMinutes(1),
          0,
          Long.MAX_VALUE);

  @TempDir private Path folder;

  @Test
  void what_arrives_while_it_is_ended_is_not_left_open() throws Exception {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.onError = BEARS_ALL;
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
      AtomicReference<ReplayOutcome> settled = new AtomicReference<>();
      FutureTask<ReplayOutcome> replay =
          new FutureTask<>(
              () -> {
                scenario.engine.replay(scenario.pipeline(), letters, "ada", settled::set);
                return settled.get();
              });
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
      assertThat(requireNonNull(settled.get()).replayed())
          .as("or nobody would count them")
          .hasSize(10);
    }
  }

  @Test
  void what_has_arrived_in_one_sink_is_told_when_it_breaks_off_at_another() throws Exception {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.onError = BEARS_ALL;
      scenario.addTarget();
      scenario.targets.forEach(target -> target.beforePut = InterruptedReplayTest::refuseEven);
      scenario.script.available.set(10);
      PipelineRun run = scenario.start();
      Awaitility.await().atMost(Scenario.SOON).until(() -> open(scenario).size() == 10);
      run.stop(Duration.ofSeconds(10));
      List<Long> letters = open(scenario);
      DeadLetters kept = scenario.state.deadLetters();
      String first = kept.find(letters.get(0)).orElseThrow().letter().component();
      int second = first.endsWith("0") ? 1 : 0;
      scenario.targets.get(1 - second).beforePut = (task, records) -> {};
      scenario.targets.get(second).beforePut =
          (task, records) -> {
            throw new IllegalStateException("broken");
          };
      List<ReplayOutcome> settled = new ArrayList<>();

      assertThatThrownBy(
              () -> scenario.engine.replay(scenario.pipeline(), letters, "ada", settled::add))
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("broke off");

      assertThat(settled).hasSize(1);
      assertThat(settled.get(0).replayed()).hasSize(5).doesNotContainAnyElementsOf(open(scenario));
    }
  }

  private static void refuseEven(SinkTask task, List<SinkRecord> records) {
    records.stream()
        .filter(record -> String.valueOf(record.value()).matches(".*[02468]"))
        .forEach(record -> ((TargetSink.TargetTask) task).refuse(record, new DataException("no")));
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
