package io.sluice.serdes.json;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.serdes.server.RunningRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonSchemaSerializerTest {
  @TempDir static Path folder;
  private static RunningRegistry registry;

  /** A class as users have them; it is a part of itself. */
  record Node(
      @JsonProperty("id") long id,
      @JsonProperty(value = "name", required = true) String name,
      @JsonProperty("next") @Nullable Node next,
      @JsonProperty("tags") List<String> tags) {}

  @BeforeAll
  static void serve() {
    registry = RunningRegistry.in(folder);
  }

  @AfterAll
  static void close() {
    registry.close();
  }

  @Test
  void objects_of_a_class_come_back_under_a_schema_that_is_made_of_it() throws Exception {
    Node node = new Node(1, "a", new Node(2, "b", null, List.of()), List.of("x"));
    byte[] bytes =
        requireNonNull(
            serializer(Map.of("json.fail.invalid.schema", true)).serialize("nodes", node));

    Object read =
        deserializer(Map.of("json.value.type", Node.class, "json.fail.invalid.schema", true))
            .deserialize("nodes", bytes);

    assertThat(read).isEqualTo(node);
    JsonNode schema =
        new ObjectMapper().readTree(registry.client().latest("nodes-value").schema().text());
    assertThat(schema)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"$schema":"http://json-schema.org/draft-07/schema#","title":"Node",
                     "type":"object","additionalProperties":false,"properties":{
                      "id":{"type":"integer"},
                      "name":{"type":"string"},
                      "next":{"oneOf":[{"type":"null"},{"$ref":"#"}]},
                      "tags":{"oneOf":[{"type":"null"},{"type":"array",
                        "items":{"oneOf":[{"type":"null"},{"type":"string"}]}}]}},
                     "required":["id","name"]}
                    """));
  }

  @Test
  void a_tree_brings_its_schema_along_or_is_written_under_the_newest_one() throws Exception {
    JsonNode tree = new ObjectMapper().readTree("{\"a\":1}");
    String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}";
    byte[] bytes =
        requireNonNull(serializer(Map.of()).serialize("trees", new JsonWithSchema(schema, tree)));

    byte[] again =
        requireNonNull(
            serializer(Map.of("auto.register.schemas", false, "use.latest.version", true))
                .serialize("trees", tree));

    assertThat(again).isEqualTo(bytes);
    assertThat(deserializer(Map.of()).deserialize("trees", bytes)).isEqualTo(Map.of("a", 1));
    assertThat(deserializer(Map.of("json.value.type", JsonNode.class)).deserialize("trees", bytes))
        .isEqualTo(tree);
    assertThatThrownBy(() -> serializer(Map.of()).serialize("trees", tree))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("topic trees, value")
        .hasMessageContaining("use.latest.version");
  }

  @Test
  void what_does_not_fit_is_told_without_the_value() throws Exception {
    String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}";
    JsonNode tree = new ObjectMapper().readTree("{\"a\":\"secret\"}");

    assertThatThrownBy(
            () ->
                serializer(Map.of("json.fail.invalid.schema", true))
                    .serialize("unfit", new JsonWithSchema(schema, tree)))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("/properties/a/type")
        .hasMessageNotContaining("secret");
    byte[] bytes =
        requireNonNull(serializer(Map.of()).serialize("unfit", new JsonWithSchema(schema, tree)));
    assertThatThrownBy(
            () -> deserializer(Map.of("json.value.type", Node.class)).deserialize("unfit", bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("topic unfit, value, schema id")
        .hasMessageNotContaining("secret");
  }

  private static JsonSchemaSerializer<Object> serializer(Map<String, ?> more) {
    JsonSchemaSerializer<Object> serializer = new JsonSchemaSerializer<>();
    serializer.configure(registry.settings(more), false);
    return serializer;
  }

  private static JsonSchemaDeserializer<Object> deserializer(Map<String, ?> more) {
    JsonSchemaDeserializer<Object> deserializer = new JsonSchemaDeserializer<>();
    deserializer.configure(registry.settings(more), false);
    return deserializer;
  }
}
