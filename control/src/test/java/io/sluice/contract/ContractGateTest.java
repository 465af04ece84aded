package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.event.SchemaEvent;
import io.sluice.contract.event.SchemaEvent.Kind;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.gate.Passages;
import io.sluice.engine.gate.SchemaRefusal;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SchemaContract.Compatibility;
import io.sluice.pipeline.SchemaContract.OnChange;
import io.sluice.pipeline.SchemaContract.OnIncompatible;
import io.sluice.pipeline.SchemaContract.OnSchemaless;
import io.sluice.pipeline.SchemaContract.SubjectName;
import io.sluice.registry.Registry;
import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Mode;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.schema.compatibility.CompatibilityLevel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A contract held by the registry of a real state database, record by record. */
class ContractGateTest {
  private static final Actor OPERATOR = new Actor("operator", "a test");
  private static final Schema KEY =
      SchemaBuilder.struct().name("shop.orders.Key").field("id", Schema.INT64_SCHEMA).build();
  private static final Schema V1 = orders().build();
  private static final Schema V2 = orders().field("note", Schema.OPTIONAL_STRING_SCHEMA).build();

  /** A text where a number was: nobody can read the one as the other. */
  private static final Schema BAD =
      SchemaBuilder.struct()
          .name("shop.orders.Value")
          .field("id", Schema.STRING_SCHEMA)
          .field("total", Schema.INT64_SCHEMA)
          .build();

  @TempDir private Path folder;

  private long offset;

  private static SchemaBuilder orders() {
    return SchemaBuilder.struct()
        .name("shop.orders.Value")
        .field("id", Schema.INT64_SCHEMA)
        .field("total", Schema.INT64_SCHEMA);
  }

  private static SchemaContract contract(OnChange onChange, OnIncompatible onIncompatible) {
    return new SchemaContract(
        SchemaContract.Format.AVRO,
        Optional.of(Compatibility.BACKWARD),
        onChange,
        onIncompatible,
        OnSchemaless.REFUSE,
        SubjectName.TOPIC,
        true,
        Optional.empty());
  }

  private SourceRecord record(Schema schema) {
    Struct value = new Struct(schema);
    schema.fields().forEach(field -> value.put(field, sample(field.schema())));
    return record(schema, value);
  }

  private SourceRecord record(@Nullable Schema schema, @Nullable Object value) {
    return new SourceRecord(
        Map.of("server", "shop"),
        Map.of("lsn", ++offset),
        "shop.orders",
        null,
        KEY,
        new Struct(KEY).put("id", offset),
        schema,
        value);
  }

  private static Object sample(Schema schema) {
    return switch (schema.type()) {
      case INT64 -> 7L;
      case STRING -> "secret-value";
      default -> throw new IllegalArgumentException(schema.type().toString());
    };
  }

  private static List<Integer> versions(Bed bed, String subject) {
    return bed.registry.versions(subject, Deleted.HIDDEN, Page.ALL);
  }

  private static List<Kind> decisions(Bed bed, String subject) {
    return bed.events.list("orders", 100).stream()
        .map(SchemaEvent::ruling)
        .filter(ruling -> ruling.subject().equals(subject))
        .map(SchemaEvent.Ruling::kind)
        .sorted()
        .toList();
  }

