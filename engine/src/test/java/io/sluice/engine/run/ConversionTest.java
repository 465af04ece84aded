package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.TargetSink;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Ratio;
import io.sluice.state.deadletter.DeadLetters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sink that names converters sees, where no topic lies between. */
class ConversionTest {
  private static final String TEXT = "org.apache.kafka.connect.storage.StringConverter";
  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";
  private static final String INTEGER = "org.apache.kafka.connect.converters.IntegerConverter";

  @TempDir Path folder;

  @Test
  void values_come_through_the_sources_converter_and_the_sinks_and_keys_as_they_are() {
    try (Scenario scenario = jsonToText()) {
      Queue<Object> keys = new ConcurrentLinkedQueue<>();
      scenario.target().beforePut =
          (task, records) -> records.forEach(record -> keys.add(record.key()));

      deliver(scenario, 3);

      assertThat(scenario.target().rows()).containsExactly("\"0/0\"", "\"0/1\"", "\"0/2\"");
      assertThat(keys).containsExactly("0/0", "0/1", "0/2");
    }
  }

  @Test
  void a_source_that_names_none_writes_as_it_would_into_a_topic() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.sinkConfig.put("value.converter", TEXT);

      deliver(scenario, 1);

      assertThat(scenario.target().rows())
          .containsExactly(
              "{\"schema\":{\"type\":\"string\",\"optional\":false},\"payload\":\"0/0\"}");
    }
  }

  @Test
  void converters_of_the_source_alone_change_nothing() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.sourceConfig.put("value.converter", JSON);

      deliver(scenario, 1);

      assertThat(scenario.target().rows()).containsExactly("0/0");
    }
  }

  @Test
  void headers_come_through_converters_where_the_sink_names_one() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.sinkConfig.put("header.converter", TEXT);
      Queue<Object> headers = new ConcurrentLinkedQueue<>();
      scenario.target().beforePut =
          (task, records) -> {
            for (SinkRecord record : records) {
              for (Header header : record.headers()) {
                headers.add(header.value());
              }
            }
          };

      deliver(scenario, 1);

      assertThat(headers).singleElement().asString().matches("-?[0-9]+");
      assertThat(headers).singleElement().isInstanceOf(String.class);
    }
  }

  @Test
  void what_a_converter_refuses_is_a_dead_letter_as_it_came_and_can_be_replayed()
      throws InterruptedException {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.onError = policy(ErrorPolicy.OnRecord.DEAD_LETTER);
      scenario.sourceConfig.put("value.converter", TEXT);
      scenario.sinkConfig.put("value.converter", INTEGER); // Texts of four bytes are integers.
      scenario.script.available.set(120);
      PipelineRun run = scenario.start();
      scenario.awaitQuiet(run);
      RunStatus end = run.stop(Duration.ofSeconds(10));
      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(120, 90, 30, 0, 0));
      assertThat(scenario.target().rows()).hasSize(90).allMatch(Integer.class::isInstance);

      scenario.sinkConfig.put("value.converter", TEXT);
      ReplayOutcome outcome = scenario.engine.replay(scenario.pipeline(), ids(scenario), "ada");

      assertThat(outcome.replayed()).hasSize(30);
      assertThat(scenario.target().rows()).hasSize(120).contains("0/5", "0/119");
    }
  }

  @Test
  void what_the_sink_refuses_goes_through_its_converter_once_when_it_is_replayed()
      throws InterruptedException {
    try (Scenario scenario = jsonToText()) {
      scenario.onError = policy(ErrorPolicy.OnRecord.DEAD_LETTER);
      scenario.target().beforePut =
          (task, records) ->
              records.stream()
                  .filter(record -> record.value().equals("\"0/7\""))
                  .forEach(
                      record ->
                          ((TargetSink.TargetTask) task)
                              .refuse(record, new DataException("no sevens")));
      scenario.script.available.set(10);
      PipelineRun run = scenario.start();
      scenario.awaitQuiet(run);
      run.stop(Duration.ofSeconds(10));
      assertThat(scenario.target().rows()).hasSize(9);
      scenario.target().beforePut = (task, records) -> {};

      scenario.engine.replay(scenario.pipeline(), ids(scenario), "ada");

      assertThat(scenario.target().rows()).hasSize(10).contains("\"0/7\"");
    }
  }

  @Test
  void a_sink_that_fails_on_a_converted_record_gets_everything_else() {
    try (Scenario scenario = jsonToText()) {
      scenario.onError = policy(ErrorPolicy.OnRecord.DEAD_LETTER);
      scenario.target().beforePut =
          (task, records) -> {
            if (records.stream().anyMatch(record -> record.value().equals("\"0/77\""))) {
              throw new DataException("no double sevens");
            }
          };
      scenario.script.available.set(100);
      PipelineRun run = scenario.start();
      scenario.awaitQuiet(run);
      RunStatus end = run.stop(Duration.ofSeconds(10));

      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(100, 99, 1, 0, 0));
      assertThat(scenario.target().rows()).hasSize(99).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_run_that_stops_over_bad_records_stops_over_one_that_a_converter_refuses()
      throws InterruptedException {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.onError = policy(ErrorPolicy.OnRecord.STOP);
      scenario.sourceConfig.put("value.converter", TEXT);
      scenario.sinkConfig.put("value.converter", INTEGER);
      scenario.script.available.set(10);

      RunStatus end = scenario.start().awaitEnd(Scenario.SOON);

      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(end.restarts()).isZero();
    }
  }

  @Test
  void a_converter_that_is_not_there_is_named() throws InterruptedException {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.sinkConfig.put("value.converter", "com.example.Nothing");

      RunStatus end = scenario.start().awaitEnd(Scenario.SOON);

      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(String.valueOf(end.lastError())).contains("com.example.Nothing");
    }
  }

  private Scenario jsonToText() {
    Scenario scenario = new Scenario(folder);
    scenario.sourceConfig.put("value.converter", JSON);
    scenario.sourceConfig.put("value.converter.schemas.enable", "false");
    scenario.sinkConfig.put("value.converter", TEXT);
    return scenario;
  }

  private static void deliver(Scenario scenario, int records) {
    scenario.script.available.set(records);
    PipelineRun run = scenario.start();
    scenario.awaitRows(records);
    run.stop(Duration.ofSeconds(10));
  }

  private static ErrorPolicy policy(ErrorPolicy.OnRecord what) {
    return new ErrorPolicy(what, Ratio.ofPercent(100), Duration.ofMinutes(1), 0, Long.MAX_VALUE);
  }

  private static List<Long> ids(Scenario scenario) {
    return scenario.state.deadLetters().list(DeadLetters.Filter.open("numbers"), 0, 1_000).stream()
        .map(DeadLetters.Stored::id)
        .toList();
  }
}
