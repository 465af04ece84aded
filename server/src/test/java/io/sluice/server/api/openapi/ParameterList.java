package io.sluice.server.api.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Route;
import java.util.TreeMap;

/** What may stand in the path, the query and the headers of an operation. */
final class ParameterList {
  private final ObjectNode operation;

  ParameterList(ObjectNode operation) {
    this.operation = operation;
  }

  void add(Route route) {
    new TreeMap<>(route.pathParts())
        .forEach(
            (name, meaning) ->
                schema(parameter(name, "path", meaning).put("required", true))
                    .put("type", "string"));
    route.parameters().forEach(this::query);
    if (route.needsVersion()) {
      schema(
              parameter("If-Match", "header", "The ETag of what is changed, as it was read")
                  .put("required", true))
          .put("type", "string");
    }
  }

  private void query(Parameter parameter) {
    ObjectNode described = parameter(parameter.name(), "query", parameter.meaning());
    if (parameter.required()) {
      described.put("required", true);
    }
    ObjectNode schema = schema(described);
    if (parameter.repeated()) {
      described.put("explode", true);
      schema = schema.put("type", "array").putObject("items");
    }
    switch (parameter.kind()) {
      case TEXT -> {
        schema.put("type", "string");
        put(schema, "maxLength", parameter);
        if (parameter.required()) {
          schema.put("minLength", 1);
        }
      }
      case NUMBER -> {
        schema.put("type", "integer").put("format", "int64");
        put(schema, "maximum", parameter);
        if (parameter.least().isPresent()) {
          schema.put("minimum", parameter.least().getAsLong());
        }
      }
      case FLAG -> schema.put("type", "boolean");
      case MOMENT -> schema.put("type", "string").put("format", "date-time");
      case CHOICE -> {
        ArrayNode words = schema.put("type", "string").putArray("enum");
        parameter.values().forEach(words::add);
      }
    }
  }

  private static void put(ObjectNode schema, String bound, Parameter parameter) {
    if (parameter.most().isPresent()) {
      schema.put(bound, parameter.most().getAsLong());
    }
  }

  private ObjectNode parameter(String name, String in, String meaning) {
    return operation
        .withArrayProperty("parameters")
        .addObject()
        .put("name", name)
        .put("in", in)
        .put("description", meaning);
  }

  private static ObjectNode schema(ObjectNode parameter) {
    return parameter.putObject("schema");
  }
}
