package io.sluice.serdes.protobuf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.SchemaType;
import io.sluice.serdes.client.SchemaText;
import io.sluice.serdes.server.RunningRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which numbers the converter gives where the subject has versions. */
class ConverterNumbersTest {
  @TempDir static Path folder;
  private static RunningRegistry registry;

  @BeforeAll
  static void serve() {
    registry = RunningRegistry.in(folder);
  }

  @AfterAll
  static void close() {
    registry.close();
  }

  @Test
  void a_field_keeps_the_number_that_it_had_whoever_writes_next() {
    write(converter(Map.of()), "kept", "a", "b", "c");
    write(converter(Map.of()), "kept", "b", "c");
    write(converter(Map.of()), "kept", "z", "c", "b");
    write(converter(Map.of()), "kept", "a", "b", "c");

    assertThat(numbers("kept", 1)).isEqualTo("a=1 b=2 c=3");
    assertThat(numbers("kept", 2)).isEqualTo("b=2 c=3");
    assertThat(numbers("kept", 3)).isEqualTo("z=4 c=3 b=2");
    assertThat(registry.client().versions("kept-value", false)).containsExactly(3, 2, 1);
    assertThat(text("kept", 2)).contains("reserved 1;");
  }

  @Test
  void what_was_softly_deleted_keeps_its_numbers_behind_what_was_not() {
    write(converter(Map.of()), "gone", "a", "b");
    write(converter(Map.of()), "gone", "b");
    registry.delete("gone-value", 1);

    write(converter(Map.of()), "gone", "b", "n");

    assertThat(numbers("gone", 3)).isEqualTo("b=2 n=3");
    assertThat(registry.client().versions("gone-value", true)).containsExactly(3, 2, 1);
    assertThat(registry.client().versions("gone-value", false)).containsExactly(3, 2);
  }

  @Test
  void where_versions_contradict_each_other_the_newest_stands() {
    register("contradicting", "a = 1; b = 2");
    register("contradicting", "b = 1");

    write(converter(Map.of()), "contradicting", "b", "n");

    assertThat(numbers("contradicting", 3)).isEqualTo("b=1 n=3");
  }

  @Test
  void a_converter_that_may_not_register_finds_the_version_that_it_is() {
    register("found", "a = 7; b = 3");
    ProtobufConverter converter = converter(Map.of("auto.register.schemas", "false"));

    write(converter(Map.of()), "found", "a", "b");

    // Registered by the other one: with what Connect has to say beside the file.
    write(converter, "found", "a", "b");
    assertThat(numbers("found", 2)).isEqualTo("a=7 b=3");
    assertThatThrownBy(() -> write(converter, "found", "a"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("40403");
  }

  @Test
  void under_the_newest_version_a_schema_is_compared_by_its_numbers() {
    register("newest", "a = 2; b = 1");
    Map<String, String> latest =
        Map.of("auto.register.schemas", "false", "use.latest.version", "true");

    write(converter(latest), "newest", "a", "b");

    assertThat(registry.client().versions("newest-value", true)).containsExactly(1);
  }

  @Test
  void schemas_that_were_met_are_written_on_while_the_registry_is_away() {
    ProtobufConverter converter;
    try (RunningRegistry other = RunningRegistry.in(folder.resolve("away"))) {
      converter = new ProtobufConverter();
      converter.configure(Map.of("schema.registry.url", other.url(), "max.retries", 0), false);
      write(converter, "away", "a", "b");
    }

    write(converter, "away", "a", "b");

    assertThatThrownBy(() -> write(converter, "away", "b")).isInstanceOf(RetriableException.class);
  }

  private static void register(String topic, String fields) {
    String text =
        "syntax = \"proto3\"; package shop; message Row { optional int64 "
            + fields.replace("; ", "; optional int64 ")
            + "; }";
    registry.client().register(topic + "-value", SchemaText.of(SchemaType.PROTOBUF, text), false);
  }

  /** A schema of its own each time, as some sources have it, and each column its own value. */
  private static void write(ProtobufConverter converter, String topic, String... columns) {
    SchemaBuilder row = SchemaBuilder.struct().name("shop.Row");
    for (String column : columns) {
      row.field(column, Schema.OPTIONAL_INT64_SCHEMA);
    }
    Schema schema = row.build();
    Struct value = new Struct(schema);
    for (String column : columns) {
      value.put(column, (long) column.charAt(0));
    }
    assertThat(requireNonNull(converter.fromConnectData(topic, schema, value))).isNotEmpty();
  }

  private static String text(String topic, int version) {
    return registry.client().version(topic + "-value", version).schema().text();
  }

  private static String numbers(String topic, int version) {
    return String.join(
        " ",
        Pattern.compile("int64 (\\w+) = (\\d+)")
            .matcher(text(topic, version))
            .results()
            .map(found -> found.group(1) + "=" + found.group(2))
            .toList());
  }

  private static ProtobufConverter converter(Map<String, ?> more) {
    ProtobufConverter converter = new ProtobufConverter();
    converter.configure(registry.settings(more), false);
    return converter;
  }
}
