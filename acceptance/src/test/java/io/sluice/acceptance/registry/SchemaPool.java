package io.sluice.acceptance.registry;

import static java.util.Objects.requireNonNull;

import io.sluice.schema.SchemaType;
import java.util.List;
import java.util.Map;

/**
 * Schemas of three languages of which it is known, from each language's rules, how they stand to
 * each other: {@code a} and {@code b} can read each other's data, {@code c} reads neither's, {@code
 * d} is no schema.
 */
final class SchemaPool {
  /** The same in every language. */
  enum Variant {
    /** One field. */
    A,
    /** One more, which may be left out. */
    B,
    /** The field of another type. */
    C,
    /** No schema at all. */
    D
  }

  private static final String AVRO =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":\"%s\"}%s]}";
  private static final String JSON =
      "{\"type\":\"object\",\"properties\":{\"f\":{\"type\":\"%s\"}%s},\"additionalProperties\":%s}";
  private static final String PROTOBUF =
      "syntax = \"proto3\";\npackage p;\n\nmessage R {\n  %s f = 1;\n%s}\n";

  private static final Map<SchemaType, List<String>> TEXTS =
      Map.of(
          SchemaType.AVRO,
          List.of(
              AVRO.formatted("int", ""),
              AVRO.formatted("int", ",{\"name\":\"g\",\"type\":\"string\",\"default\":\"\"}"),
              AVRO.formatted("boolean", ""),
              "{\"type\":\"record\",\"name\":\"R\"}"),
          SchemaType.JSON,
          List.of(
              JSON.formatted("integer", "", "false"),
              JSON.formatted("integer", ",\"g\":{\"type\":\"string\"}", "false"),
              JSON.formatted("boolean", "", "false"),
              "{\"type\":\"object\""),
          SchemaType.PROTOBUF,
          List.of(
              PROTOBUF.formatted("int32", ""),
              PROTOBUF.formatted("int32", "  string g = 2;\n"),
              PROTOBUF.formatted("string", ""),
              "message {"));

  private SchemaPool() {}

  static String text(SchemaType type, Variant variant) {
    return requireNonNull(TEXTS.get(type)).get(variant.ordinal());
  }
}
