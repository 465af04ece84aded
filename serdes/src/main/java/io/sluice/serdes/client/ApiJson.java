package io.sluice.serdes.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API's JSON, both ways. */
final class ApiJson {
  private ApiJson() {}

  /** What is sent to register a schema or to look one up. */
  static JsonNode request(SchemaText schema) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("schema", schema.text());
    if (schema.type() != SchemaType.AVRO) {
      // Registries from before there were other types do not know the name.
      request.put("schemaType", schema.type().name());
    }
    if (!schema.references().isEmpty()) {
      ArrayNode references = request.putArray("references");
      for (SchemaReference reference : schema.references()) {
        references
            .addObject()
            .put("name", reference.name())
            .put("subject", reference.subject())
            .put("version", reference.version());
      }
    }
    if (schema.metadata() != null) {
      request.set("metadata", schema.metadata());
    }
    if (schema.ruleSet() != null) {
      request.set("ruleSet", schema.ruleSet());
    }
    return request;
  }

  /** The schema in an answer. */
  static SchemaText schema(JsonNode answer) {
    String name = answer.path("schemaType").asText(SchemaType.AVRO.name());
    Optional<SchemaType> type = SchemaType.named(name);
    if (type.isEmpty() || !answer.path("schema").isTextual()) {
      throw new RegistryUnavailableException(
          "expected a schema of type AVRO, JSON or PROTOBUF in the registry's answer, found one of"
              + " type "
              + name
              + (answer.has("schema") ? "" : " without a text"),
          null);
    }
    List<SchemaReference> references = new ArrayList<>();
    for (JsonNode each : answer.path("references")) {
      references.add(
          new SchemaReference(
              each.path("name").asText(),
              each.path("subject").asText(),
              each.path("version").asInt()));
    }
    return new SchemaText(
        type.get(),
        answer.path("schema").asText(),
        references,
        present(answer, "metadata"),
        present(answer, "ruleSet"));
  }

  /** The version in an answer that has its text. */
  static RegisteredSchema registered(String subject, JsonNode answer) {
    return registered(subject, answer, schema(answer));
  }

  /** The version in an answer that may have only its numbers. */
  static RegisteredSchema registered(String subject, JsonNode answer, SchemaText sent) {
    if (!answer.path("id").isIntegralNumber()) {
      throw new RegistryUnavailableException(
          "expected an id in the registry's answer, found none. Is it a schema registry?", null);
    }
    return new RegisteredSchema(
        answer.path("subject").asText(subject),
        answer.path("version").asInt(0),
        answer.path("id").asInt(),
        guid(answer.path("guid").asText("")),
        sent);
  }

  private static Optional<UUID> guid(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable JsonNode present(JsonNode answer, String name) {
    return answer.hasNonNull(name) ? answer.get(name) : null;
  }
}
