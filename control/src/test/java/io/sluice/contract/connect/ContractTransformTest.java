package io.sluice.contract.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.event.SchemaEvent;
import io.sluice.contract.event.SchemaEvents;
import io.sluice.engine.fault.FaultException;
import io.sluice.state.StateDatabase;
import io.sluice.state.lease.LeaseTerms;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractTransformTest {
  private static final Schema FIRST = rows().build();
  private static final Schema WITH_NOTE =
      rows().field("note", Schema.OPTIONAL_STRING_SCHEMA).build();
  private static final Schema WITH_REQUIRED = rows().field("note", Schema.STRING_SCHEMA).build();

  @TempDir private Path folder;

  @Test
  void a_schema_is_registered_before_its_first_record_and_found_by_the_next_task() {
    SourceRecord record = record(FIRST, row -> row);
    try (ContractTransform<SourceRecord> transform = transform(Map.of())) {
      assertThat(transform.apply(record)).isSameAs(record);
    }
    try (ContractTransform<SourceRecord> next = transform(Map.of())) {
      assertThat(next.apply(record)).isSameAs(record);
    }
    assertThat(decisions()).containsExactly("REGISTERED rows-value");
  }

  @Test
  void a_state_on_a_server_has_schemas_and_decisions_and_no_folder_is_made() {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
      Map<String, String> settings =
          Map.of("pipeline", "shop", "state.url", database.jdbcUrl(), "compatibility", "BACKWARD");
      try (ContractTransform<SourceRecord> transform = new ContractTransform<>()) {
        transform.configure(settings);
        transform.apply(record(FIRST, row -> row));
      }
      try (ContractTransform<SourceRecord> next = new ContractTransform<>()) {
        next.configure(settings);
        assertThatThrownBy(() -> next.apply(record(WITH_REQUIRED, row -> row.put("note", "a"))))
            .isInstanceOf(FaultException.class);
      }
      try (StateDatabase state =
          StateDatabase.open(
              new PostgresAddress(database.jdbcUrl(), null, null),
              LeaseTerms.STANDARD,
              Clock.systemUTC())) {
        assertThat(new SchemaEvents(state, Clock.systemUTC()).list("shop", 100))
            .extracting(event -> event.ruling().kind())
            .containsExactly(SchemaEvent.Kind.STOPPED, SchemaEvent.Kind.REGISTERED);
      }
    }
    assertThat(StateDatabase.existsIn(folder)).isFalse();
  }

  @Test
  void a_change_that_may_not_be_stops_before_its_first_record_and_names_what_it_is() {
    try (ContractTransform<SourceRecord> transform =
        transform(Map.of("compatibility", "BACKWARD"))) {
      transform.apply(record(FIRST, row -> row));

      assertThatThrownBy(
              () -> transform.apply(record(WITH_REQUIRED, row -> row.put("note", "secret"))))
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("note")
          .hasMessageContaining("sluice schema events")
          .hasMessageNotContaining("secret");
    }
    assertThat(decisions()).containsExactly("STOPPED rows-value", "REGISTERED rows-value");
  }

  @Test
  void frozen_records_go_on_in_the_accepted_schema_and_are_counted_when_the_task_ends() {
    try (ContractTransform<SourceRecord> transform = transform(Map.of("on_change", "freeze"))) {
      transform.apply(record(FIRST, row -> row));
      for (int i = 0; i < 3; i++) {
        SourceRecord passed =
            transform.apply(record(WITH_NOTE, row -> row.put("note", "left out")));
        assertThat(passed.valueSchema().fields()).hasSize(1);
        assertThat(passed.topic()).isEqualTo("rows");
        assertThat(passed.sourceOffset()).isEqualTo(Map.of("at", 1L));
      }
    }
    assertThat(events())
        .filteredOn(event -> event.ruling().kind() == SchemaEvent.Kind.FROZEN)
        .singleElement()
        .satisfies(event -> assertThat(event.records()).isEqualTo(3));
  }

  @Test
  void what_is_neither_frozen_nor_registered_waits_in_the_source() {
    try (ContractTransform<SourceRecord> transform =
        transform(Map.of("compatibility", "BACKWARD", "on_incompatible", "freeze"))) {
      transform.apply(record(FIRST, row -> row));
      Schema other = SchemaBuilder.struct().name("rows.Value").field("no", Schema.STRING_SCHEMA);
      SourceRecord unfit =
          new SourceRecord(
              Map.of(), Map.of(), "rows", other, new Struct(other).put("no", "secret"));

      assertThatThrownBy(() -> transform.apply(unfit))
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("cannot be brought into the accepted schema")
          .hasMessageNotContaining("secret");
    }
    assertThat(decisions()).containsExactly("STOPPED rows-value", "REGISTERED rows-value");
  }

  @Test
  void a_registry_that_is_away_is_waited_for() {
    try (ContractTransform<SourceRecord> transform =
        transform(Map.of("registry.url", "http://127.0.0.1:9"))) {
      assertThatThrownBy(() -> transform.apply(record(FIRST, row -> row)))
          .isInstanceOf(RetriableException.class)
          .hasMessageContaining("127.0.0.1:9");
    }
  }

  @Test
  void settings_that_no_contract_can_be_held_by_are_refused_before_the_first_record() {
    assertThatThrownBy(() -> transform(Map.of("on_change", "ignore")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("on_change")
        .hasMessageContaining("ignore");
    try (ContractTransform<SourceRecord> homeless = new ContractTransform<>()) {
      assertThatThrownBy(() -> homeless.configure(Map.of("pipeline", "shop")))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("registry.url");
    }
    try (ContractTransform<SinkRecord> behind = new ContractTransform<>()) {
      behind.configure(Map.of("pipeline", "shop", "state", folder.toString()));
      assertThatThrownBy(
              () ->
                  behind.apply(
                      new SinkRecord(
                          "rows", 0, null, null, null, "a", 0, 0L, TimestampType.CREATE_TIME)))
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("source");
    }
  }

  private ContractTransform<SourceRecord> transform(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("pipeline", "shop");
    settings.put("state", folder.toString());
    ContractTransform<SourceRecord> transform = new ContractTransform<>();
    transform.configure(settings);
    return transform;
  }

  private List<SchemaEvent> events() {
    try (StateDatabase state = StateDatabase.open(folder, Clock.systemUTC())) {
      return new SchemaEvents(state, Clock.systemUTC()).list("shop", 100);
    }
  }

  private List<String> decisions() {
    return events().stream()
        .map(event -> event.ruling().kind() + " " + event.ruling().subject())
        .toList();
  }

  private static SchemaBuilder rows() {
    return SchemaBuilder.struct().name("rows.Value").field("id", Schema.INT64_SCHEMA);
  }

  private static SourceRecord record(Schema schema, Function<Struct, Struct> more) {
    return new SourceRecord(
        Map.of("server", "s"),
        Map.of("at", 1L),
        "rows",
        schema,
        more.apply(new Struct(schema).put("id", 1L)));
  }
}
