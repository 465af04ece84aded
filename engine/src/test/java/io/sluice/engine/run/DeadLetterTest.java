package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.scenario.PickyTransform;
import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.TargetSink;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Ratio;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterTest {
  @TempDir Path folder;

  @Test
  void refused_and_dropped_records_are_counted_and_the_rest_arrives() {
    try (Scenario scenario = bearsAll()) {
      scenario.addTransform(PickyTransform.class, Map.of("drop", "10", "refuse", "3"));
      scenario.script.available.set(300);
      PipelineRun run = scenario.start();
      scenario.awaitQuiet(run);
      RunStatus end = run.stop(Duration.ofSeconds(10));
      // 100 are divided by 3; of the other 200, 20 are divided by 10.
      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(300, 180, 100, 20, 0));
      assertThat(open(scenario))
          .hasSize(100)
          .allSatisfy(
              one -> {
                assertThat(one.letter().stage()).isEqualTo(DeadLetter.Stage.TRANSFORM);
                assertThat(one.letter().component()).isEqualTo("PickyTransform");
                assertThat(one.letter().errorClass()).isEqualTo(DataException.class.getName());
                assertThat(one.letter().sourceOffset()).contains("next");
              });
    }
  }

  @Test
  void a_transform_that_may_succeed_later_is_tried_again() {
    try (Scenario scenario = bearsAll()) {
      scenario.addTransform(
          PickyTransform.class, Map.of("drop", "0", "refuse", "0", "again", "10"));
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      scenario.awaitRows(100);
      RunStatus end = run.stop(Duration.ofSeconds(10));
      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(100, 100, 0, 0, 0));
      assertThat(open(scenario)).isEmpty();
    }
  }

  @Test
  void records_that_a_sink_reports_are_kept_and_not_delivered() {
    try (Scenario scenario = bearsAll()) {
      refuseSevens(scenario);
      scenario.script.available.set(300);
      PipelineRun run = scenario.start();
      scenario.awaitQuiet(run);
      RunStatus end = run.stop(Duration.ofSeconds(10));
      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(300, 270, 30, 0, 0));
      assertThat(open(scenario))
          .hasSize(30)
          .allSatisfy(
              one -> {
                assertThat(one.letter().stage()).isEqualTo(DeadLetter.Stage.SINK);
                assertThat(one.letter().component()).isEqualTo("sink0");
                assertThat(one.letter().offset()).isNotNull();
              });
    }
  }

  @Test
  void letters_of_a_transform_are_replayed_through_the_transforms_as_they_are_now()
      throws InterruptedException {
    try (Scenario scenario = bearsAll()) {
      scenario.addTransform(PickyTransform.class, Map.of("drop", "0", "refuse", "3"));
      scenario.script.available.set(30);
      PipelineRun run = scenario.start();
      scenario.awaitQuiet(run);
      scenario.transforms.clear();
      scenario.addTransform(PickyTransform.class, Map.of("drop", "0", "refuse", "6"));
      ReplayOutcome outcome = scenario.engine.replay(scenario.pipeline(), ids(scenario), "ada");
      run.stop(Duration.ofSeconds(10));
      assertThat(outcome.replayed()).hasSize(5);
      assertThat(outcome.failedAgain()).hasSize(5);
      assertThat(scenario.target().rows())
          .hasSize(25)
          .contains("0/3", "0/27")
          .doesNotContain("0/6");
      assertThat(open(scenario)).hasSize(5).allMatch(one -> one.attempts() == 2);
    }
  }

  @Test
  void letters_of_a_sink_are_replayed_into_that_sink_only() throws InterruptedException {
    try (Scenario scenario = bearsAll()) {
      refuseSevens(scenario);
      scenario.addTarget();
      scenario.script.available.set(30);
      PipelineRun run = scenario.start();
      scenario.awaitQuiet(run);
      run.stop(Duration.ofSeconds(10));
      scenario.target().beforePut = (task, records) -> {};
      ReplayOutcome outcome = scenario.engine.replay(scenario.pipeline(), ids(scenario), "ada");
      assertThat(outcome.replayed()).hasSize(3);
      assertThat(scenario.target().rows()).hasSize(30).doesNotHaveDuplicates();
      assertThat(scenario.targets.get(1).rows()).hasSize(30).doesNotHaveDuplicates();
      assertThat(open(scenario)).isEmpty();
    }
  }

  @Test
  void a_sink_that_fails_on_a_records_data_gets_everything_else() {
    try (Scenario scenario = bearsAll()) {
      scenario.target().beforePut =
          (task, records) -> {
            if (records.stream().anyMatch(r -> String.valueOf(r.value()).endsWith("77"))) {
              throw new DataException("no double sevens");
            }
          };
      scenario.script.available.set(300);
      PipelineRun run = scenario.start();
      scenario.awaitRows(297);
      scenario.awaitQuiet(run);
      RunStatus end = run.stop(Duration.ofSeconds(10));
      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(300, 297, 3, 0, 0));
      assertThat(scenario.target().rows()).hasSize(297).doesNotHaveDuplicates();
      assertThat(open(scenario)).hasSize(3);
    }
  }

  @Test
  void a_sink_that_fails_on_a_record_whose_value_differs_on_every_reading_gets_everything_else() {
    try (Scenario scenario = bearsAll()) {
      failOnSeventySevens(scenario);
      scenario.script.maker =
          (partition, offset, task, number) ->
              readAt(partition, offset, task + "/" + number % 100, task + "/" + number);
      scenario.script.available.set(300);
      PipelineRun run = scenario.start();
      scenario.awaitRows(297);
      scenario.awaitQuiet(run);
      RunStatus end = run.stop(Duration.ofSeconds(10));
      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(300, 297, 3, 0, 0));
      assertThat(end.restarts()).isLessThan(20);
      assertThat(open(scenario))
          .hasSize(3)
          .allSatisfy(one -> assertThat(one.letter().sourceOffset()).contains("next"));
    }
  }

  @Test
  void a_pipeline_whose_sink_fails_on_records_that_are_never_the_same_gives_up()
      throws InterruptedException {
    try (Scenario scenario = bearsAll()) {
      scenario.target().beforePut =
          (task, records) -> {
            if (!records.isEmpty()) {
              throw new DataException("nothing fits");
            }
          };
      scenario.script.maker =
          (partition, offset, task, number) ->
              readAt(partition, offset, "key@" + System.nanoTime(), "value");
      scenario.script.available.set(1);
      RunStatus end = scenario.start().awaitEnd(Scenario.SOON);
      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(message(end)).contains("gave up after 5 restarts", "nothing fits");
      assertThat(open(scenario)).isEmpty();
    }
  }

  private static void failOnSeventySevens(Scenario scenario) {
    scenario.target().beforePut =
        (task, records) -> {
          if (records.stream().anyMatch(r -> String.valueOf(r.key()).endsWith("77"))) {
            throw new DataException("no double sevens");
          }
        };
  }

  /** A record that tells when it was read, as those of Debezium do. */
  private static SourceRecord readAt(
      Map<String, ?> partition, Map<String, ?> offset, String key, String value) {
    return new SourceRecord(
        partition,
        offset,
        "numbers",
        null,
        Schema.STRING_SCHEMA,
        key,
        Schema.STRING_SCHEMA,
        value + " read at " + System.nanoTime());
  }

  @Test
  void a_pipeline_that_stops_on_a_bad_record_says_which() throws InterruptedException {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.onError = policy(ErrorPolicy.OnRecord.STOP, 100, 0);
      scenario.addTransform(PickyTransform.class, Map.of("drop", "0", "refuse", "50"));
      scenario.script.available.set(30);
      RunStatus end = scenario.start().awaitEnd(Scenario.SOON);
      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(message(end)).contains("topic numbers", "PickyTransform", "on_error.record");
      assertThat(end.restarts()).isZero();
    }
  }

  @Test
  void a_pipeline_stops_on_a_record_that_its_sink_reports_if_it_is_to()
      throws InterruptedException {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.onError = policy(ErrorPolicy.OnRecord.STOP, 100, 0);
      refuseSevens(scenario);
      scenario.script.available.set(30);
      RunStatus end = scenario.start().awaitEnd(Scenario.SOON);
      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(message(end)).contains("topic numbers", "offset 7", "sink0", "on_error.record");
      assertThat(end.restarts()).isZero();
      assertThat(scenario.target().rows()).isEmpty();
    }
  }

  @Test
  void a_record_that_is_refused_again_after_a_restart_is_not_one_more() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.onError =
          new ErrorPolicy(
              ErrorPolicy.OnRecord.DEAD_LETTER,
              Ratio.ofPercent(10),
              Duration.ofMinutes(1),
              0,
              30); // just as many as there are
      refuseSevens(scenario);
      AtomicInteger commits = new AtomicInteger();
      scenario.target().beforeCommit =
          task -> {
            if (commits.incrementAndGet() <= 3) {
              throw new ConnectException("not this time");
            }
          };
      scenario.script.batch = 300;
      scenario.script.available.set(300);

      PipelineRun run = scenario.start();
      scenario.awaitQuiet(run);

      RunStatus end = run.stop(Duration.ofSeconds(10));
      assertThat(end.state()).isEqualTo(RunState.STOPPED);
      assertThat(end.restarts()).isEqualTo(3);
      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(300, 270, 30, 0, 0));
    }
  }

  @Test
  void a_source_that_cannot_make_a_record_of_its_data_stops_the_pipeline_at_once()
      throws InterruptedException {
    try (Scenario scenario = bearsAll()) {
      scenario.script.hook =
          (task, next) -> {
            if (next >= 100) {
              throw new DataException("no column for it");
            }
          };
      scenario.script.available.set(300);
      RunStatus end = scenario.start().awaitEnd(Scenario.SOON);
      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(message(end)).contains("source task 0, poll", "no column for it", "at the source");
      assertThat(end.restarts()).isZero();
    }
  }

  @Test
  void too_many_dead_letters_stop_the_pipeline() throws InterruptedException {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.onError = policy(ErrorPolicy.OnRecord.DEAD_LETTER, 10, 100);
      scenario.addTransform(PickyTransform.class, Map.of("drop", "0", "refuse", "5"));
      scenario.script.available.set(10_000);
      RunStatus end = scenario.start().awaitEnd(Scenario.SOON);
      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(message(end)).contains("on_error.max_rate");
      assertThat(open(scenario)).isNotEmpty();
    }
  }

  private static String message(RunStatus end) {
    return java.util.Objects.requireNonNull(end.lastError()).message();
  }

  private Scenario bearsAll() {
    Scenario scenario = new Scenario(folder);
    scenario.onError = policy(ErrorPolicy.OnRecord.DEAD_LETTER, 100, 0);
    return scenario;
  }

  private static ErrorPolicy policy(ErrorPolicy.OnRecord what, double percent, long atLeast) {
    return new ErrorPolicy(
        what, Ratio.ofPercent(percent), Duration.ofMinutes(1), atLeast, Long.MAX_VALUE);
  }

  private static void refuseSevens(Scenario scenario) {
    scenario.target().beforePut =
        (task, records) ->
            records.stream()
                .filter(record -> String.valueOf(record.value()).endsWith("7"))
                .forEach(
                    record ->
                        ((TargetSink.TargetTask) task).refuse(record, new DataException("seven")));
  }

  private static List<DeadLetters.Stored> open(Scenario scenario) {
    return scenario.state.deadLetters().list(DeadLetters.Filter.open("numbers"), 0, 1_000);
  }

  private static List<Long> ids(Scenario scenario) {
    return open(scenario).stream().map(DeadLetters.Stored::id).toList();
  }
}
