package io.sluice.cli.schema.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashSet;
import java.util.Set;

/** The names in an Avro schema, by the rules of the specification's section "Names". */
final class AvroNames {
  private static final Set<String> PRIMITIVE =
      Set.of("null", "boolean", "int", "long", "float", "double", "bytes", "string");
  private static final Set<String> NAMED = Set.of("record", "error", "enum", "fixed");
  private static final int DEEPEST = 1_000;

  private final Set<String> defines = new LinkedHashSet<>();
  private final Set<String> uses = new LinkedHashSet<>();

  private AvroNames() {}

  static Names of(String text) {
    try {
      AvroNames names = new AvroNames();
      names.type(new ObjectMapper().readTree(text), "", 0);
      names.uses.removeAll(names.defines);
      return new Names(names.defines, names.uses);
    } catch (JsonProcessingException e) {
      return Names.none();
    }
  }

  private void type(JsonNode type, String namespace, int depth) {
    if (depth > DEEPEST) {
      return;
    }
    if (type.isTextual()) {
      String name = type.asText();
      if (!PRIMITIVE.contains(name)) {
        uses.add(full(name, namespace));
      }
    } else if (type.isArray()) {
      type.forEach(branch -> type(branch, namespace, depth + 1));
    } else if (type.isObject()) {
      object(type, namespace, depth);
    }
  }

  private void object(JsonNode type, String namespace, int depth) {
    JsonNode kind = type.path("type");
    if (kind.isTextual() && NAMED.contains(kind.asText())) {
      String inside = type.path("namespace").asText(namespace);
      String name = full(type.path("name").asText(""), inside);
      defines.add(name);
      int dot = name.lastIndexOf('.');
      String below = dot < 0 ? "" : name.substring(0, dot);
      type.path("fields").forEach(field -> type(field.path("type"), below, depth + 1));
    } else if (kind.isTextual() && kind.asText().equals("array")) {
      type(type.path("items"), namespace, depth + 1);
    } else if (kind.isTextual() && kind.asText().equals("map")) {
      type(type.path("values"), namespace, depth + 1);
    } else {
      type(kind, namespace, depth + 1); // {"type": "long", "logicalType": …}
    }
  }

  private static String full(String name, String namespace) {
    return name.indexOf('.') >= 0 || namespace.isEmpty() ? name : namespace + "." + name;
  }
}
