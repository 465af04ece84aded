package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.deadletter.RecordCodec;
import io.sluice.engine.deadletter.edit.RecordEdit;
import io.sluice.engine.deadletter.edit.RecordText;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.gate.Gate;
import io.sluice.engine.gate.Gates;
import io.sluice.engine.gate.SchemaRefusal;
import io.sluice.engine.run.rehearsal.Rehearsal;
import io.sluice.engine.run.rehearsal.Rehearsal.Outcome;
import io.sluice.engine.run.rehearsal.Rehearsal.Step;
import io.sluice.engine.scenario.PickyTransform;
import io.sluice.engine.scenario.Scenario;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.SchemaContract;
import io.sluice.state.deadletter.DeadLetter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taking a letter through a pipeline without delivering it. */
class RehearsalTest {
  private static final String TEXT = "org.apache.kafka.connect.storage.StringConverter";
  private static final String INTEGER = "org.apache.kafka.connect.converters.IntegerConverter";

  @TempDir private Path folder;

  private static byte[] record(String value) {
    return RecordCodec.encode(
        new SourceRecord(
            Map.of(), Map.of(), "numbers", null, null, null, Schema.STRING_SCHEMA, value));
  }

  private static DeadLetter letter(DeadLetter.Stage stage, String component, byte[] record) {
    return new DeadLetter(
        "numbers", stage, component, "E", "m", "numbers", null, null, null, null, "v1", record);
  }

  private static Rehearsal rehearse(Scenario scenario, String value) throws InterruptedException {
    byte[] record = record(value);
    return scenario.engine.rehearse(
        scenario.pipeline(), letter(DeadLetter.Stage.TRANSFORM, "PickyTransform", record), record);
  }

  private static List<Outcome> outcomes(Rehearsal rehearsal) {
    return rehearsal.steps().stream().map(Step::outcome).toList();
  }

  @Test
  void a_record_that_every_step_lets_pass_is_told_step_by_step_and_goes_nowhere()
      throws InterruptedException {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.addTransform(PickyTransform.class, Map.of("drop", "0", "refuse", "3"));
      scenario.addTarget();

      Rehearsal rehearsal = rehearse(scenario, "0/4");

      assertThat(rehearsal.succeeds()).isTrue();
      assertThat(rehearsal.steps())
          .extracting(Step::stage, Step::name)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(DeadLetter.Stage.TRANSFORM, "PickyTransform"),
              org.assertj.core.groups.Tuple.tuple(DeadLetter.Stage.SINK, "sink0"),
              org.assertj.core.groups.Tuple.tuple(DeadLetter.Stage.SINK, "sink1"));
      assertThat(rehearsal.steps().get(2).seen()).isNotNull();
      assertThat(rehearsal.steps().get(2).seen().text().value()).isEqualTo("\"0/4\"");
      assertThat(scenario.target().rows()).isEmpty();
      assertThat(scenario.state.checkpoints().epochs("numbers")).isEmpty();
      assertThat(scenario.state.runs().list("numbers", 10)).isEmpty();
    }
  }

  @Test
  void what_a_transform_refuses_ends_there_with_its_reason() throws InterruptedException {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.addTransform(PickyTransform.class, Map.of("drop", "0", "refuse", "3"));

      Rehearsal rehearsal = rehearse(scenario, "0/3");

      assertThat(rehearsal.succeeds()).isFalse();
      Step step = rehearsal.steps().get(rehearsal.steps().size() - 1);
      assertThat(rehearsal.steps()).hasSize(1);
      assertThat(step.failure()).isNotNull();
      assertThat(step.failure().type()).isEqualTo(DataException.class.getName());
    }
  }

  @Test
  void an_edited_copy_passes_where_the_letter_did_not() throws InterruptedException {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.addTransform(PickyTransform.class, Map.of("drop", "0", "refuse", "3"));
      byte[] record = record("0/3");
      RecordText text = RecordText.of(record);
      byte[] copy = RecordEdit.apply(record, new RecordText(text.key(), "\"0/5\"", text.headers()));

      Rehearsal rehearsal =
          scenario.engine.rehearse(
              scenario.pipeline(), letter(DeadLetter.Stage.TRANSFORM, "p", record), copy);

      assertThat(outcomes(rehearsal)).containsExactly(Outcome.PASSED, Outcome.PASSED);
    }
  }

  @Test
  void what_a_filter_takes_out_is_no_fault() throws InterruptedException {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.addTransform(PickyTransform.class, Map.of("drop", "10", "refuse", "3"));

      Rehearsal rehearsal = rehearse(scenario, "0/10");

      assertThat(outcomes(rehearsal)).containsExactly(Outcome.DROPPED);
      assertThat(rehearsal.succeeds()).isTrue();
    }
  }

  @Test
  void a_letter_of_a_sink_is_only_taken_through_that_sinks_converters()
      throws InterruptedException {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.addTransform(PickyTransform.class, Map.of("drop", "0", "refuse", "1"));
      scenario.sourceConfig.put("value.converter", TEXT);
      scenario.sinkConfig.put("value.converter", INTEGER); // Texts of four bytes are integers.
      byte[] good = record("four");
      byte[] bad = record("fives");
      DeadLetter letter = letter(DeadLetter.Stage.SINK, "sink0", bad);

      Rehearsal refused = scenario.engine.rehearse(scenario.pipeline(), letter, bad);
      Rehearsal taken = scenario.engine.rehearse(scenario.pipeline(), letter, good);
      Rehearsal nobody =
          scenario.engine.rehearse(
              scenario.pipeline(), letter(DeadLetter.Stage.SINK, "gone", bad), bad);

      assertThat(outcomes(refused)).containsExactly(Outcome.FAILED);
      assertThat(outcomes(taken)).containsExactly(Outcome.CHANGED);
      assertThat(taken.steps().get(0).seen()).isNotNull();
      assertThat(taken.steps().get(0).seen().text().value()).isEqualTo("1718580594");
      assertThat(outcomes(nobody)).containsExactly(Outcome.FAILED);
    }
  }

  @Test
  void the_contract_is_asked_for_its_opinion_and_not_for_its_decision()
      throws InterruptedException {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.schema = Optional.of(SchemaContract.DEFAULT);
      scenario.engineWith(
          new Gates() {
            @Override
            public @Nullable Gate open(Pipeline pipeline) {
              throw new AssertionError("a rehearsal opened the gate of a run");
            }

            @Override
            public Gate rehearsed(Pipeline pipeline) {
              return first ->
                  record -> {
                    throw new SchemaRefusal("numbers-value", "#/x is not there");
                  };
            }
          });

      Step step = rehearse(scenario, "0/1").steps().get(0);

      assertThat(step.stage()).isEqualTo(DeadLetter.Stage.SCHEMA);
      assertThat(step.name()).isEqualTo("numbers-value");
      assertThat(step.failure()).isNotNull();
      assertThat(step.failure().message()).isEqualTo("#/x is not there");
    }
  }

  @Test
  void bytes_that_are_no_record_are_refused() {
    try (Scenario scenario = new Scenario(folder)) {
      byte[] none = {99};
      assertThatThrownBy(
              () ->
                  scenario.engine.rehearse(
                      scenario.pipeline(), letter(DeadLetter.Stage.TRANSFORM, "p", none), none))
          .isInstanceOf(FaultException.class);
    }
  }
}
