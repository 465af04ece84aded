package io.sluice.serdes.json;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schema.SchemaType;
import io.sluice.serdes.client.SchemaText;
import io.sluice.serdes.random.Plain;
import io.sluice.serdes.random.RandomData;
import io.sluice.serdes.server.RunningRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonSchemaConverterTest {
  private static final Schema ORDER =
      SchemaBuilder.struct()
          .name("shop.Order")
          .field("id", Schema.INT64_SCHEMA)
          .field("note", Schema.OPTIONAL_STRING_SCHEMA)
          .field("total", Decimal.schema(2))
          .field("at", Timestamp.SCHEMA)
          .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
          .field("count", Schema.INT32_SCHEMA)
          .build();

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
  void any_schema_and_any_value_come_back_by_way_of_a_registry() {
    JsonSchemaConverter writer = converter(Map.of());
    JsonSchemaConverter reader = converter(Map.of());
    for (int seed = 0; seed < 150; seed++) {
      RandomData random = new RandomData(seed);
      Schema schema = random.schema(2);
      Object value = random.value(schema);
      if (value == null) {
        continue;
      }
      byte[] bytes = requireNonNull(writer.fromConnectData("random" + seed, schema, value));
      SchemaAndValue read = reader.toConnectData("random" + seed, bytes);
      assertThat(read.schema()).as("seed " + seed).isEqualTo(schema);
      assertThat(Plain.of(read.value())).as("seed " + seed).isEqualTo(Plain.of(value));
    }
  }

  @Test
  void null_is_a_tombstone_where_it_may_be_null_and_refused_where_it_may_not() {
    JsonSchemaConverter converter = converter(Map.of());

    assertThat(converter.fromConnectData("t", Schema.OPTIONAL_INT32_SCHEMA, null)).isNull();
    assertThat(converter.toConnectData("t", null)).isEqualTo(SchemaAndValue.NULL);
    assertThatThrownBy(() -> converter.fromConnectData("t", Schema.INT32_SCHEMA, null))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("topic t, value");
  }

  @Test
  void a_key_is_registered_as_a_key() {
    JsonSchemaConverter converter = new JsonSchemaConverter();
    converter.configure(registry.settings(Map.of()), true);

    byte[] bytes = requireNonNull(converter.fromConnectData("keys", Schema.STRING_SCHEMA, "k"));

    assertThat(converter.toConnectData("keys", bytes).value()).isEqualTo("k");
    assertThat(registry.client().latest("keys-key").version()).isEqualTo(1);
  }

  @Test
  void the_schema_may_be_named_in_a_header() {
    byte[] bytes = requireNonNull(converter(Map.of()).fromConnectData("headers", ORDER, order(1)));
    RecordHeaders headers = new RecordHeaders();
    headers.add("__value_schema_id", Arrays.copyOf(bytes, 5));
    byte[] data = Arrays.copyOfRange(bytes, 5, bytes.length);

    assertThat(Plain.of(converter(Map.of()).toConnectData("headers", headers, data).value()))
        .isEqualTo(Plain.of(order(1)));
  }

  @Test
  void the_schema_is_named_in_a_header_by_its_guid_where_that_is_asked_for() {
    JsonSchemaConverter converter =
        converter(Map.of("value.schema.id.serializer", "HeaderSchemaIdSerializer"));
    RecordHeaders headers = new RecordHeaders();

    byte[] data = requireNonNull(converter.fromConnectData("guids", headers, ORDER, order(1)));

    assertThat(headers.lastHeader("__value_schema_id").value()).startsWith(1);
    assertThat(Plain.of(converter(Map.of()).toConnectData("guids", headers, data).value()))
        .isEqualTo(Plain.of(order(1)));
    assertThatThrownBy(() -> converter.fromConnectData("guids", ORDER, order(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("header");
  }

  @Test
  void a_value_that_does_not_fit_is_told_by_its_place_and_not_by_itself() {
    JsonSchemaConverter converter = converter(Map.of());
    Struct order = order(1).put("total", new java.math.BigDecimal("98765.4"));

    assertThatThrownBy(() -> converter.fromConnectData("orders", ORDER, order))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("topic orders, value")
        .hasMessageContaining("/total")
        .hasMessageNotContaining("98765");
  }

  @Test
  void hostile_bytes_end_in_an_error_that_names_topic_and_id() {
    JsonSchemaConverter converter = converter(Map.of());
    byte[] good = requireNonNull(converter.fromConnectData("hostile", ORDER, order(42)));
    int id = ByteBuffer.wrap(good).getInt(1);
    Random random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = good.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt();
      }
      byte[] bad =
          random.nextBoolean() ? bytes : Arrays.copyOf(bytes, 6 + random.nextInt(bytes.length - 6));
      try {
        converter.toConnectData("hostile", bad);
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("topic hostile, value");
        assertThat(e).hasMessageContaining("id " + id);
      }
    }
  }

  @Test
  void what_is_no_record_of_this_form_is_told() {
    JsonSchemaConverter converter = converter(Map.of());
    byte[] good = requireNonNull(converter.fromConnectData("framing", ORDER, order(42)));
    byte[] otherMagic = good.clone();
    otherMagic[0] = 17;
    byte[] unknown = good.clone();
    ByteBuffer.wrap(unknown).putInt(1, 99_999_999);

    for (byte[] bad : new byte[][] {otherMagic, unknown, {0, 0}, {}}) {
      assertThatThrownBy(() -> converter.toConnectData("framing", bad))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("topic framing, value");
    }
    assertThatThrownBy(() -> converter.toConnectData("framing", unknown))
        .hasMessageContaining("99999999");
  }

  @Test
  void a_registry_that_does_not_answer_is_asked_again_by_connect() {
    JsonSchemaConverter converter = new JsonSchemaConverter();
    converter.configure(
        Map.of("schema.registry.url", "http://127.0.0.1:1", "max.retries", 0), false);

    assertThatThrownBy(() -> converter.fromConnectData("t", ORDER, order(1)))
        .isInstanceOf(RetriableException.class);
  }

  @Test
  void what_is_written_is_this_to_the_byte() throws Exception {
    byte[] bytes = requireNonNull(converter(Map.of()).fromConnectData("golden", ORDER, order(42)));

    assertThat(bytes[0]).isZero();
    assertThat(new String(bytes, 5, bytes.length - 5, java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"id\":42,\"note\":\"ž馬\",\"total\":\"BOI=\",\"at\":1700000000123,"
                + "\"tags\":[\"a\",\"\"],\"count\":7}");
    assertThat(
            new ObjectMapper().readTree(registry.client().latest("golden-value").schema().text()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"title":"shop.Order","type":"object","properties":{
                      "id":{"type":"integer","connect.type":"int64","connect.index":0},
                      "note":{"oneOf":[{"type":"null"},{"type":"string"}],"connect.index":1},
                      "total":{"title":"org.apache.kafka.connect.data.Decimal","connect.version":1,
                        "connect.parameters":{"scale":"2"},"type":"string","connect.type":"bytes",
                        "connect.index":2},
                      "at":{"title":"org.apache.kafka.connect.data.Timestamp","connect.version":1,
                        "type":"integer","connect.type":"int64","connect.index":3},
                      "tags":{"type":"array","items":{"type":"string"},"connect.index":4},
                      "count":{"type":"integer","connect.type":"int32","connect.index":5}}}
                    """));
  }

  @Test
  void a_record_without_a_schema_is_what_json_says() {
    Map<String, Object> value = Map.of("a", 1L, "b", java.util.List.of(true, 1.5, "x"));

    byte[] bytes = requireNonNull(converter(Map.of()).fromConnectData("free", null, value));
    SchemaAndValue read = converter(Map.of()).toConnectData("free", bytes);

    assertThat(read.schema()).isNull();
    assertThat(read.value()).isEqualTo(value);
  }

  @Test
  void a_schema_of_somebody_else_is_read_as_far_as_connect_has_types() {
    byte[] bytes =
        foreign(
            "foreign",
            """
            {"type":"object","required":["id"],"properties":{
              "id":{"type":"integer"},
              "kind":{"enum":["NEW","OLD"]},
              "price":{"type":["number","null"]},
              "what":{"oneOf":[{"type":"string"},{"$ref":"#/definitions/part"}]},
              "parts":{"type":"array","items":{"$ref":"#/definitions/part"}}},
              "definitions":{"part":{"type":"object","title":"Part","properties":{
                "n":{"type":"integer"},"sub":{"oneOf":[{"type":"null"},{"$ref":"#/definitions/part"}]}}}}}
            """,
            """
            {"id":1,"kind":"OLD","price":null,"what":{"n":3},"more":[1,2],
             "parts":[{"n":1,"sub":{"n":2}}]}
            """);

    SchemaAndValue read =
        converter(Map.of("use.optional.for.nonrequired", true)).toConnectData("foreign", bytes);

    Struct value = (Struct) read.value();
    assertThat(value.getInt64("id")).isEqualTo(1);
    assertThat(value.getString("kind")).isEqualTo("OLD");
    assertThat(value.get("price")).isNull();
    Struct what = value.getStruct("what");
    assertThat(what.getStruct("io.confluent.connect.json.OneOf.field.1").getInt64("n"))
        .isEqualTo(3);
    Struct part = (Struct) value.getArray("parts").get(0);
    assertThat(part.getStruct("sub").getInt64("n")).isEqualTo(2);
    assertThat(part.getStruct("sub").get("sub")).isNull();
  }

  @Test
  void a_pattern_that_explodes_holds_nobody_up() {
    byte[] bytes =
        foreign(
            "explodes",
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\","
                + "\"pattern\":\"^(.*a){20}$\"}}}",
            "{\"a\":\"" + "a".repeat(200) + "b\"}");

    assertThatThrownBy(
            () ->
                converter(Map.of("json.fail.invalid.schema", true))
                    .toConnectData("explodes", bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("reasonable time")
        .hasMessageNotContaining("aaaa");
  }

  @Test
  void a_record_that_breaks_its_schema_is_refused_if_that_is_asked_for() {
    byte[] bytes =
        foreign(
            "invalid",
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\",\"maximum\":5}}}",
            "{\"a\":98765}");

    assertThat(converter(Map.of()).toConnectData("invalid", bytes).value()).isNotNull();
    assertThatThrownBy(
            () ->
                converter(Map.of("json.fail.invalid.schema", true)).toConnectData("invalid", bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("/properties/a/maximum")
        .hasMessageNotContaining("98765");
  }

  private static byte[] foreign(String topic, String schema, String json) {
    int id =
        registry
            .client()
            .register(topic + "-value", SchemaText.of(SchemaType.JSON, schema), false)
            .id();
    byte[] text = json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return ByteBuffer.allocate(5 + text.length).put((byte) 0).putInt(id).put(text).array();
  }

  private static Struct order(long id) {
    return new Struct(ORDER)
        .put("id", id)
        .put("note", "ž馬")
        .put("total", new java.math.BigDecimal("12.50"))
        .put("at", new java.util.Date(1_700_000_000_123L))
        .put("tags", java.util.List.of("a", ""))
        .put("count", 7);
  }

  private static JsonSchemaConverter converter(Map<String, ?> more) {
    JsonSchemaConverter converter = new JsonSchemaConverter();
    converter.configure(registry.settings(more), false);
    return converter;
  }
}
