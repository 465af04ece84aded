package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.subject.EmbeddedSubjects;
import io.sluice.contract.subject.RemoteSubjects;
import io.sluice.contract.subject.SubjectRegistry;
import io.sluice.engine.gate.Passages;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SchemaContract.Compatibility;
import io.sluice.pipeline.SchemaContract.OnChange;
import io.sluice.pipeline.SchemaContract.OnIncompatible;
import io.sluice.pipeline.SchemaContract.OnSchemaless;
import io.sluice.pipeline.SchemaContract.SubjectName;
import io.sluice.registry.http.RegistryServer;
import io.sluice.registry.http.ServerSettings;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table whose columns go, change their names and their places, under a contract in Protobuf. */
class FieldNumbersTest {
  private static final List<List<String>> HISTORY =
      List.of(
          List.of("a", "b", "c"),
          List.of("b", "c"),
          List.of("z", "b", "c"),
          List.of("c", "b", "z"),
          List.of("a", "b", "c"),
          List.of("b", "a", "n"));

  private static final List<String> NUMBERS =
      List.of("a=1 b=2 c=3", "b=2 c=3", "z=4 b=2 c=3", "c=3 b=2 z=4", "b=2 a=1 n=5");

  @TempDir private Path folder;

  @Test
  void a_number_is_one_columns_for_ever_in_the_registry_of_the_project() {
    try (Bed bed = new Bed(folder)) {
      goesOn(bed, pipeline -> new EmbeddedSubjects(bed.registry, pipeline.name()));
    }
  }

  @Test
  void and_in_one_that_is_reached_by_http() {
    try (Bed bed = new Bed(folder);
        RegistryServer server =
            RegistryServer.start(bed.registry, ServerSettings.local(0, "test"))) {
      goesOn(bed, pipeline -> RemoteSubjects.at(Map.of("url", server.url().toString())));
    }
  }

  private static void goesOn(Bed bed, Function<Pipeline, SubjectRegistry> registries) {
    for (List<String> columns : HISTORY) {
      try (Passages passages = bed.passages("rows", contract(), registries)) {
        assertThat(passages.pass(record(columns))).isNotNull();
      }
    }
    // What came back as it had been is the version that it was.
    assertThat(bed.registry.versions("rows-value", Deleted.HIDDEN, Page.ALL)).hasSize(5);
    for (int i = 0; i < NUMBERS.size(); i++) {
      assertThat(numbers(bed, i + 1)).isEqualTo(NUMBERS.get(i));
    }
  }

  private static String numbers(Bed bed, int version) {
    String text =
        bed.registry
            .source(bed.registry.version("rows-value", version, Deleted.HIDDEN).schema())
            .text();
    return String.join(
        " ",
        Pattern.compile("int64 (\\w+) = (\\d+);")
            .matcher(text)
            .results()
            .map(found -> found.group(1) + "=" + found.group(2))
            .toList());
  }

  private static SchemaContract contract() {
    return new SchemaContract(
        SchemaContract.Format.PROTOBUF,
        Optional.of(Compatibility.FULL_TRANSITIVE),
        OnChange.EVOLVE,
        OnIncompatible.STOP,
        OnSchemaless.REFUSE,
        SubjectName.TOPIC,
        false,
        Optional.empty());
  }

  private static SourceRecord record(List<String> columns) {
    SchemaBuilder row = SchemaBuilder.struct().name("shop.Row");
    columns.forEach(column -> row.field(column, Schema.INT64_SCHEMA));
    Schema schema = row.build();
    Struct value = new Struct(schema);
    columns.forEach(column -> value.put(column, 7L));
    return new SourceRecord(Map.of(), Map.of("at", 1L), "rows", null, null, null, schema, value);
  }
}
