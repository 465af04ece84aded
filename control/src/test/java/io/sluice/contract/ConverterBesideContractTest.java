package io.sluice.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.fault.FaultException;
import io.sluice.engine.gate.Passages;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SchemaContract.Compatibility;
import io.sluice.pipeline.SchemaContract.Format;
import io.sluice.pipeline.SchemaContract.OnChange;
import io.sluice.pipeline.SchemaContract.OnIncompatible;
import io.sluice.pipeline.SchemaContract.OnSchemaless;
import io.sluice.pipeline.SchemaContract.SubjectName;
import io.sluice.registry.http.RegistryServer;
import io.sluice.registry.http.ServerSettings;
import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.schema.SchemaType;
import io.sluice.serdes.avro.AvroConverter;
import io.sluice.serdes.json.JsonSchemaConverter;
import io.sluice.serdes.protobuf.ProtobufConverter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A contract, and behind it the converter of its language, which registers with the same. */
class ConverterBesideContractTest {
  private static final List<List<String>> HISTORY =
      List.of(
          List.of("a", "b", "c"),
          List.of("a", "b", "c", "d"),
          List.of("b", "c", "d"),
          List.of("e", "b", "c", "d"),
          List.of("b", "a", "e", "f"));

  @TempDir private Path folder;

  @Test
  void the_converter_of_avro_finds_what_the_contract_has_registered() {
    goesOn(Format.AVRO, new AvroConverter(), Compatibility.FULL_TRANSITIVE, Map.of(), HISTORY);
    goesOn(Format.AVRO, new AvroConverter(), Compatibility.BACKWARD, Map.of(), HISTORY);
  }

  @Test
  void that_of_protobuf_does_wherever_columns_go_and_come() {
    goesOn(
        Format.PROTOBUF, new ProtobufConverter(), Compatibility.FULL_TRANSITIVE, Map.of(), HISTORY);
    goesOn(
        Format.PROTOBUF,
        new ProtobufConverter(),
        Compatibility.BACKWARD,
        Map.of("auto.register.schemas", "false"),
        HISTORY);
  }

  @Test
  void that_of_protobuf_under_the_newest_version_writes_each_column_where_it_is_read() {
    goesOn(
        Format.PROTOBUF,
        new ProtobufConverter(),
        Compatibility.BACKWARD,
        Map.of(
            "auto.register.schemas",
            "false",
            "use.latest.version",
            "true",
            "latest.cache.ttl.sec",
            "0"),
        HISTORY);
  }

  @Test
  void that_of_json_does_where_its_objects_are_closed() {
    goesOn(
        Format.JSON,
        new JsonSchemaConverter(),
        Compatibility.BACKWARD,
        Map.of("object.additional.properties", "false"),
        HISTORY.subList(0, 2));
  }

  @Test
  void a_key_that_is_a_scalar_is_one_version_to_both() {
    Map<Format, Converter> converters =
        Map.of(
            Format.AVRO,
            new AvroConverter(),
            Format.PROTOBUF,
            new ProtobufConverter(),
            Format.JSON,
            new JsonSchemaConverter());
    converters.forEach(
        (format, converter) -> {
          try (Bed bed = new Bed(folder.resolve("key-" + format));
              RegistryServer server = serve(bed);
              Passages passages =
                  bed.passages("rows", contract(format, Compatibility.FULL, true))) {
            converter.configure(Map.of("schema.registry.url", server.url().toString()), true);
            SourceRecord record = passages.pass(record(List.of("a")));

            byte[] bytes = converter.fromConnectData("rows", record.keySchema(), record.key());

            assertThat(converter.toConnectData("rows", bytes).value()).isEqualTo(7L);
            assertThat(bed.registry.versions("rows-key", Deleted.HIDDEN, Page.ALL))
                .as(format.name())
                .hasSize(1);
          }
        });
  }

