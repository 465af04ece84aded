package io.sluice.serdes.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.random.Plain;
import io.sluice.serdes.random.RandomData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonRoundTripTest {
  private static final JsonDataOptions NUMERIC =
      new JsonDataOptions(true, false, false, false, false);
  private static final JsonDataOptions REQUIRED =
      new JsonDataOptions(false, true, true, true, false);

  @Property(tries = 1500)
  void any_schema_and_any_value_come_back(@ForAll long seed) throws IOException {
    comesBack(seed, JsonDataOptions.STANDARD);
  }

  @Property(tries = 700)
  void also_with_decimals_as_numbers(@ForAll long seed) throws IOException {
    comesBack(seed, NUMERIC);
  }

  @Property(tries = 700)
  void also_where_optional_is_what_is_not_required(@ForAll long seed) throws IOException {
    comesBack(seed, REQUIRED);
  }

  @Property(tries = 4000)
  void a_union_comes_back_as_the_member_that_it_was_or_is_refused(
      @ForAll long seed, @ForAll boolean numeric, @ForAll boolean required) throws IOException {
    JsonDataOptions options = new JsonDataOptions(numeric, true, required, false, false);
    RandomData random = new RandomData(seed, true, JsonUnions.FORM);
    Schema schema = random.schema(3);
    JsonNode written;
    try {
      written = new SchemaToJson(options).write(schema);
    } catch (DataException alike) {
      assertThat(alike).hasMessageContaining("look alike in JSON");
      return;
    }
    Schema read = new JsonToSchema(options).read(written.toString(), Map.of());
    assertThat(read).as(written.toString()).isEqualTo(schema);
    for (int i = 0; i < 5; i++) {
      Object value = random.value(schema);
      byte[] bytes;
      try {
        bytes = written(schema, value, options);
      } catch (MisfitException noNumber) {
        assertThat(noNumber).hasMessageContaining("NaN or an infinity");
        continue;
      }
      assertThat(Plain.of(read(read, bytes)))
          .as(written + "\n" + new String(bytes, UTF_8))
          .isEqualTo(Plain.of(value));
    }
  }

  @Property(tries = 300)
  void what_is_written_fits_its_schema_to_a_validator(@ForAll long seed) throws IOException {
    RandomData random = new RandomData(seed);
    Schema schema = random.schema(3);
    Object value = random.value(schema);
    if (value == null) {
      return;
    }
    String text = new SchemaToJson(JsonDataOptions.STANDARD).write(schema).toString();
    Validation validation = new Validation(text, Map.of());
    byte[] bytes = written(schema, value, JsonDataOptions.STANDARD);
    // What JSON has no number for is a text, which no validator takes for a number.
    String json = new String(bytes, UTF_8);
    if (!json.contains("\"NaN\"") && !json.contains("Infinity\"")) {
      assertThat(validation.problems(new ObjectMapper().readTree(bytes))).isEmpty();
    }
  }

  @Test
  void a_struct_that_has_itself_as_a_part_comes_back() throws IOException {
    SchemaBuilder list = SchemaBuilder.struct().name("list").optional();
    list.field("head", Schema.INT32_SCHEMA).field("tail", list);
    Struct three = new Struct(list).put("head", 3);
    Struct two = new Struct(list).put("head", 2).put("tail", three);

    String text = new SchemaToJson(JsonDataOptions.STANDARD).write(list).toString();
    Schema read = new JsonToSchema(JsonDataOptions.STANDARD).read(text, Map.of());
    assertThat(read).isNotNull();
    Object back = read(read, written(list, two, JsonDataOptions.STANDARD));

    assertThat(Plain.of(back)).isEqualTo(Plain.of(two));
    assertThat(read.field("tail").schema()).isSameAs(read);
  }

  private static void comesBack(long seed, JsonDataOptions options) throws IOException {
    RandomData random = new RandomData(seed);
    Schema schema = random.schema(3);
    String text = new SchemaToJson(options).write(schema).toString();
    Schema read = new JsonToSchema(options).read(text, Map.of());
    assertThat(read).as(text).isEqualTo(schema);
    for (int i = 0; i < 5; i++) {
      Object value = random.value(schema);
      byte[] bytes = written(schema, value, options);
      assertThat(Plain.of(read(read, bytes))).as(text).isEqualTo(Plain.of(value));
    }
  }

  static byte[] written(Schema schema, @Nullable Object value, JsonDataOptions options)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
      new ValueWriters(options).of(schema).write(value, json);
    }
    return bytes.toByteArray();
  }

  static @Nullable Object read(@Nullable Schema schema, byte[] bytes) throws IOException {
    try (JsonParser json = Json.FACTORY.createParser(bytes)) {
      json.nextToken();
      Object value = new ValueReaders().of(schema).read(json);
      assertThat(json.nextToken()).isNull();
      return value;
    }
  }
}
