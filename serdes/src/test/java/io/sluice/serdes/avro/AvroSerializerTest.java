package io.sluice.serdes.avro;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.SchemaType;
import io.sluice.serdes.client.SchemaText;
import io.sluice.serdes.server.RunningRegistry;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.Utf8;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // Made before each test.
class AvroSerializerTest {
  private static final Schema ORDER =
      new Schema.Parser()
          .parse(
              "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"fields\":["
                  + "{\"name\":\"id\",\"type\":\"long\"},"
                  + "{\"name\":\"note\",\"type\":{\"type\":\"string\",\"avro.java.string\":"
                  + "\"String\"}},"
                  + "{\"name\":\"total\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\","
                  + "\"precision\":9,\"scale\":2}}]}");

  @TempDir Path folder;
  private RunningRegistry registry;

  @BeforeEach
  void start() {
    registry = RunningRegistry.in(folder);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void generic_records_come_back_with_javas_types_where_that_is_asked_for() {
    GenericRecord order =
        new GenericRecordBuilder(ORDER)
            .set("id", 7L)
            .set("note", "ž")
            .set("total", new BigDecimal("12.34"))
            .build();
    Map<String, ?> logical = Map.of("avro.use.logical.type.converters", true);

    byte[] bytes = serializer(logical).serialize("orders", order);

    assertThat(bytes).startsWith(0, 0, 0, 0, 1);
    assertThat(deserializer(logical).deserialize("orders", bytes)).isEqualTo(order);
  }

  @Test
  void texts_numbers_and_bytes_come_back() {
    try (AvroSerializer writing = serializer(Map.of());
        AvroDeserializer reading = deserializer(Map.of())) {
      for (Object each : new Object[] {"ž", 1, 2L, 0.5f, -0.0d, true, new byte[] {1, 0}}) {
        String topic = each.getClass().getSimpleName();
        assertThat(reading.deserialize(topic, writing.serialize(topic, each))).isEqualTo(each);
      }
      assertThat(writing.serialize("t", new byte[] {1, 0})).hasSize(5 + 2);
      assertThat(writing.serialize("t", null)).isNull();
      assertThat(reading.deserialize("t", null)).isNull();
    }
  }

  @Test
  void every_type_of_avros_comes_back() {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "All", "fields": [
                  {"name": "none", "type": "null"},
                  {"name": "flag", "type": "boolean"},
                  {"name": "i", "type": "int"}, {"name": "l", "type": "long"},
                  {"name": "f", "type": "float"}, {"name": "d", "type": "double"},
                  {"name": "b", "type": "bytes"}, {"name": "s", "type": "string"},
                  {"name": "e", "type": {"type": "enum", "name": "E", "symbols": ["X", "Y"]}},
                  {"name": "x", "type": {"type": "fixed", "name": "F", "size": 2}},
                  {"name": "list", "type": {"type": "array", "items": ["null", "string"]}},
                  {"name": "map", "type": {"type": "map", "values": "F"}},
                  {"name": "next", "type": ["null", "All"]}]}\
                """);
    GenericData.Fixed fixed =
        new GenericData.Fixed(schema.getField("x").schema(), new byte[] {1, 2});
    GenericRecord inner = null;
    for (int i = 0; i < 2; i++) {
      GenericRecord record = new GenericData.Record(schema);
      record.put("flag", true);
      record.put("i", Integer.MIN_VALUE);
      record.put("l", Long.MIN_VALUE);
      record.put("f", Float.NaN);
      record.put("d", -0.0d);
      record.put("b", ByteBuffer.wrap(new byte[] {9, 8, 7, 6}, 1, 2).slice());
      record.put("s", new Utf8("馬"));
      record.put("e", new GenericData.EnumSymbol(schema.getField("e").schema(), "Y"));
      record.put("x", fixed);
      record.put("list", java.util.Arrays.asList(new Utf8("a"), null));
      record.put("map", Map.of(new Utf8("k"), fixed));
      record.put("next", inner);
      inner = record;
    }

    byte[] bytes = serializer(Map.of()).serialize("all", inner);

    assertThat(deserializer(Map.of()).deserialize("all", bytes)).isEqualTo(inner);
  }

  @Test
  void objects_of_classes_come_back_as_such_where_avro_trusts_them() {
    Purchase purchase = new Purchase(7, "ž", Instant.ofEpochMilli(-1));
    AvroDeserializer specific = deserializer(Map.of("specific.avro.reader", true));

    byte[] bytes = serializer(Map.of()).serialize("purchases", purchase);

    assertThatThrownBy(() -> specific.deserialize("purchases", bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("SERIALIZABLE_PACKAGES=io.sluice.serdes.avro");
    ClassSecurityValidator.ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
    try {
      ClassSecurityValidator.setGlobal(
          ClassSecurityValidator.composite(before, type -> type == Purchase.class));
      assertThat(specific.deserialize("purchases", bytes))
          .isInstanceOf(Purchase.class)
          .isEqualTo(purchase);
    } finally {
      ClassSecurityValidator.setGlobal(before);
    }
    assertThat(String.valueOf(deserializer(Map.of()).deserialize("purchases", bytes)))
        .isEqualTo("{\"id\": 7, \"note\": \"ž\", \"at\": -1}");
  }

  @Test
  void a_generic_record_needs_no_trust_in_a_class_of_its_name() {
    GenericRecord record =
        new GenericRecordBuilder(Purchase.SCHEMA$)
            .set("id", 7L)
            .set("note", "n")
            .set("at", 5L)
            .build();

    byte[] bytes = serializer(Map.of()).serialize("generic", record);

    assertThat(deserializer(Map.of()).deserialize("generic", bytes)).isEqualTo(record);
  }

  @Test
  void a_schema_can_be_named_in_a_header_of_the_key_and_of_the_value() {
    Map<String, Object> settings = registry.settings(Map.of());
    settings.put("key.schema.id.serializer", "HeaderSchemaIdSerializer");
    settings.put("value.schema.id.serializer", "HeaderSchemaIdSerializer");
    RecordHeaders headers = new RecordHeaders();
    for (boolean isKey : new boolean[] {true, false}) {
      AvroSerializer serializer = new AvroSerializer();
      serializer.configure(settings, isKey);
      AvroDeserializer deserializer = new AvroDeserializer();
      deserializer.configure(settings, isKey);

      byte[] bytes = serializer.serialize("t", headers, isKey ? "k" : "v");

      assertThat(bytes).containsExactly(2, isKey ? 'k' : 'v');
      assertThat(deserializer.deserialize("t", headers, bytes)).isEqualTo(isKey ? "k" : "v");
      assertThatThrownBy(() -> serializer.serialize("t", "there is no header"))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("named in a header");
    }
    assertThat(headers.toArray()).hasSize(2);
    assertThat(registry.client().latest("t-key").id()).isEqualTo(1);
  }

  @Test
  void a_number_that_its_type_does_not_hold_is_refused_and_not_cut() {
    Schema schema =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                    + "{\"name\":\"count\",\"type\":\"int\"}]}");
    GenericRecord record = new GenericData.Record(schema);
    AvroSerializer serializer = serializer(Map.of());
    for (Object number : new Object[] {1L << 40, 1.5d}) {
      record.put("count", number);
      assertThatThrownBy(() -> serializer.serialize("counts", record))
          .isInstanceOf(SerializationException.class)
          .hasMessageStartingWith("topic counts, value: /count: expected a whole number that int");
    }
    record.put("count", 7L);
    assertThat(serializer.serialize("counts", record)).containsExactly(0, 0, 0, 0, 1, 14);
  }

  @Test
  void so_is_one_that_floating_point_would_falsify() {
    for (String type : new String[] {"float", "double"}) {
      Schema schema =
          new Schema.Parser()
              .parse(
                  "{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                      + "{\"name\":\"size\",\"type\":\"%s\"}]}".formatted(type));
      GenericRecord record = new GenericData.Record(schema);
      AvroSerializer serializer = serializer(Map.of());
      for (Object number :
          type.equals("float")
              ? new Object[] {1e300, -1e39, 16_777_217, (1L << 24) + 1}
              : new Object[] {(1L << 53) + 1, Long.MAX_VALUE}) {
        record.put("size", number);
        assertThatThrownBy(() -> serializer.serialize(type, record))
            .as("%s as %s", number, type)
            .isInstanceOf(SerializationException.class)
            .hasMessageContaining("value: /size: expected a");
      }
      for (Object number :
          new Object[] {0.1d, 16_777_216, 1L << 40, Double.POSITIVE_INFINITY, Double.NaN}) {
        record.put("size", number);
        assertThat(serializer.serialize(type, record)).isNotEmpty();
      }
    }
  }

  @Test
  void bytes_that_say_that_they_nest_for_ever_are_refused() {
    registry
        .client()
        .register(
            "t-value",
            SchemaText.of(
                SchemaType.AVRO,
                "{\"type\":\"record\",\"name\":\"Node\",\"fields\":["
                    + "{\"name\":\"next\",\"type\":[\"null\",\"Node\"]}]}"),
            false);
    byte[] bytes = new byte[1_000_000];
    java.util.Arrays.fill(bytes, 5, bytes.length, (byte) 2);
    bytes[4] = 1;

    assertThatThrownBy(() -> deserializer(Map.of()).deserialize("t", bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("too deep in each other");
  }

  @Test
  void objects_that_avro_does_not_know_are_refused() {
    assertThatThrownBy(() -> serializer(Map.of()).serialize("t", new StringBuffer[0]))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("expected a record of Avro's");
  }

  @Test
  void what_connect_wrote_is_read_by_a_consumer_and_the_other_way_round() {
    AvroConverter converter = new AvroConverter();
    converter.configure(registry.settings(Map.of()), false);
    GenericRecord order =
        new GenericRecordBuilder(ORDER)
            .set("id", 7L)
            .set("note", "ž")
            .set("total", ByteBuffer.wrap(new byte[] {4, (byte) 0xd2}))
            .build();

    byte[] bytes = serializer(Map.of()).serialize("orders", order);
    org.apache.kafka.connect.data.SchemaAndValue read = converter.toConnectData("orders", bytes);
    byte[] again = converter.fromConnectData("copies", read.schema(), read.value());

    assertThat(((org.apache.kafka.connect.data.Struct) read.value()).get("total"))
        .isEqualTo(new BigDecimal("12.34"));
    GenericRecord copy =
        (GenericRecord) requireNonNull(deserializer(Map.of()).deserialize("copies", again));
    assertThat(copy.get("note").toString()).isEqualTo("ž");
    assertThat(copy.get("total")).isEqualTo(order.get("total"));
  }

  @Test
  void javas_own_properties_stay_out_of_the_registry_where_that_is_asked_for() {
    GenericRecord order = new GenericData.Record(ORDER);
    order.put("id", 7L);
    order.put("note", "");
    order.put("total", ByteBuffer.wrap(new byte[] {0}));

    serializer(Map.of("avro.remove.java.properties", true)).serialize("plain", order);
    serializer(Map.of()).serialize("java", order);

    assertThat(registry.client().latest("plain-value").schema().text()).doesNotContain("avro.java");
    assertThat(registry.client().latest("java-value").schema().text()).contains("avro.java");
  }

  @Test
  void a_record_without_a_value_is_refused_and_none_of_its_values_is_told() {
    GenericRecord order = new GenericData.Record(ORDER);
    order.put("id", "s3cret");

    assertThatThrownBy(() -> serializer(Map.of()).serialize("orders", order))
        .isInstanceOf(SerializationException.class)
        .hasMessage(
            "topic orders, value: the object is none of the schema that it is written with");
  }

  @Test
  void bytes_that_end_too_early_are_refused() {
    byte[] bytes = requireNonNull(serializer(Map.of()).serialize("t", "a text"));

    assertThatThrownBy(
            () ->
                deserializer(Map.of())
                    .deserialize("t", java.util.Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(SerializationException.class)
        .hasMessage("topic t, value: the bytes are no value of schema id 1");
  }

  @Test
  void classes_that_are_not_there_are_named() {
    GenericRecord order = new GenericData.Record(ORDER);
    order.put("id", 7L);
    order.put("note", "");
    order.put("total", ByteBuffer.wrap(new byte[] {0}));
    byte[] bytes = serializer(Map.of()).serialize("t", order);

    assertThatThrownBy(
            () -> deserializer(Map.of("specific.avro.reader", true)).deserialize("t", bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("shop.Order");
  }

  @Test
  void a_registry_that_does_not_answer_may_be_asked_again() {
    AvroSerializer serializer = serializer(Map.of("max.retries", 0));
    registry.close();

    assertThatThrownBy(() -> serializer.serialize("t", 1)).isInstanceOf(TimeoutException.class);
    start();
  }

  private AvroSerializer serializer(Map<String, ?> settings) {
    AvroSerializer serializer = new AvroSerializer();
    serializer.configure(registry.settings(settings), false);
    return serializer;
  }

  private AvroDeserializer deserializer(Map<String, ?> settings) {
    AvroDeserializer deserializer = new AvroDeserializer();
    deserializer.configure(registry.settings(settings), false);
    return deserializer;
  }
}
