package io.sluice.serdes.avro;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.SchemaType;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.SchemaText;
import io.sluice.serdes.server.RunningRegistry;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // Made before each test.
class AvroConverterTest {
  private static final Schema ORDER =
      SchemaBuilder.struct()
          .name("shop.Order")
          .field("id", Schema.INT64_SCHEMA)
          .field("note", Schema.OPTIONAL_STRING_SCHEMA)
          .field("total", Decimal.schema(2))
          .field("at", Timestamp.SCHEMA)
          .field("size", SchemaBuilder.int8().defaultValue((byte) 3).build())
          .build();

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
  void a_schema_is_registered_in_the_form_that_existing_topics_have() {
    converter(Map.of()).fromConnectData("orders", ORDER, order());

    assertThat(registry.client().latest("orders-value").schema().text())
        .isEqualTo(
            "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"fields\":["
                + "{\"name\":\"id\",\"type\":\"long\"},"
                + "{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null},"
                + "{\"name\":\"total\",\"type\":{\"type\":\"bytes\",\"scale\":2,\"precision\":64,"
                + "\"connect.version\":1,\"connect.parameters\":{\"scale\":\"2\"},"
                + "\"connect.name\":\"org.apache.kafka.connect.data.Decimal\","
                + "\"logicalType\":\"decimal\"}},"
                + "{\"name\":\"at\",\"type\":{\"type\":\"long\",\"connect.version\":1,"
                + "\"connect.name\":\"org.apache.kafka.connect.data.Timestamp\","
                + "\"logicalType\":\"timestamp-millis\"}},"
                + "{\"name\":\"size\",\"type\":{\"type\":\"int\",\"connect.default\":3,"
                + "\"connect.type\":\"int8\"},\"default\":3}],"
                + "\"connect.name\":\"shop.Order\"}");
  }

