package io.sluice.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.policy.SchemaPolicy.Ruled;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SchemaContract.OnChange;
import io.sluice.pipeline.SchemaContract.OnIncompatible;
import io.sluice.pipeline.SchemaContract.OnSchemaless;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaPolicyTest {
  private static SchemaPolicy policy(
      OnChange onChange, OnIncompatible onIncompatible, OnSchemaless onSchemaless) {
    return new SchemaPolicy(
        new SchemaContract(
            SchemaContract.Format.AVRO,
            Optional.empty(),
            onChange,
            onIncompatible,
            onSchemaless,
            SchemaContract.SubjectName.TOPIC,
            true,
            Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"EVOLVE,REGISTER", "FREEZE,FREEZE", "DEAD_LETTER,DEAD_LETTER", "STOP,STOP"})
  void a_change_that_is_allowed_is_met_as_on_change_says(OnChange policy, Decision decision) {
    Ruled ruled =
        policy(policy, OnIncompatible.STOP, OnSchemaless.REFUSE)
            .decide(new Finding.Change(1, List.of()));

    assertThat(ruled.decision()).isEqualTo(decision);
    assertThat(ruled.because()).startsWith("on_change: ");
  }

  @ParameterizedTest
  @CsvSource({"STOP,STOP", "DEAD_LETTER,DEAD_LETTER", "FREEZE,FREEZE"})
  void one_that_is_not_is_met_as_on_incompatible_says_whatever_on_change_is(
      OnIncompatible policy, Decision decision) {
    for (OnChange onChange : OnChange.values()) {
      Ruled ruled =
          policy(onChange, policy, OnSchemaless.PASS)
              .decide(new Finding.Change(3, List.of("/fields/1: is gone")));

      assertThat(ruled.decision()).isEqualTo(decision);
      assertThat(ruled.because()).startsWith("on_incompatible: ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "STOP,0,STOP",
    "DEAD_LETTER,0,DEAD_LETTER",
    "FREEZE,0,DEAD_LETTER",
    "FREEZE,2,FREEZE"
  })
  void what_the_language_cannot_say_is_not_allowed_and_freezes_only_into_a_version(
      OnIncompatible policy, int latest, Decision decision) {
    assertThat(
            policy(OnChange.EVOLVE, policy, OnSchemaless.PASS)
                .decide(new Finding.Inexpressible(latest, "no such name"))
                .decision())
        .isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSE,STOP,STOP",
    "REFUSE,DEAD_LETTER,DEAD_LETTER",
    "REFUSE,FREEZE,DEAD_LETTER",
    "PASS,STOP,PASS"
  })
  void records_without_a_schema_pass_only_where_the_file_says_so(
      OnSchemaless onSchemaless, OnIncompatible onIncompatible, Decision decision) {
    assertThat(
            policy(OnChange.EVOLVE, onIncompatible, onSchemaless)
                .decide(new Finding.Schemaless())
                .decision())
        .isEqualTo(decision);
  }

  @Test
  void what_is_known_goes_on_and_what_is_first_is_registered_under_every_policy() {
    for (OnChange onChange : OnChange.values()) {
      for (OnIncompatible onIncompatible : OnIncompatible.values()) {
        SchemaPolicy policy = policy(onChange, onIncompatible, OnSchemaless.REFUSE);

        assertThat(policy.decide(new Finding.Known(1)).decision()).isEqualTo(Decision.ACCEPT);
        assertThat(policy.decide(new Finding.First()).decision()).isEqualTo(Decision.REGISTER);
      }
    }
  }

  @Test
  void what_would_be_kept_stops_where_there_are_no_dead_letters() {
    SchemaPolicy policy =
        new SchemaPolicy(
            new SchemaContract(
                SchemaContract.Format.AVRO,
                Optional.empty(),
                OnChange.DEAD_LETTER,
                OnIncompatible.FREEZE,
                OnSchemaless.REFUSE,
                SchemaContract.SubjectName.TOPIC,
                true,
                Optional.empty()),
            false);

    assertThat(policy.decide(new Finding.Change(1, List.of())).decision()).isEqualTo(Decision.STOP);
    assertThat(policy.decide(new Finding.Schemaless()).decision()).isEqualTo(Decision.STOP);
    assertThat(policy.unfit().decision()).isEqualTo(Decision.STOP);
    assertThat(policy.decide(new Finding.Change(1, List.of("a conflict"))).decision())
        .isEqualTo(Decision.FREEZE);
  }
}
