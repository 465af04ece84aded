package io.sluice.serdes.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/** What Avro's compiler for Java adds to schemas, which is of no use to others. */
final class JavaProperties {
  private static final String STRING_CLASS = "avro.java.string";

  private JavaProperties() {}

  /** The schema's text without it. */
  static String without(Schema schema) {
    try {
      JsonNode json = new ObjectMapper().readTree(schema.toString());
      remove(json);
      // Read again, since a type with no property but this one is written by its name alone.
      return new Schema.Parser().parse(json.toString()).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro's own text of a schema is no JSON", e);
    }
  }

  private static void remove(JsonNode json) {
    if (json instanceof ObjectNode object && object.has("type")) {
      object.remove(STRING_CLASS);
    }
    json.forEach(JavaProperties::remove);
  }
}