  @Test
  void a_version_that_gives_a_number_to_another_column_is_a_conflict_until_it_is_gone() {
    try (Bed bed = new Bed(folder)) {
      SchemaContract contract = contract(Format.PROTOBUF, Compatibility.FULL, false);
      try (Passages passages = bed.passages("rows", contract)) {
        passages.pass(record(List.of("a", "b")));
      }
      // By place, as somebody's producer numbers.
      String file = "syntax = \"proto3\"; package shop; message Row { optional int64 b = 1; }";
      bed.registry.register(
          "rows-value",
          SchemaDraft.of(new SchemaContent(SchemaType.PROTOBUF, file, List.of(), null, null)),
          false,
          new Actor("somebody", "test"));

      try (Passages passages = bed.passages("rows", contract)) {
        assertThatThrownBy(() -> passages.pass(record(List.of("b", "n"))))
            .isInstanceOf(FaultException.class)
            .hasMessageContaining("b: has the number 1, which is a's in version 1")
            .hasMessageContaining("NUMBER_REUSED");
      }
      bed.registry.deleteVersion("rows-value", 2, false, new Actor("somebody", "test"));
      try (Passages passages = bed.passages("rows", contract)) {
        passages.pass(record(List.of("b", "n")));
      }
      assertThat(text(bed, 3)).contains("int64 b = 2;", "int64 n = 3;", "reserved 1;");
    }
  }

  /** Whether each version is both's, and what the converter writes reads back as it was. */
  private void goesOn(
      Format format,
      Converter converter,
      Compatibility level,
      Map<String, String> more,
      List<List<String>> history) {
    try (Bed bed = new Bed(folder.resolve(format + "-" + level + more.size()));
        RegistryServer server = serve(bed);
        Passages passages = bed.passages("rows", contract(format, level, false))) {
      Map<String, String> settings = new HashMap<>(more);
      settings.put("schema.registry.url", server.url().toString());
      converter.configure(settings, false);
      List<Integer> versions = new ArrayList<>();
      for (List<String> columns : history) {
        SourceRecord record = passages.pass(record(columns));
        versions.add(versions.size() + 1);
        assertThat(versions(bed)).as("by the contract, %s", columns).isEqualTo(versions);

        byte[] bytes =
            requireNonNull(converter.fromConnectData("rows", record.valueSchema(), record.value()));

        assertThat(versions(bed)).as("by the converter, %s", columns).isEqualTo(versions);
        Struct read = (Struct) converter.toConnectData("rows", bytes).value();
        for (String column : columns) {
          assertThat(read.getInt64(column)).as(column).isEqualTo(column.charAt(0));
        }
      }
    }
  }

  private static List<Integer> versions(Bed bed) {
    return bed.registry.versions("rows-value", Deleted.HIDDEN, Page.ALL);
  }

  private static String text(Bed bed, int version) {
    return bed.registry
        .source(bed.registry.version("rows-value", version, Deleted.HIDDEN).schema())
        .text();
  }

  private static RegistryServer serve(Bed bed) {
    return RegistryServer.start(bed.registry, ServerSettings.local(0, "test"));
  }

  private static SchemaContract contract(Format format, Compatibility level, boolean keys) {
    return new SchemaContract(
        format,
        Optional.of(level),
        OnChange.EVOLVE,
        OnIncompatible.STOP,
        OnSchemaless.REFUSE,
        SubjectName.TOPIC,
        keys,
        Optional.empty());
  }

  private static SourceRecord record(List<String> columns) {
    SchemaBuilder row = SchemaBuilder.struct().name("shop.Row");
    columns.forEach(column -> row.field(column, Schema.OPTIONAL_INT64_SCHEMA));
    Schema schema = row.build();
    Struct value = new Struct(schema);
    columns.forEach(column -> value.put(column, (long) column.charAt(0)));
    return new SourceRecord(
        Map.of(), Map.of("at", 1L), "rows", null, Schema.INT64_SCHEMA, 7L, schema, value);
  }
}
