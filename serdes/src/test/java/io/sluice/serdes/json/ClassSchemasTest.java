package io.sluice.serdes.json;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.serdes.client.RegisteredSchema;
import io.sluice.serdes.server.RunningRegistry;
import io.sluice.serdes.wire.Framing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** That the schema of a class is the one of what is written of its objects. */
class ClassSchemasTest {
  private static final int OBJECTS = 60;

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

  @ParameterizedTest
  @EnumSource
  void every_object_fits_the_schema_that_is_registered_for_it(WrittenClasses type)
      throws Exception {
    for (boolean isText : new boolean[] {false, true}) {
      for (boolean mayBeNull : new boolean[] {false, true}) {
        String topic = type + "-" + isText + "-" + mayBeNull;
        Map<String, Object> settings =
            Map.of("json.write.dates.iso8601", isText, "json.oneof.for.nullables", mayBeNull);
        try (JsonSchemaSerializer<Object> serializer = serializer(settings)) {
          List<JsonNode> written = new ArrayList<>();
          for (int seed = 0; seed < OBJECTS; seed++) {
            Object object = type.object(new Random(seed), mayBeNull);
            written.add(json(requireNonNull(serializer.serialize(topic, object))));
          }
          RegisteredSchema newest = registry.client().latest(topic + "-value");
          assertThat(newest.version()).isEqualTo(1);
          Validation validation = new Validation(newest.schema().text(), Map.of());
          for (JsonNode each : written) {
            assertThat(validation.problems(each))
                .as("%s under %s", each, newest.schema().text())
                .isEmpty();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false,integer,number,array", "true,string,string,string"})
  void dates_are_what_the_settings_write(
      boolean isText, String date, String instant, String localDate) throws Exception {
    JsonNode properties =
        schema(WrittenClasses.DATES, isText, "types-" + isText).path("properties");

    assertThat(properties.at("/date/type").asText()).isEqualTo(date);
    assertThat(properties.at("/calendar/type").asText()).isEqualTo(date);
    assertThat(properties.at("/instant/type").asText()).isEqualTo(instant);
    assertThat(properties.at("/localDate/type").asText()).isEqualTo(localDate);
    assertThat(properties.at("/textAnyhow/type").asText()).isEqualTo("string");
    assertThat(properties.at("/numberAnyhow/type").asText()).isEqualTo("integer");
    assertThat(properties.at("/several/items/type").asText()).isEqualTo(date);
    assertThat(properties.at("/named/additionalProperties/type").asText()).isEqualTo(date);
  }

  @Test
  void annotations_say_what_is_written() throws Exception {
    JsonNode schema = schema(WrittenClasses.FORMS, false, "forms");

    assertThat(schema)
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                {"$schema":"http://json-schema.org/draft-07/schema#","title":"Forms",
                 "type":"object","additionalProperties":false,"properties":{
                  "amount":{"type":"string"},
                  "flag":{"type":"integer"},
                  "code":{"type":"string"},
                  "list":{"type":"array","items":{"type":"integer"}},
                  "colour":{"type":"string","enum":["RED","green"]},
                  "numbered":{"enum":[0,1]},
                  "coded":{"enum":[10,20]},
                  "bytes":{"type":"string"},
                  "letters":{"type":"string"},
                  "number":{"type":"number"},
                  "place":{"type":"string"},
                  "raw":{},
                  "x":{"type":"integer"},
                  "y":{"type":"integer"},
                  "point":{"type":"array"},
                  "left":{"type":"integer"},
                  "perhaps":{"oneOf":[{"type":"null"},{"type":"string"}]}}}
                """));
  }

  @Test
  void a_class_is_described_once_however_often_it_is_met() throws Exception {
    JsonNode schema = schema(WrittenClasses.TREE, false, "trees");

    assertThat(schema.at("/properties/children/items/$ref").asText()).isEqualTo("#");
    assertThat(schema.at("/properties/named/additionalProperties/$ref").asText()).isEqualTo("#");
    assertThat(schema.at("/properties/own/$ref").asText()).isEqualTo("#/definitions/Leaf");
    assertThat(schema.at("/properties/others/items/$ref").asText()).isEqualTo("#/definitions/Leaf");
    assertThat(schema.path("definitions")).hasSize(1);
    assertThat(schema.at("/definitions/Leaf/required").toString()).isEqualTo("[\"size\"]");
  }

  private static JsonNode schema(WrittenClasses type, boolean isText, String topic)
      throws Exception {
    Map<String, Object> settings =
        Map.of("json.write.dates.iso8601", isText, "json.oneof.for.nullables", false);
    try (JsonSchemaSerializer<Object> serializer = serializer(settings)) {
      serializer.serialize(topic, type.object(new Random(0), false));
    }
    return Json.MAPPER.readTree(registry.client().latest(topic + "-value").schema().text());
  }

  private static JsonNode json(byte[] bytes) throws Exception {
    int from = Framing.read(bytes, null, false, false).from();
    return Json.MAPPER.readTree(bytes, from, bytes.length - from);
  }

  private static JsonSchemaSerializer<Object> serializer(Map<String, ?> more) {
    JsonSchemaSerializer<Object> serializer = new JsonSchemaSerializer<>();
    serializer.configure(registry.settings(more), false);
    return serializer;
  }
}
