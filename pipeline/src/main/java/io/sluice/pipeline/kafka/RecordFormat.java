package io.sluice.pipeline.kafka;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Words for our converters and those that come with Kafka Connect: how keys and values lie in a
 * topic.
 */
public enum RecordFormat {
  /**
   * JSON, each record with its schema, by our own converter: every value comes through a topic as
   * it is. A cluster needs our converters' plugin for it.
   */
  JSON_WITH_SCHEMAS("json-with-schemas", "io.sluice.converters.ExactJsonConverter", Map.of()),
  /**
   * The same form, by the converter that comes with Kafka Connect, which makes 0 of NaN, infinities
   * and minus zero. That a field is null stays so, whatever its default: told otherwise, it would
   * put the default there.
   */
  CONNECT_JSON_WITH_SCHEMAS(
      "connect-json-with-schemas",
      "org.apache.kafka.connect.json.JsonConverter",
      Map.of("schemas.enable", "true", "replace.null.with.default", "false")),
  /** Avro, whose schemas a registry has; told where that is by {@code schema.registry.url}. */
  AVRO("avro", "io.sluice.serdes.avro.AvroConverter", Map.of()),
  /** JSON whose schemas a registry has as JSON Schemas. */
  JSON_SCHEMA("json-schema", "io.sluice.serdes.json.JsonSchemaConverter", Map.of()),
  /** Protobuf, whose schemas a registry has. */
  PROTOBUF("protobuf", "io.sluice.serdes.protobuf.ProtobufConverter", Map.of()),
  /** JSON alone: small, but types, logical types and nullability are lost. */
  JSON(
      "json",
      "org.apache.kafka.connect.json.JsonConverter",
      Map.of("schemas.enable", "false", "replace.null.with.default", "false")),
  /** Text in UTF-8. */
  STRING("string", "org.apache.kafka.connect.storage.StringConverter", Map.of()),
  /** Bytes as they are. */
  BYTES("bytes", "org.apache.kafka.connect.converters.ByteArrayConverter", Map.of()),
  /** Eight bytes of floating point. */
  DOUBLE("double", "org.apache.kafka.connect.converters.DoubleConverter", Map.of()),
  /** Four bytes of floating point. */
  FLOAT("float", "org.apache.kafka.connect.converters.FloatConverter", Map.of()),
  /** Four bytes. */
  INTEGER("integer", "org.apache.kafka.connect.converters.IntegerConverter", Map.of()),
  /** Eight bytes. */
  LONG("long", "org.apache.kafka.connect.converters.LongConverter", Map.of()),
  /** Two bytes. */
  SHORT("short", "org.apache.kafka.connect.converters.ShortConverter", Map.of()),
  /** One byte, 0 or 1. */
  BOOLEAN("boolean", "org.apache.kafka.connect.converters.BooleanConverter", Map.of());

  private final String word;
  private final String className;
  private final Map<String, String> settings;

  RecordFormat(String word, String className, Map<String, String> settings) {
    this.word = word;
    this.className = className;
    this.settings = settings;
  }

  /** The format that a word of a pipeline file means. */
  public static Optional<RecordFormat> of(String word) {
    return Arrays.stream(values()).filter(format -> format.word.equals(word)).findFirst();
  }

  /** Every word, the best first. */
  public static List<String> words() {
    return Arrays.stream(values()).map(format -> format.word).toList();
  }

  /** The converter's class. */
  public String className() {
    return className;
  }

  /** What the converter is told besides, without the converter's prefix. */
  public Map<String, String> settings() {
    return settings;
  }
}
