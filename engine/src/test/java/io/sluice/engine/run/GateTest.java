package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.gate.Gate;
import io.sluice.engine.gate.Gates;
import io.sluice.engine.gate.Passage;
import io.sluice.engine.gate.SchemaRefusal;
import io.sluice.engine.scenario.Scenario;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Ratio;
import io.sluice.pipeline.RetryPolicy;
import io.sluice.pipeline.SchemaContract;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the engine does with a gate's verdicts: on a real engine and state, records by the script.
 */
class GateTest {
  @TempDir private Path folder;

  private final AtomicInteger asked = new AtomicInteger();

  private Scenario scenario(Gate gate) {
    Scenario scenario = new Scenario(folder);
    scenario.schema = Optional.of(SchemaContract.DEFAULT);
    scenario.onError =
        new ErrorPolicy(
            ErrorPolicy.OnRecord.DEAD_LETTER,
            Ratio.ofPercent(100),
            ErrorPolicy.DEFAULT.window(),
            1_000,
            Long.MAX_VALUE);
    scenario.engineWith(
        pipeline -> {
          assertThat(pipeline.schema()).isPresent();
          return gate;
        });
    return scenario;
  }

  private static long number(SourceRecord record) {
    String text = (String) record.value();
    return Long.parseLong(text.substring(text.indexOf('/') + 1));
  }

  private static List<DeadLetters.Stored> letters(Scenario scenario) {
    return scenario.state.deadLetters().list(DeadLetters.Filter.open("numbers"), 0, 1_000);
  }

  @Test
  void records_that_look_alike_are_judged_once_and_go_on_as_they_are() {
    Gate gate =
        first -> {
          asked.incrementAndGet();
          return Passage.OPEN;
        };
    try (Scenario scenario = scenario(gate)) {
      scenario.script.available.set(500);
      PipelineRun run = scenario.start();
      scenario.awaitRows(500);
      scenario.awaitQuiet(run);

      assertThat(asked).hasValue(1);
      assertThat(run.status().counts().delivered()).isEqualTo(500);
    }
  }

  @Test
  void what_is_refused_is_a_dead_letter_of_its_subject_and_the_counts_add_up() throws Exception {
    AtomicBoolean strict = new AtomicBoolean(true);
    Gate gate =
        first ->
            record -> {
              if (strict.get() && number(record) % 10 == 3) {
                throw new SchemaRefusal("numbers-value", "#/x is not there");
              }
              return record;
            };
    try (Scenario scenario = scenario(gate)) {
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      RunStatus status = scenario.awaitQuiet(run);

      assertThat(status.counts()).isEqualTo(new RunStatus.Counts(100, 90, 10, 0, 0));
      assertThat(letters(scenario))
          .hasSize(10)
          .allSatisfy(
              stored -> {
                assertThat(stored.letter().stage()).isEqualTo(DeadLetter.Stage.SCHEMA);
                assertThat(stored.letter().component()).isEqualTo("numbers-value");
                assertThat(stored.letter().errorMessage()).isEqualTo("#/x is not there");
              });

      List<Long> ids = letters(scenario).stream().map(DeadLetters.Stored::id).toList();
      ReplayOutcome again = scenario.engine.replay(scenario.pipeline(), ids, "ada");
      assertThat(again.failedAgain()).containsExactlyElementsOf(ids);
      strict.set(false);
      ReplayOutcome outcome = scenario.engine.replay(scenario.pipeline(), ids, "ada");

      assertThat(outcome.replayed()).containsExactlyElementsOf(ids);
      assertThat(letters(scenario)).isEmpty();
    }
  }

  @Test
  void what_passed_before_a_checkpoint_is_told_to_the_gate_at_its_cut() {
    AtomicInteger passed = new AtomicInteger();
    AtomicInteger cut = new AtomicInteger();
    Gate gate =
        new Gate() {
          @Override
          public Passage judge(SourceRecord first) {
            return record -> {
              passed.incrementAndGet();
              return record;
            };
          }

          @Override
          public void cut() {
            cut.set(passed.get());
          }
        };
    try (Scenario scenario = scenario(gate)) {
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      scenario.awaitQuiet(run);

      // While it runs: nobody has to stop it to know.
      assertThat(cut).hasValue(100);
      assertThat(run.status().state()).isNotIn(RunState.STOPPED, RunState.FAILED);
    }
  }

  @Test
  void a_gate_that_cannot_say_now_is_asked_again_and_no_record_is_lost() {
    Gate gate =
        first -> {
          if (asked.incrementAndGet() <= 5) {
            throw new RetriableException("The registry does not answer");
          }
          return Passage.OPEN;
        };
    try (Scenario scenario = scenario(gate)) {
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      RunStatus status = scenario.awaitQuiet(run);

      assertThat(status.counts()).isEqualTo(new RunStatus.Counts(100, 100, 0, 0, 0));
      assertThat(status.restarts()).isZero();
      assertThat(asked).hasValue(6);
    }
  }

  @Test
  @Tag("long")
  void a_run_that_waits_for_the_gate_says_so_and_names_no_sink() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    Gate gate =
        first -> {
          try {
            assertThat(answer.await(50, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
          }
          return Passage.OPEN;
        };
    try (Scenario scenario = scenario(gate)) {
      scenario.retry =
          new RetryPolicy(
              Duration.ofMillis(5),
              Duration.ofMillis(50),
              Duration.ofSeconds(2),
              5,
              Duration.ofSeconds(50),
              Duration.ofSeconds(50));
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();

      RunStatus stalled =
          Awaitility.await()
              .atMost(Duration.ofSeconds(40))
              .until(run::status, status -> status.state() == RunState.STALLED);

      assertThat(stalled.waitsFor()).contains("source task 0", "in schema for");
      answer.countDown();
      scenario.awaitQuiet(run);
    }
  }

  @Test
  void a_stop_stops_before_the_record_and_the_next_run_goes_on_with_it() throws Exception {
    AtomicBoolean strict = new AtomicBoolean(true);
    Gate gate =
        first ->
            record -> {
              if (strict.get() && number(record) == 50) {
                throw new FaultException(Fault.SCHEMA_REFUSED, "numbers-value: #/x is not there");
              }
              return record;
            };
    try (Scenario scenario = scenario(gate)) {
      scenario.script.available.set(100);
      RunStatus stopped = scenario.start().awaitEnd();

      assertThat(stopped.state()).isEqualTo(RunState.FAILED);
      assertThat(stopped.restarts()).isZero();
      assertThat(String.valueOf(stopped.lastError())).contains("numbers-value: #/x is not there");
      assertThat(letters(scenario)).isEmpty();

      strict.set(false);
      scenario.awaitQuiet(scenario.start());
      assertThat(scenario.target().size()).isEqualTo(100);
    }
  }

  @Test
  void a_contract_that_nothing_holds_does_not_run() throws Exception {
    try (Scenario scenario = scenario(first -> Passage.OPEN)) {
      scenario.engineWith(Gates.NONE);
      RunStatus status = scenario.start().awaitEnd();

      assertThat(status.state()).isEqualTo(RunState.FAILED);
      assertThat(String.valueOf(status.lastError())).contains("contract on schemas");
      assertThat(scenario.target().size()).isZero();
    }
  }
}
