package io.sluice.serdes.avro;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.SchemaType;
import io.sluice.serdes.client.SchemaText;
import io.sluice.serdes.server.RunningRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that are written under a schema that is not their own. */
@SuppressWarnings("NullAway.Init") // Made before the first test.
class AvroSerializerLatestTest {
  private static RunningRegistry registry;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    registry = RunningRegistry.in(Files.createDirectory(folder.resolve("state")));
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  /** Own fields, the newest version's fields, and how {a: 1, b: 2} reads there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          b int, a int                | {"b": 2, "a": 1}
          c int = 9, a int, b int     | {"c": 9, "a": 1, "b": 2}
          b long                      | {"b": 2}
          n ["null","int"] = null, b ["null","double"], a float | {"n": null, "b": 2.0, "a": 1.0}
          """)
  void fields_are_found_by_their_names(String fields, String expected) {
    String topic = newest("R", fields);
    GenericRecord record =
        new GenericRecordBuilder(schema("R", "a int, b int")).set("a", 1).set("b", 2).build();

    byte[] bytes = serializer(Map.of()).serialize(topic, record);

    assertThat(String.valueOf(read(topic, bytes))).isEqualTo(expected);
  }

  @Test
  void fields_and_records_are_found_by_the_aliases_that_the_newest_version_gives_them() {
    String topic = "aliases";
    register(
        topic,
        """
        {"type": "record", "name": "Person", "aliases": ["R"], "fields": [
          {"name": "b", "type": "int"},
          {"name": "first", "aliases": ["a"], "type": "int"}]}\
        """);
    GenericRecord record =
        new GenericRecordBuilder(schema("R", "a int, b int")).set("a", 1).set("b", 2).build();

    byte[] bytes =
        serializer(Map.of("latest.compatibility.strict", false)).serialize(topic, record);

    assertThat(String.valueOf(read(topic, bytes))).isEqualTo("{\"b\": 2, \"first\": 1}");
  }

  @Test
  void what_lies_deeper_is_written_by_names_too() {
    String node =
        """
        {"type": "record", "name": "Node", "fields": [%s
          {"name": "id", "type": "int"}, %s
          {"name": "next", "type": ["null", "Node"]},
          {"name": "all", "type": {"type": "array", "items": "Node"}},
          {"name": "named", "type": {"type": "map", "values": ["string", "Node"]}}]}\
        """;
    String topic = "nodes";
    register(
        topic,
        node.formatted("{\"name\": \"kind\", \"type\": \"string\", \"default\": \"k\"}, ", ""));
    Schema own =
        new Schema.Parser().parse(node.formatted("", "{\"name\": \"old\", \"type\": \"string\"},"));
    GenericRecord inner = node(own, 1, null, List.of(), Map.of());
    GenericRecord record = node(own, 2, inner, List.of(inner), Map.of("n", inner));

    Object back = read(topic, serializer(Map.of()).serialize(topic, record));

    String written = "{\"kind\": \"k\", \"id\": 1, \"next\": null, \"all\": [], \"named\": {}}";
    assertThat(String.valueOf(back))
        .isEqualTo(
            "{\"kind\": \"k\", \"id\": 2, \"next\": "
                + written
                + ", \"all\": ["
                + written
                + "], \"named\": {\"n\": "
                + written
                + "}}");
  }

  @Test
  void records_of_classes_are_written_by_names_too() {
    String topic = "purchases";
    register(
        topic,
        """
        {"type": "record", "name": "Purchase", "namespace": "io.sluice.serdes.avro", "fields": [
          {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "state", "type": "string", "default": "new"},
          {"name": "note", "type": "string"},
          {"name": "id", "type": "long"}]}\
        """);
    Purchase purchase = new Purchase(7, "ž", Instant.ofEpochMilli(-1));

    Object back = read(topic, serializer(Map.of()).serialize(topic, purchase));

    assertThat(String.valueOf(back))
        .isEqualTo("{\"at\": -1, \"state\": \"new\", \"note\": \"ž\", \"id\": 7}");
  }

  @Test
  void a_schema_that_is_chosen_by_its_id_goes_by_names_too() {
    int id = register("chosen", schema("R", "b int, a int").toString());
    GenericRecord record =
        new GenericRecordBuilder(schema("R", "a int, b int")).set("a", 1).set("b", 2).build();
    AvroSerializer serializer = new AvroSerializer();
    serializer.configure(
        registry.settings(Map.of("auto.register.schemas", false, "use.schema.id", id)), false);

    assertThat(String.valueOf(read("any", serializer.serialize("any", record))))
        .isEqualTo("{\"b\": 2, \"a\": 1}");
  }

  @Test
  void bytes_may_be_written_under_a_union() {
    register("optional", "[\"null\", \"bytes\"]");

    Object back = read("optional", serializer(Map.of()).serialize("optional", new byte[] {1, 0}));

    assertThat(back).isEqualTo(ByteBuffer.wrap(new byte[] {1, 0}));
  }

  /** What readers of Avro's would take, and what would be another value then. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          "long"   | "float"  | 16777217         | a float of Avro holds
          "long"   | "double" | 9007199254740993 | a double of Avro holds
          "int"    | "float"  | -16777217        | a float of Avro holds
          {"type":"enum","name":"E","symbols":["X","Y"]} | {"type":"enum","name":"E","symbols":["X","Z"],"default":"Z"} | Y | a symbol of the enum E
          {"type":"int","logicalType":"date"} | {"type":"int","logicalType":"time-millis"} | 5 | the record has date
          {"type":"bytes","logicalType":"decimal","precision":9,"scale":2} | {"type":"bytes","logicalType":"decimal","precision":9,"scale":4} | - | the record has decimal of scale 2
          """)
  void what_would_be_another_value_is_refused(
      String own, String newest, String value, String expected) {
    String field = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":%s}]}";
    String topic = "refused" + (own + newest).hashCode();
    register(topic, field.formatted(newest));
    Schema schema = new Schema.Parser().parse(field.formatted(own));
    GenericRecord record = new GenericData.Record(schema);
    record.put("f", value(schema.getField("f").schema(), value));

    assertThatThrownBy(
            () -> serializer(Map.of("latest.compatibility.strict", false)).serialize(topic, record))
        .isInstanceOf(SerializationException.class)
        .hasMessageStartingWith("topic " + topic + ", value: /f: ")
        .hasMessageContaining(expected)
        .hasMessageNotContaining(value.length() > 1 ? value : "Y,");
  }

  @Test
  void numbers_that_a_double_holds_are_written_as_one() {
    String topic = newest("R", "a double");
    GenericRecord record =
        new GenericRecordBuilder(schema("R", "a long")).set("a", 1L << 60).build();

    Object back = read(topic, serializer(Map.of()).serialize(topic, record));

    assertThat(((GenericRecord) requireNonNull(back)).get("a")).isEqualTo(0x1p60);
  }

  @Test
  void a_field_that_nothing_is_known_of_is_refused_by_its_name() {
    String topic = newest("R", "a int, z string");
    GenericRecord record = new GenericRecordBuilder(schema("R", "a int")).set("a", 1).build();

    assertThatThrownBy(
            () -> serializer(Map.of("latest.compatibility.strict", false)).serialize(topic, record))
        .isInstanceOf(SerializationException.class)
        .hasMessageEndingWith(
            "a field without a default that the record's schema does not have: z");
  }

  private static GenericRecord node(
      Schema schema,
      int id,
      @Nullable GenericRecord next,
      List<GenericRecord> all,
      Map<String, GenericRecord> named) {
    return new GenericRecordBuilder(schema)
        .set("id", id)
        .set("old", "o")
        .set("next", next)
        .set("all", all)
        .set("named", named)
        .build();
  }

  private static Object value(Schema schema, String text) {
    return switch (schema.getType()) {
      case INT -> Integer.valueOf(text);
      case LONG -> Long.valueOf(text);
      case ENUM -> new GenericData.EnumSymbol(schema, text);
      default -> ByteBuffer.wrap(new byte[] {1});
    };
  }

  /**
   * Registers a record of these fields, as {@code "a int = 9, b string"}, for a topic of its own.
   */
  private static String newest(String name, String fields) {
    String topic = "newest" + fields.hashCode();
    register(topic, schema(name, fields).toString());
    return topic;
  }

