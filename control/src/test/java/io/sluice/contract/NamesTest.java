package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.event.SchemaEvent;
import io.sluice.contract.event.SchemaEvent.Kind;
import io.sluice.engine.gate.Passages;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SchemaContract.Compatibility;
import io.sluice.pipeline.SchemaContract.Format;
import io.sluice.pipeline.SchemaContract.OnChange;
import io.sluice.pipeline.SchemaContract.OnIncompatible;
import io.sluice.pipeline.SchemaContract.OnSchemaless;
import io.sluice.pipeline.SchemaContract.SubjectName;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers, tables and columns are called what a database allows, in every language of schemas. */
class NamesTest {
  private static final List<String> COLUMNS =
      List.of("first name", "1st", "a-b", "größe", "total$", "plain");

  @TempDir private Path folder;

  private long offset;

  static Stream<Arguments> formatsAndTables() {
    return Stream.of(Format.values())
        .flatMap(
            format ->
                Stream.of("my-db.public.orders.Value", "shop.2024.Value", "shop.my orders.Value")
                    .map(table -> Arguments.of(format, table)));
  }

  private static SchemaBuilder row(String table) {
    SchemaBuilder row = SchemaBuilder.struct().name(table).optional();
    COLUMNS.forEach(column -> row.field(column, Schema.OPTIONAL_STRING_SCHEMA));
    return row;
  }

  private static Schema envelope(Schema row) {
    return SchemaBuilder.struct()
        .name("my-db.Envelope")
        .field("before", row)
        .field("after", row)
        .build();
  }

  private SourceRecord record(Schema row) {
    Struct after = new Struct(row);
    row.fields().forEach(field -> after.put(field, "in " + field.name()));
    Schema envelope = envelope(row);
    Struct value = new Struct(envelope).put("after", after);
    return new SourceRecord(
        Map.of(), Map.of("lsn", ++offset), "orders", null, null, null, envelope, value);
  }

  private static SchemaContract contract(Format format, OnChange onChange) {
    return new SchemaContract(
        format,
        Optional.of(Compatibility.FORWARD),
        onChange,
        OnIncompatible.FREEZE,
        OnSchemaless.REFUSE,
        SubjectName.TOPIC,
        true,
        Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("formatsAndTables")
  void they_go_on_as_they_are_called_and_into_the_version_before_as_well(
      Format format, String table) {
    Schema one = row(table).build();
    Schema two = row(table).field("more-of-it", Schema.OPTIONAL_STRING_SCHEMA).build();
    try (Bed bed = new Bed(folder)) {
      for (int task = 0; task < 2; task++) {
        try (Passages passages = bed.passages("orders", contract(format, OnChange.FREEZE))) {
          SourceRecord first = record(one);
          assertThat(passages.pass(first)).isSameAs(first);
          SourceRecord described = record(row(table).doc("read as number " + task).build());
          assertThat(passages.pass(described)).isSameAs(described);

          Struct frozen = (Struct) passages.pass(record(two)).value();
          assertThat(frozen.getStruct("after").schema().name()).isEqualTo(table);
          assertThat(frozen.getStruct("after").schema().fields())
              .extracting(Field::name)
              .containsExactlyElementsOf(COLUMNS);
          COLUMNS
              .subList(0, COLUMNS.size() - 1)
              .forEach(
                  column ->
                      assertThat(frozen.getStruct("after").get(column)).isEqualTo("in " + column));
        }
      }

      assertThat(bed.registry.versions("orders-value", Deleted.HIDDEN, Page.ALL))
          .containsExactly(1);
      assertThat(bed.events.list("orders", 10))
          .extracting(SchemaEvent::ruling)
          .filteredOn(ruling -> ruling.kind() == Kind.FROZEN)
          .singleElement()
          .satisfies(ruling -> assertThat(ruling.details()).contains("left out: after.more-of-it"));
    }
  }
}