  @Test
  void the_bytes_are_those_of_the_wire_format() {
    byte[] bytes = converter(Map.of()).fromConnectData("orders", ORDER, order());

    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "0000000001" // Magic byte and id.
                + "02" // 1
                + "0206c3a962" // The second of the union: éb, 3 bytes.
                + "04fb2e" // Two bytes: -1234.
                + "01" // A millisecond before 1970.
                + "0e"); // 7
  }

  @Test
  void a_null_is_a_tombstone_and_comes_back_as_one() {
    AvroConverter converter = converter(Map.of());

    assertThat(converter.fromConnectData("t", null, null)).isNull();
    assertThat(converter.fromConnectData("t", Schema.OPTIONAL_STRING_SCHEMA, null)).isNull();
    assertThat(converter.toConnectData("t", null)).isEqualTo(SchemaAndValue.NULL);
  }

  @Test
  void values_without_a_schema_come_back_without_one() {
    AvroConverter converter = converter(Map.of());
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    map.put("list", List.of(1, 2L, 0.5f, -0.0d, "ž", true));
    map.put(7, null);
    map.put("map", Map.of());

    SchemaAndValue back = converter.toConnectData("t", converter.fromConnectData("t", null, map));

    assertThat(back).isEqualTo(new SchemaAndValue(null, map));
  }

  @Test
  void a_null_beside_a_default_stays_null_unless_that_is_not_wanted() {
    Schema text = SchemaBuilder.string().optional().defaultValue("unknown").build();
    Schema schema = SchemaBuilder.struct().field("name", text).build();
    Struct none = new Struct(schema).put("name", null);

    AvroConverter keeping = converter(Map.of());
    AvroConverter filling = converter(Map.of("ignore.default.for.nullables", false));

    assertThat(name(keeping.toConnectData("t", keeping.fromConnectData("t", schema, none))))
        .isNull();
    assertThat(name(filling.toConnectData("t", filling.fromConnectData("t", schema, none))))
        .isEqualTo("unknown");
  }

  @Test
  void unions_enums_and_fixed_of_others_are_written_as_they_were_read() {
    registry
        .client()
        .register(
            "t-value",
            SchemaText.of(
                SchemaType.AVRO,
                "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"n\",\"doc\":\"d\",\"fields\":["
                    + "{\"name\":\"u\",\"type\":[\"null\",\"int\",\"string\"],\"doc\":\"which\"},"
                    + "{\"name\":\"e\",\"type\":{\"type\":\"enum\",\"name\":\"E\","
                    + "\"symbols\":[\"A\",\"B\"],\"default\":\"A\"}},"
                    + "{\"name\":\"f\",\"type\":{\"type\":\"fixed\",\"name\":\"F\",\"size\":2}}]}"),
            false);
    byte[] bytes = HexFormat.of().parseHex("000000000104067a7a7a02beef");
    AvroConverter enhanced = converter(Map.of("enhanced.avro.schema.support", true));

    SchemaAndValue read = enhanced.toConnectData("t", bytes);
    Struct value = (Struct) read.value();

    assertThat(value.getStruct("u").get("string")).isEqualTo("zzz");
    assertThat(value.get("e")).isEqualTo("B");
    assertThat(value.getBytes("f")).isEqualTo(new byte[] {(byte) 0xbe, (byte) 0xef});
    byte[] again = requireNonNull(enhanced.fromConnectData("t", read.schema(), value));
    assertThat(HexFormat.of().formatHex(again, 5, again.length)).isEqualTo("04067a7a7a02beef");
    assertThat(enhanced.toConnectData("t", again)).isEqualTo(read);
  }

  @Test
  void a_record_inside_itself_comes_back() {
    registry
        .client()
        .register(
            "t-value",
            SchemaText.of(
                SchemaType.AVRO,
                "{\"type\":\"record\",\"name\":\"Node\",\"fields\":[{\"name\":\"id\",\"type\":\"int\"},"
                    + "{\"name\":\"next\",\"type\":[\"null\",\"Node\"],\"default\":null}]}"),
            false);
    byte[] bytes = HexFormat.of().parseHex("0000000001" + "02" + "02" + "04" + "02" + "06" + "00");
    AvroConverter converter = converter(Map.of());

    SchemaAndValue read = converter.toConnectData("t", bytes);
    Struct third = ((Struct) read.value()).getStruct("next").getStruct("next");

    assertThat(third.getInt32("id")).isEqualTo(3);
    assertThat(third.getStruct("next")).isNull();
    byte[] again = converter.fromConnectData("u", read.schema(), read.value());
    assertThat(converter.toConnectData("u", again)).isEqualTo(read);
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

    assertThatThrownBy(() -> converter(Map.of()).toConnectData("t", bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at most 1000 times");
  }

  @Test
  void arrays_that_say_that_they_are_endless_are_refused() {
    registry
        .client()
        .register(
            "t-value",
            SchemaText.of(
                SchemaType.AVRO,
                "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"E\",\"fields\":[]}}"),
            false);
    byte[] bytes = HexFormat.of().parseHex("0000000001" + "feffffffffffffffff01");

    assertThatThrownBy(() -> converter(Map.of()).toConnectData("t", bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("as many elements as the bytes can hold");
  }

  @Test
  void many_short_blocks_are_no_way_to_be_endless() {
    registry
        .client()
        .register(
            "t-value",
            SchemaText.of(
                SchemaType.AVRO,
                "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"E\",\"fields\":[]}}"),
            false);
    AvroConverter converter = converter(Map.of());
    String blocks = "c09a0c"; // 100,000 elements.

    assertThat((List<?>) converter.toConnectData("t", array(blocks, 1)).value()).hasSize(100_000);
    assertThatThrownBy(() -> converter.toConnectData("t", array(blocks, 2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("as many elements as the bytes can hold");
  }

  private static byte[] array(String block, int times) {
    return HexFormat.of().parseHex("0000000001" + block.repeat(times) + "00");
  }

  @Test
  void a_value_that_does_not_fit_is_refused_with_its_place() {
    Schema schema =
        SchemaBuilder.struct()
            .field("prices", SchemaBuilder.array(Decimal.schema(2)).build())
            .build();
    Struct value = new Struct(schema).put("prices", List.of(new BigDecimal("1.234")));

    assertThatThrownBy(() -> converter(Map.of()).fromConnectData("t", schema, value))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "topic t, value: /prices/0: expected a decimal of scale 2, found one of scale 3");
  }

  @Test
  void a_name_that_avro_does_not_allow_is_refused_or_scrubbed() {
    Schema schema =
        SchemaBuilder.struct().name("my-app.Row").field("my-id", Schema.INT32_SCHEMA).build();
    Struct value = new Struct(schema).put("my-id", 5);

    assertThatThrownBy(() -> converter(Map.of()).fromConnectData("t", schema, value))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("scrub.invalid.names=true");
    AvroConverter scrubbing = converter(Map.of("scrub.invalid.names", true));
    SchemaAndValue back =
        scrubbing.toConnectData("t", scrubbing.fromConnectData("t", schema, value));
    assertThat(back.schema().name()).isEqualTo("my-app.Row");
    assertThat(((Struct) back.value()).get("my_id")).isEqualTo(5);
  }

  @Test
  void structs_of_one_name_that_differ_come_back_as_they_were() {
    Schema one = SchemaBuilder.struct().name("n.S").field("a", Schema.INT32_SCHEMA).build();
    Schema other = SchemaBuilder.struct().name("n.S").field("b", Schema.STRING_SCHEMA).build();
    Schema schema = SchemaBuilder.struct().field("x", one).field("y", other).build();
    Struct value =
        new Struct(schema)
            .put("x", new Struct(one).put("a", 1))
            .put("y", new Struct(other).put("b", "2"));
    AvroConverter converter = converter(Map.of());

    SchemaAndValue back =
        converter.toConnectData("t", converter.fromConnectData("t", schema, value));

    assertThat(back).isEqualTo(new SchemaAndValue(schema, value));
    assertThatThrownBy(
            () -> converter(Map.of("connect.meta.data", false)).fromConnectData("t", schema, value))
        .hasMessageContaining("Two schemas have the name n.S");
  }

  @Test
  void records_are_written_under_the_newest_version_where_that_is_asked_for() {
    String latest =
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":["
            + "{\"name\":\"extra\",\"type\":\"string\",\"default\":\"x\"},"
            + "{\"name\":\"id\",\"type\":\"long\"}]}";
    registry.client().register("t-value", SchemaText.of(SchemaType.AVRO, latest), false);
    Schema schema = SchemaBuilder.struct().name("R").field("id", Schema.INT32_SCHEMA).build();
    AvroConverter converter =
        converter(Map.of("auto.register.schemas", false, "use.latest.version", true));

    byte[] bytes = converter.fromConnectData("t", schema, new Struct(schema).put("id", 1));

    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("0000000001" + "0278" + "02");
    assertThat(registry.client().latest("t-value").version()).isEqualTo(1);
  }

  @Test
  void a_newer_version_is_taken_after_as_long_as_is_said() {
    String first = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}";
    registry.client().register("t-value", SchemaText.of(SchemaType.AVRO, first), false);
    Schema schema = SchemaBuilder.struct().name("R").field("id", Schema.INT32_SCHEMA).build();
    Struct value = new Struct(schema).put("id", 7);
    Map<String, Object> latest =
        new HashMap<>(Map.of("auto.register.schemas", false, "use.latest.version", true));
    AvroConverter forever = converter(latest);
    latest.put("latest.cache.ttl.sec", 0);
    AvroConverter now = converter(latest);
    assertThat(now.fromConnectData("t", schema, value)).containsExactly(0, 0, 0, 0, 1);
    assertThat(forever.fromConnectData("t", schema, value)).containsExactly(0, 0, 0, 0, 1);

    String second = first.replace("[]", "[{\"name\":\"id\",\"type\":\"int\",\"default\":0}]");
    registry.client().register("t-value", SchemaText.of(SchemaType.AVRO, second), false);

    assertThat(now.fromConnectData("t", schema, value)).containsExactly(0, 0, 0, 0, 2, 14);
    assertThat(forever.fromConnectData("t", schema, value)).containsExactly(0, 0, 0, 0, 1);
  }

  @Test
  void a_field_is_found_by_the_name_that_it_had_before() {
    String latest =
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":["
            + "{\"name\":\"number\",\"aliases\":[\"id\"],\"type\":\"int\",\"default\":0}]}";
    registry.client().register("t-value", SchemaText.of(SchemaType.AVRO, latest), false);
    Schema schema = SchemaBuilder.struct().name("R").field("id", Schema.INT32_SCHEMA).build();
    AvroConverter converter =
        converter(Map.of("auto.register.schemas", false, "use.latest.version", true));

    byte[] bytes = converter.fromConnectData("t", schema, new Struct(schema).put("id", 7));

    assertThat(((Struct) converter.toConnectData("t", bytes).value()).get("number")).isEqualTo(7);
  }

  @Test
  void a_time_is_written_as_another_kind_of_time_only_where_it_means_the_same() {
    String latest = "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}";
    registry.client().register("t-value", SchemaText.of(SchemaType.AVRO, latest), false);
    AvroConverter converter =
        converter(Map.of("auto.register.schemas", false, "use.latest.version", true));

    assertThat(converter.fromConnectData("t", Timestamp.SCHEMA, new java.util.Date(1)))
        .isEqualTo(HexFormat.of().parseHex("0000000001" + "d00f"));
    assertThatThrownBy(
            () -> converter.fromConnectData("t", Date.SCHEMA, new java.util.Date(86_400_000L)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Date cannot be written as timestamp-micros");
  }

  @Test
  void whole_numbers_are_written_as_floating_ones_only_where_that_changes_nothing() {
    registry.client().register("t-value", SchemaText.of(SchemaType.AVRO, "\"float\""), false);
    AvroConverter converter =
        converter(Map.of("auto.register.schemas", false, "use.latest.version", true));

    byte[] bytes = converter.fromConnectData("t", Schema.INT64_SCHEMA, 1L << 62);

    assertThat(converter.toConnectData("t", bytes).value()).isEqualTo(0x1p62f);
    for (long number : new long[] {(1 << 24) + 1, Long.MAX_VALUE, -(1 << 24) - 1}) {
      assertThatThrownBy(() -> converter.fromConnectData("t", Schema.INT64_SCHEMA, number))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("a float of Avro holds");
    }
  }

  @Test
  void a_struct_of_a_schema_that_is_still_a_builder_comes_back() {
    SchemaBuilder schema = SchemaBuilder.struct().name("R").field("id", Schema.INT32_SCHEMA);
    AvroConverter converter = converter(Map.of());

    byte[] bytes = converter.fromConnectData("t", schema, new Struct(schema).put("id", 7));

    assertThat(((Struct) converter.toConnectData("t", bytes).value()).get("id")).isEqualTo(7);
  }

  @Test
  void a_newest_version_that_cannot_read_the_records_is_refused() {
    String latest =
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}";
    registry.client().register("t-value", SchemaText.of(SchemaType.AVRO, latest), false);
    Schema schema = SchemaBuilder.struct().name("R").field("id", Schema.INT32_SCHEMA).build();
    AvroConverter converter =
        converter(Map.of("auto.register.schemas", false, "use.latest.version", true));

    assertThatThrownBy(
            () -> converter.fromConnectData("t", schema, new Struct(schema).put("id", 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("does not fit the one that they are to be written under")
        .hasMessageContaining("latest.compatibility.strict");
  }

  @Test
  void a_schema_that_is_not_there_is_refused_where_none_may_be_registered() {
    AvroConverter converter = converter(Map.of("auto.register.schemas", false));

    assertThatThrownBy(() -> converter.fromConnectData("t", ORDER, order()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("error_code 40401");
    registry.client().register("t-value", text(ORDER), false);
    registry.client();
    AvroConverter later = converter(Map.of("auto.register.schemas", false));
    assertThat(later.fromConnectData("t", ORDER, order())).startsWith(0, 0, 0, 0, 1);
  }

  @Test
  void subjects_are_named_as_the_strategy_says() {
    converter(
            Map.of(
                "value.subject.name.strategy",
                "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy"))
        .fromConnectData("orders", ORDER, order());
    AvroConverter records = converter(Map.of("value.subject.name.strategy", "RecordNameStrategy"));
    records.fromConnectData("orders", ORDER, order());

    RegistryClient client = registry.client();
    assertThat(client.latest("orders-shop.Order").id()).isEqualTo(1);
    assertThat(client.latest("shop.Order").id()).isEqualTo(1);
    assertThatThrownBy(() -> records.fromConnectData("t", Schema.INT32_SCHEMA, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("use TopicNameStrategy");
  }

  @Test
  void a_schema_can_be_named_in_a_header() {
    AvroConverter converter =
        converter(
            Map.of(
                "value.schema.id.serializer",
                "io.confluent.kafka.serializers.schema.id.HeaderSchemaIdSerializer"));
    RecordHeaders headers = new RecordHeaders();

    byte[] bytes = converter.fromConnectData("t", headers, Schema.INT32_SCHEMA, 1);

    assertThat(bytes).containsExactly(2);
    assertThat(headers.lastHeader("__value_schema_id").value()).hasSize(17).startsWith(1);
    assertThat(converter(Map.of()).toConnectData("t", headers, bytes).value()).isEqualTo(1);
  }

  @Test
  void what_is_not_in_the_wire_format_is_said_to_be_not() {
    AvroConverter converter = converter(Map.of());

    assertThatThrownBy(() -> converter.toConnectData("t", "{\"id\":1}".getBytes()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("begins with 123")
        .hasMessageContaining("Was it written by another converter");
    assertThatThrownBy(() -> converter.toConnectData("t", new byte[] {0, 0, 0, 0, 9, 1}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("40403");
  }

  @Test
  void a_registry_that_does_not_answer_is_asked_again_later() {
    AvroConverter converter = converter(Map.of("max.retries", 0));
    registry.close();

    assertThatThrownBy(() -> converter.fromConnectData("t", ORDER, order()))
        .isInstanceOf(RetriableException.class)
        .hasMessageContaining("schema.registry.url is right");
    start();
  }

  private AvroConverter converter(Map<String, ?> settings) {
    AvroConverter converter = new AvroConverter();
    converter.configure(registry.settings(new HashMap<>(settings)), false);
    return converter;
  }

  private static SchemaText text(Schema schema) {
    return SchemaText.of(
        SchemaType.AVRO,
        io.sluice.serdes.avro.mapping.ToAvro.schema(
                schema, io.sluice.serdes.avro.mapping.Mapping.STANDARD)
            .toString());
  }

  private static @Nullable Object name(SchemaAndValue read) {
    return ((Struct) read.value()).getWithoutDefault("name");
  }

  private static Struct order() {
    return new Struct(ORDER)
        .put("id", 1L)
        .put("note", "éb")
        .put("total", new BigDecimal("-12.34"))
        .put("at", new java.util.Date(-1))
        .put("size", (byte) 7);
  }
}
