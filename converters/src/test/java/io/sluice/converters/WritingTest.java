package io.sluice.converters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept from one record to the next is seen in none of them; what misfits is told where. */
class WritingTest {
  private static final Schema ROW = row(Schema.INT32_SCHEMA);

  private final ExactJsonConverter converter = converter(Map.of("schemas.enable", "false"));

  @Test
  void a_value_that_misfits_is_told_with_its_place_and_nothing_of_the_row() {
    Schema numbers = SchemaBuilder.array(Schema.INT32_SCHEMA).build();
    assertThatThrownBy(() -> write(numbers, List.of(1, "secret")))
        .isInstanceOf(DataException.class)
        .hasMessage("/1: expected a value of type INT32, found one of class java.lang.String");
    assertThatThrownBy(() -> write(numbers, Arrays.asList(1, null)))
        .hasMessage("/1: expected a value, found null where the schema has no null");
    assertThatThrownBy(() -> write(numbers, "secret"))
        .hasMessage("record: expected a value of type ARRAY, found one of class java.lang.String");
    Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, numbers).build();
    assertThatThrownBy(() -> write(map, Map.of("secret", List.of(true))))
        .hasMessage("/*/0: expected a value of type INT32, found one of class java.lang.Boolean");
    assertThatThrownBy(() -> write(ROW, new Struct(ROW)))
        .hasMessage("/a~1b: expected a value, found null where the schema has no null");
    assertThatThrownBy(() -> write(ROW, new Struct(row(Schema.STRING_SCHEMA))))
        .hasMessage("record: expected a struct of the schema beside it, found one of another");
    assertThatThrownBy(() -> write(null, List.of(Map.of("k", Thread.class))))
        .hasMessage(
            "/0/*: expected a type of Connect's in a value without a schema, found class"
                + " java.lang.Class");
  }

  @Test
  void after_one_that_misfits_the_next_is_whole() {
    Schema texts = SchemaBuilder.array(Schema.STRING_SCHEMA).build();
    assertThatThrownBy(() -> write(texts, List.of("first", 2))).isInstanceOf(DataException.class);

    assertThat(write(texts, List.of("next"))).isEqualTo("[\"next\"]");
  }

  @Test
  void a_value_that_is_its_fields_default_is_no_null() {
    Schema schema =
        SchemaBuilder.struct()
            .field("x", SchemaBuilder.string().optional().defaultValue("same").build())
            .build();

    assertThat(write(schema, new Struct(schema).put("x", "same"))).isEqualTo("{\"x\":\"same\"}");
    assertThat(write(schema, new Struct(schema).put("x", null))).isEqualTo("{\"x\":null}");
  }

  @Test
  void structs_without_fields_and_what_is_being_built_are_written() {
    Schema empty = SchemaBuilder.struct().build();
    assertThat(write(empty, new Struct(empty))).isEqualTo("{}");

    SchemaBuilder growing = SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA);
    assertThat(write(growing, new Struct(growing.schema()).put("a", 1))).isEqualTo("{\"a\":1}");
    growing.field("b", Schema.INT32_SCHEMA);
    assertThat(write(growing, new Struct(growing.schema()).put("a", 1).put("b", 2)))
        .isEqualTo("{\"a\":1,\"b\":2}");
  }

  @Test
  void several_threads_and_topics_each_get_their_own_bytes() {
    ExactJsonConverter shared = converter(Map.of());
    List<Schema> schemas = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      schemas.add(SchemaBuilder.struct().field("f" + i, Schema.STRING_SCHEMA).build());
    }
    Map<Integer, String> alone = new HashMap<>();
    IntStream.range(0, 40)
        .forEach(i -> alone.put(i, text(converter(Map.of()), "t", schemas.get(i), i)));

    IntStream.range(0, 20_000)
        .parallel()
        .forEach(
            n -> {
              int i = n * 7 % 40;
              assertThat(text(shared, "t" + n % 3, schemas.get(i), i)).isEqualTo(alone.get(i));
            });
  }

  private static String text(ExactJsonConverter by, String topic, Schema schema, int i) {
    Struct value = new Struct(schema).put("f" + i, "value ".repeat(i));
    return new String(by.fromConnectData(topic, schema, value), UTF_8);
  }

  private static Schema row(Schema field) {
    return SchemaBuilder.struct().field("a/b", field).build();
  }

  private String write(@Nullable Schema schema, @Nullable Object value) {
    return new String(converter.fromConnectData("t", schema, value), UTF_8);
  }

  private static ExactJsonConverter converter(Map<String, String> settings) {
    ExactJsonConverter converter = new ExactJsonConverter();
    converter.configure(settings, false);
    return converter;
  }
}