  private static int register(String topic, String schema) {
    SchemaText text = SchemaText.of(SchemaType.AVRO, schema);
    return registry.client().register(topic + "-value", text, false).id();
  }

  private static Schema schema(String name, String fields) {
    StringBuilder json = new StringBuilder();
    for (String field : fields.split(", ")) {
      String[] parts = field.split(" = ");
      String[] nameAndType = parts[0].trim().split(" ", 2);
      String type = nameAndType[1].startsWith("[") ? nameAndType[1] : "\"" + nameAndType[1] + "\"";
      json.append(json.isEmpty() ? "" : ",")
          .append("{\"name\":\"" + nameAndType[0] + "\",\"type\":" + type)
          .append(parts.length > 1 ? ",\"default\":" + parts[1] + "}" : "}");
    }
    return new Schema.Parser()
        .parse("{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[" + json + "]}");
  }

  private static AvroSerializer serializer(Map<String, ?> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("auto.register.schemas", false);
    settings.put("use.latest.version", true);
    AvroSerializer serializer = new AvroSerializer();
    serializer.configure(registry.settings(settings), false);
    return serializer;
  }

  private static @Nullable Object read(String topic, byte @Nullable [] bytes) {
    AvroDeserializer deserializer = new AvroDeserializer();
    deserializer.configure(registry.settings(Map.of()), false);
    return deserializer.deserialize(topic, bytes);
  }
}