  private static SchemaEvent only(Bed bed, Kind kind) {
    return bed.events.list("orders", 100).stream()
        .filter(event -> event.ruling().kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_first_schema_is_registered_before_its_first_record_goes_on() {
    try (Bed bed = new Bed(folder);
        Passages passages = bed.passages("orders", SchemaContract.DEFAULT)) {
      SourceRecord first = record(V1);

      assertThat(passages.pass(first)).isSameAs(first);
      assertThat(versions(bed, "shop.orders-value")).containsExactly(1);
      assertThat(versions(bed, "shop.orders-key")).containsExactly(1);
      assertThat(decisions(bed, "shop.orders-value")).containsExactly(Kind.REGISTERED);
    }
  }

  @Test
  void a_change_becomes_a_version_with_the_place_in_the_source_where_it_was_met() {
    try (Bed bed = new Bed(folder);
        Passages passages = bed.passages("orders", SchemaContract.DEFAULT)) {
      passages.pass(record(V1));
      passages.pass(record(V1));
      SourceRecord changed = record(V2);

      assertThat(passages.pass(changed)).isSameAs(changed);
      assertThat(versions(bed, "shop.orders-value")).containsExactly(1, 2);
      SchemaEvent.Ruling second =
          bed.events.list("orders", 1).stream().findFirst().orElseThrow().ruling();
      assertThat(second.toVersion()).hasValue(2);
      assertThat(second.fromVersion()).hasValue(1);
      assertThat(second.because()).isEqualTo("on_change: evolve");
      assertThat(second.position().offset()).contains("{\"lsn\":3}");
      assertThat(second.position().partition()).contains("{\"server\":\"shop\"}");
    }
  }

  @Test
  void schemas_that_alternate_and_such_that_come_back_are_found_and_not_registered_again() {
    try (Bed bed = new Bed(folder)) {
      for (int task = 0; task < 3; task++) {
        try (Passages passages = bed.passages("orders", SchemaContract.DEFAULT)) {
          for (int i = 0; i < 50; i++) {
            // A new object each time, as sources without a cache make them.
            Schema schema = i % 2 == 0 ? orders().build() : V2;
            passages.pass(record(schema));
          }
        }
      }
      assertThat(versions(bed, "shop.orders-value")).containsExactly(1, 2);
      assertThat(decisions(bed, "shop.orders-value"))
          .containsExactly(Kind.REGISTERED, Kind.REGISTERED);
    }
  }

  @Test
  void what_only_describes_makes_no_version_also_after_a_restart() {
    try (Bed bed = new Bed(folder)) {
      for (int task = 0; task < 2; task++) {
        try (Passages passages = bed.passages("orders", SchemaContract.DEFAULT)) {
          for (int i = 0; i < 20; i++) {
            int number = task * 100 + i;
            passages.pass(record(orders().doc("read as number " + number).version(number).build()));
          }
        }
      }
      assertThat(versions(bed, "shop.orders-value")).containsExactly(1);
    }
  }

  @Test
  void names_that_change_at_each_record_stop_the_pipeline_and_do_not_fill_the_registry() {
    SchemaContract loose =
        new SchemaContract(
            SchemaContract.Format.AVRO,
            Optional.of(Compatibility.NONE),
            OnChange.EVOLVE,
            OnIncompatible.STOP,
            OnSchemaless.REFUSE,
            SubjectName.TOPIC,
            false,
            Optional.empty());
    try (Bed bed = new Bed(folder);
        Passages passages = bed.passages("orders", loose)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  passages.pass(
                      record(
                          SchemaBuilder.struct()
                              .name("r" + i)
                              .field("id", Schema.INT64_SCHEMA)
                              .build()));
                }
              })
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("within an hour");
      assertThat(versions(bed, "shop.orders-value")).hasSize(RegistrationRate.MOST);
    }
  }

  @Test
  void a_frozen_record_goes_on_in_the_version_before_and_is_counted() {
    try (Bed bed = new Bed(folder)) {
      SourceRecord frozen;
      try (Passages passages =
          bed.passages("orders", contract(OnChange.FREEZE, OnIncompatible.STOP))) {
        passages.pass(record(V1));
        passages.pass(record(V2));
        frozen = passages.pass(record(V2));
        assertThat(only(bed, Kind.FROZEN).records()).isZero();

        passages.cut();
        assertThat(only(bed, Kind.FROZEN).records()).isEqualTo(2);
        passages.pass(record(V2)); // Behind the checkpoint: it will come again.
      }

      assertThat(frozen.value()).isEqualTo(new Struct(V1).put("id", 7L).put("total", 7L));
      assertThat(frozen.valueSchema()).isEqualTo(V1);
      assertThat(frozen.sourceOffset()).isEqualTo(Map.of("lsn", 3L));
      assertThat(versions(bed, "shop.orders-value")).containsExactly(1);
      SchemaEvent event = only(bed, Kind.FROZEN);
      assertThat(event.records()).isEqualTo(2);
      assertThat(event.ruling().details()).containsExactly("left out: note");
      assertThat(event.ruling().toVersion()).hasValue(1);
    }
  }

  @Test
  void a_record_that_cannot_be_frozen_is_met_as_on_incompatible_says() {
    try (Bed bed = new Bed(folder)) {
      try (Passages passages =
          bed.passages("orders", contract(OnChange.EVOLVE, OnIncompatible.FREEZE))) {
        passages.pass(record(V1));

        assertThatThrownBy(() -> passages.pass(record(BAD)))
            .isInstanceOf(SchemaRefusal.class)
            .hasMessageContaining("field id")
            .hasMessageNotContaining("secret-value");
        assertThat(decisions(bed, "shop.orders-value"))
            .containsExactly(Kind.REGISTERED, Kind.DEAD_LETTER);
      }
    }
  }

  @Test
  void a_key_is_not_frozen_for_rows_would_become_one() {
    Schema wider =
        SchemaBuilder.struct()
            .name("shop.orders.Key")
            .field("id", Schema.INT64_SCHEMA)
            .field("part", SchemaBuilder.int64().defaultValue(0L).build())
            .build();
    try (Bed bed = new Bed(folder);
        Passages passages =
            bed.passages("orders", contract(OnChange.FREEZE, OnIncompatible.DEAD_LETTER))) {
      passages.pass(record(V1));
      SourceRecord other =
          record(V1)
              .newRecord(
                  "shop.orders",
                  null,
                  wider,
                  new Struct(wider).put("id", 1L).put("part", 2L),
                  V1,
                  new Struct(V1).put("id", 1L).put("total", 1L),
                  null);

      assertThatThrownBy(() -> passages.pass(other))
          .isInstanceOf(SchemaRefusal.class)
          .hasMessageContaining("the key has fields more: part");
    }
  }

  @Test
  void a_refused_record_says_why_by_paths_and_never_by_values() {
    try (Bed bed = new Bed(folder)) {
      try (Passages passages =
          bed.passages("orders", contract(OnChange.EVOLVE, OnIncompatible.DEAD_LETTER))) {
        passages.pass(record(V1));
        for (int i = 0; i < 3; i++) {
          assertThatThrownBy(() -> passages.pass(record(BAD)))
              .isInstanceOfSatisfying(
                  SchemaRefusal.class,
                  refusal -> {
                    assertThat(refusal.subject()).isEqualTo("shop.orders-value");
                    assertThat(refusal)
                        .hasMessageContaining("the newest of which is 1")
                        .hasMessageContaining("/fields/0")
                        .hasMessageContaining("on_incompatible: dead_letter")
                        .hasMessageNotContaining("secret-value");
                  });
        }
        passages.pass(record(V1));
        passages.cut();
      }
      assertThat(versions(bed, "shop.orders-value")).containsExactly(1);
      SchemaEvent event = only(bed, Kind.DEAD_LETTER);
      assertThat(event.records()).isEqualTo(3);
      assertThat(event.ruling().details()).isNotEmpty();
    }
  }

  @Test
  void a_stop_says_what_to_do_and_the_operators_registration_lets_the_record_on() {
    try (Bed bed = new Bed(folder)) {
      SchemaContract contract = contract(OnChange.STOP, OnIncompatible.STOP);
      try (Passages passages = bed.passages("orders", contract)) {
        passages.pass(record(V1));

        assertThatThrownBy(() -> passages.pass(record(V2)))
            .isInstanceOfSatisfying(
                FaultException.class,
                stop -> {
                  assertThat(stop.fault()).isEqualTo(Fault.SCHEMA_REFUSED);
                  assertThat(stop)
                      .hasMessageContaining("it would be compatible")
                      .hasMessageContaining("sluice schema events --event")
                      .hasMessageContaining("sluice schema events --schema");
                });
      }
      SchemaEvent.Ruling stopped = only(bed, Kind.STOPPED).ruling();
      assertThat(String.valueOf(stopped.schema())).contains("note");
      assertThat(stopped.position().offset()).contains("{\"lsn\":2}");

      try (Passages byHand = bed.passages("by-hand", SchemaContract.DEFAULT)) {
        byHand.pass(record(V2));
      }
      try (Passages passages = bed.passages("orders", contract)) {
        SourceRecord again = record(V2);
        assertThat(passages.pass(again)).isSameAs(again);
      }
    }
  }

  @Test
  void what_was_refused_is_judged_again_after_a_while_for_somebody_may_have_decided() {
    AtomicLong now = new AtomicLong();
    try (Bed bed = new Bed(folder, now::get);
        Passages passages =
            bed.passages("orders", contract(OnChange.DEAD_LETTER, OnIncompatible.STOP))) {
      passages.pass(record(V1));
      assertThatThrownBy(() -> passages.pass(record(V2))).isInstanceOf(SchemaRefusal.class);
      try (Passages other = bed.passages("other", SchemaContract.DEFAULT)) {
        other.pass(record(V2));
      }
      assertThatThrownBy(() -> passages.pass(record(V2))).isInstanceOf(SchemaRefusal.class);

      now.addAndGet(TimeUnit.SECONDS.toNanos(31));

      SourceRecord later = record(V2);
      assertThat(passages.pass(later)).isSameAs(later);
    }
  }

  @Test
  void a_tombstone_passes_and_a_value_without_a_schema_does_not_pass_as_one() {
    try (Bed bed = new Bed(folder)) {
      try (Passages passages =
          bed.passages("orders", contract(OnChange.EVOLVE, OnIncompatible.DEAD_LETTER))) {
        SourceRecord tombstone = record(null, null);
        assertThat(passages.pass(tombstone)).isSameAs(tombstone);

        assertThatThrownBy(() -> passages.pass(record(null, Map.of("id", "secret-value"))))
            .isInstanceOf(SchemaRefusal.class)
            .hasMessageContaining("has no schema")
            .hasMessageNotContaining("secret-value");
        assertThat(passages.pass(record(null, null)).value()).isNull();
      }
    }
  }

  @Test
  void records_without_a_schema_pass_with_a_note_where_the_file_says_so() {
    SchemaContract lax =
        new SchemaContract(
            SchemaContract.Format.AVRO,
            Optional.empty(),
            OnChange.EVOLVE,
            OnIncompatible.STOP,
            OnSchemaless.PASS,
            SubjectName.TOPIC,
            true,
            Optional.empty());
    try (Bed bed = new Bed(folder)) {
      try (Passages passages = bed.passages("orders", lax)) {
        SourceRecord plain = record(null, Map.of("id", 1L));
        assertThat(passages.pass(plain)).isSameAs(plain);
        passages.pass(record(null, Map.of("id", 2L)));
        passages.cut();
      }
      assertThat(only(bed, Kind.PASSED).records()).isEqualTo(2);
    }
  }

  @Test
  void a_topic_without_keys_goes_on_and_a_key_without_a_schema_does_not_pass_as_none() {
    try (Bed bed = new Bed(folder);
        Passages passages =
            bed.passages("orders", contract(OnChange.EVOLVE, OnIncompatible.DEAD_LETTER))) {
      SourceRecord keyless = withKey(null);
      assertThat(passages.pass(keyless)).isSameAs(keyless);

      assertThatThrownBy(() -> passages.pass(withKey("secret-value")))
          .isInstanceOf(SchemaRefusal.class)
          .hasMessageContaining("a key of topic shop.orders has no schema");
      assertThat(passages.pass(withKey(null)).key()).isNull();
    }
  }

  private SourceRecord withKey(@Nullable Object key) {
    return record(V1)
        .newRecord(
            "shop.orders", null, null, key, V1, new Struct(V1).put("id", 1L).put("total", 1L), 1L);
  }

  @Test
  void a_record_that_comes_again_since_the_registry_did_not_answer_counts_once() {
    SchemaContract lax =
        new SchemaContract(
            SchemaContract.Format.AVRO,
            Optional.empty(),
            OnChange.EVOLVE,
            OnIncompatible.STOP,
            OnSchemaless.PASS,
            SubjectName.TOPIC,
            true,
            Optional.empty());
    AtomicInteger asked = new AtomicInteger();
    try (Bed bed = new Bed(folder);
        Passages passages =
            bed.passages("orders", lax, pipeline -> new FlakySubjects(bed.registry, asked, 2))) {
      SourceRecord record = withKey("a key without a schema");
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> passages.pass(record)).isInstanceOf(RetriableException.class);
      }
      assertThat(passages.pass(record)).isSameAs(record);
      passages.cut();

      assertThat(only(bed, Kind.PASSED).records()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Compatibility.class)
  void the_levels_of_a_file_are_those_of_the_registry_and_are_set_on_the_subject(
      Compatibility level) {
    SchemaContract contract =
        new SchemaContract(
            SchemaContract.Format.AVRO,
            Optional.of(level),
            OnChange.EVOLVE,
            OnIncompatible.STOP,
            OnSchemaless.REFUSE,
            SubjectName.TOPIC,
            false,
            Optional.empty());
    try (Bed bed = new Bed(folder);
        Passages passages = bed.passages("orders", contract)) {
      passages.pass(record(V1));

      // Also the one that would hold anyway: what is said for all may be another tomorrow.
      assertThat(bed.registry.ownConfig("shop.orders-value").orElseThrow().compatibilityLevel())
          .isEqualTo(CompatibilityLevel.valueOf(level.name()));
    }
  }

  @Test
  void a_level_in_the_file_is_the_subjects_own_again_from_the_start_and_what_is_set_later_counts() {
    SchemaContract contract =
        new SchemaContract(
            SchemaContract.Format.AVRO,
            Optional.of(Compatibility.BACKWARD),
            OnChange.EVOLVE,
            OnIncompatible.STOP,
            OnSchemaless.REFUSE,
            SubjectName.TOPIC,
            false,
            Optional.empty());
    try (Bed bed = new Bed(folder)) {
      try (Passages passages = bed.passages("orders", contract)) {
        passages.pass(record(V1));
      }
      bed.registry.deleteConfig("shop.orders-value", OPERATOR);

      try (Passages passages = bed.passages("orders", contract)) {
        passages.pass(record(V1)); // A version already: nothing is judged.
        assertThat(bed.registry.ownConfig("shop.orders-value").orElseThrow().compatibilityLevel())
            .isEqualTo(CompatibilityLevel.BACKWARD);

        bed.registry.setConfig(
            "shop.orders-value", SubjectConfig.of(CompatibilityLevel.NONE), OPERATOR);
        assertThat(passages.pass(record(BAD)).valueSchema()).isEqualTo(BAD);
        assertThat(versions(bed, "shop.orders-value")).containsExactly(1, 2);
      }
    }
  }

  @Test
  void without_a_level_in_the_file_the_registrys_holds() {
    try (Bed bed = new Bed(folder);
        Passages passages = bed.passages("orders", SchemaContract.DEFAULT)) {
      bed.registry.setConfig("", SubjectConfig.of(CompatibilityLevel.NONE), OPERATOR);
      passages.pass(record(V1));

      assertThat(passages.pass(record(BAD)).valueSchema()).isEqualTo(BAD);
      assertThat(versions(bed, "shop.orders-value")).containsExactly(1, 2);
    }
  }

  @Test
  void a_registry_that_takes_nothing_stops_the_pipeline_with_its_own_words() {
    try (Bed bed = new Bed(folder);
        Passages passages = bed.passages("orders", SchemaContract.DEFAULT)) {
      passages.pass(record(V1));
      bed.registry.setMode("", Mode.READONLY, false, OPERATOR);

      assertThat(passages.pass(record(orders().build())).value()).isNotNull();
      assertThatThrownBy(() -> passages.pass(record(V2)))
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("the registry refuses for subject shop.orders-value")
          .hasMessageContaining("42205");
    }
  }

  @ParameterizedTest
  @EnumSource(SubjectName.class)
  void subjects_are_called_as_confluents_strategies_call_them(SubjectName name) {
    SchemaContract contract =
        new SchemaContract(
            SchemaContract.Format.AVRO,
            Optional.empty(),
            OnChange.EVOLVE,
            OnIncompatible.STOP,
            OnSchemaless.REFUSE,
            name,
            true,
            Optional.empty());
    String expected =
        switch (name) {
          case TOPIC -> "shop.orders-value";
          case RECORD -> "shop.orders.Value";
          case TOPIC_RECORD -> "shop.orders-shop.orders.Value";
        };
    try (Bed bed = new Bed(folder);
        Passages passages = bed.passages("orders", contract)) {
      passages.pass(record(V1));

      assertThat(bed.registry.version(expected, Registry.LATEST, Deleted.HIDDEN).version())
          .isEqualTo(1);
    }
  }

  @Test
  void a_rehearsal_says_what_would_be_done_and_leaves_no_trace() {
    try (Bed bed = new Bed(folder)) {
      SchemaContract contract = contract(OnChange.EVOLVE, OnIncompatible.DEAD_LETTER);
      try (Passages rehearsed = bed.rehearsed("shop", contract)) {
        SourceRecord first = record(V1);
        assertThat(rehearsed.pass(first)).isSameAs(first);
      }
      assertThat(bed.registry.subjects("", Deleted.HIDDEN, Page.ALL)).isEmpty();
      assertThat(bed.events.list("shop", 10)).isEmpty();
      try (Passages passages = bed.passages("shop", contract)) {
        passages.pass(record(V1));
      }
      int events = bed.events.list("shop", 10).size();
      try (Passages rehearsed = bed.rehearsed("shop", contract)) {
        SourceRecord changed = record(V2);
        assertThat(rehearsed.pass(changed)).isSameAs(changed);
        assertThatThrownBy(() -> rehearsed.pass(record(BAD))).isInstanceOf(SchemaRefusal.class);
      }
      assertThat(versions(bed, "shop.orders-value")).containsExactly(1);
      assertThat(bed.events.list("shop", 10)).hasSize(events);
    }
  }
}
