package io.sluice.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaType;
import io.sluice.schema.json.model.SchemaDocument;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON Schema that was read. Two are equal if their canonical texts are, and those of what they
 * refer to.
 *
 * @param dependencies the texts of what it refers to, by name
 */
record JsonSchema(SchemaDocument document, Map<String, String> dependencies)
    implements ParsedSchema {
  JsonSchema {
    dependencies = Map.copyOf(dependencies);
  }

  @Override
  public SchemaType type() {
    return SchemaType.JSON;
  }

  @Override
  public String canonical() {
    return document.canonical();
  }

  @Override
  public String normalized() {
    return document.normalized();
  }

  @Override
  public Optional<String> recordName() {
    JsonNode title = document.json().path("title");
    return title.isTextual() ? Optional.of(title.asText()) : Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonSchema that
        && canonical().equals(that.canonical())
        && dependencies.equals(that.dependencies);
  }

  @Override
  public int hashCode() {
    return canonical().hashCode();
  }
}
