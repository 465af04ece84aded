package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.sluice.schema.InvalidSchemaException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds values against a JSON Schema ({@code json.fail.invalid.schema}), of whichever draft its
 * {@code $schema} names; of draft 7 if it names none. Nothing is fetched. Thread-safe.
 */
final class Validation {
  /** Where a schema is that has no {@code $id}. */
  private static final String BASE = "registry:///schema.json";

  private static final int TOLD = 5;

  private final Schema schema;

  /**
   * @param dependencies the schemas that it was registered with, by the names in its references
   * @throws InvalidSchemaException if it is no schema
   */
  Validation(String text, Map<String, String> dependencies) {
    try {
      JsonNode root = Json.MAPPER.readTree(text);
      SchemaRegistryConfig config =
          SchemaRegistryConfig.builder().regularExpressionFactory(BoundedRegex::new).build();
      SchemaRegistry registry =
          SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_7,
              builder -> builder.schemas(located(root, dependencies)).schemaRegistryConfig(config));
      schema = registry.getSchema(SchemaLocation.of(BASE), root);
    } catch (JsonProcessingException e) {
      throw new InvalidSchemaException("A schema is no JSON", e);
    }
  }

  private static Map<String, String> located(JsonNode root, Map<String, String> dependencies) {
    String id = root.path("$id").asText(root.path("id").asText(BASE));
    Map<String, String> located = new HashMap<>();
    dependencies.forEach(
        (name, text) -> {
          located.put(name, text);
          located.put(SchemaLocation.resolve(SchemaLocation.of(BASE), name), text);
          located.put(SchemaLocation.resolve(SchemaLocation.of(id), name), text);
        });
    return located;
  }

  /** Which words of the schema a value does not fit; never the value. Empty if it fits. */
  List<String> problems(JsonNode value) {
    return schema.validate(value).stream().limit(TOLD).map(Validation::told).toList();
  }

  private static String told(Error error) {
    return error.getEvaluationPath().toString();
  }
}
