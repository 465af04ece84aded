package io.sluice.serdes.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * A part of a JSON Schema, and what of it Connect can know.
 *
 * @param json without a reference
 * @param path where it is, for who has to mend it
 */
record Node(JsonNode json, String path) {
  /** What becomes of it in Connect. */
  enum Kind {
    SCALAR,
    ARRAY,
    ENTRIES,
    MAP,
    STRUCT,
    UNION
  }

  /** Whether everything fits it. */
  static boolean isAny(JsonNode json) {
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    for (String word :
        List.of("type", "oneOf", "anyOf", "allOf", "enum", "const", "properties", "items")) {
      if (json.has(word)) {
        return false;
      }
    }
    return !json.path(JsonNames.ADDITIONAL).isObject();
  }

  DataException refused(String found) {
    return new DataException("A JSON Schema has at " + path + " " + found);
  }

  /** The types that it names, or that follow from what it says of them; null is not among them. */
  List<String> types() {
    JsonNode type = json.path(JsonNames.TYPE);
    List<String> types = new ArrayList<>();
    if (type.isTextual()) {
      types.add(type.textValue());
    } else if (type.isArray()) {
      type.forEach(each -> types.add(each.asText()));
    } else if (json.has(JsonNames.PROPERTIES) || json.path(JsonNames.ADDITIONAL).isObject()) {
      types.add("object");
    } else if (json.has(JsonNames.ITEMS)) {
      types.add("array");
    } else if (json.has("const")) {
      types.add(typeOf(json.get("const")));
    } else {
      json.path(JsonNames.ENUM).forEach(each -> types.add(typeOf(each)));
    }
    types.remove("null");
    return types.stream().distinct().toList();
  }

  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case OBJECT, POJO -> "object";
      case ARRAY -> "array";
      case STRING, BINARY, MISSING -> "string";
    };
  }

  boolean isNullable() {
    JsonNode type = json.path(JsonNames.TYPE);
    for (JsonNode each : type) {
      if (each.asText().equals("null")) {
        return true;
      }
    }
    for (JsonNode each : choices()) {
      if (isNull(each)) {
        return true;
      }
    }
    for (JsonNode each : json.path(JsonNames.ENUM)) {
      if (each.isNull()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNull(JsonNode schema) {
    return schema.path(JsonNames.TYPE).asText().equals("null");
  }

  /** What it is one of, without null; none if it is one type. */
  List<JsonNode> alternatives() {
    List<JsonNode> alternatives = new ArrayList<>();
    for (JsonNode each : choices()) {
      if (!isNull(each)) {
        alternatives.add(each);
      }
    }
    List<String> types = types();
    if (alternatives.isEmpty() && types.size() > 1) {
      for (String type : types) {
        alternatives.add(((ObjectNode) json.deepCopy()).put(JsonNames.TYPE, type));
      }
    }
    return alternatives;
  }

  /** Choices beside a type only say more of its values. */
  private JsonNode choices() {
    for (String word : List.of(JsonNames.ONE_OF, "anyOf")) {
      if (json.path(word) instanceof ArrayNode choices
          && !json.has(JsonNames.TYPE)
          && !json.has(JsonNames.PROPERTIES)) {
        return choices;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }

  /** Whether one of several is meant also where there is one only. */
  boolean isMarkedAsUnion() {
    return json.path(JsonNames.TITLE).asText().equals(JsonNames.UNION) || isMarkedAsGeneralUnion();
  }

  boolean isMarkedAsGeneralUnion() {
    return json.path(JsonNames.CONNECT_PARAMETERS).has(JsonNames.GENERAL_UNION);
  }

  Kind kind() {
    if (!choices().isMissingNode() || types().size() > 1) {
      return Kind.UNION;
    }
    boolean isMap = connectType().equals(JsonNames.MAP);
    return switch (type()) {
      case "array" -> isMap ? Kind.ENTRIES : Kind.ARRAY;
      case "object" -> {
        boolean unnamed =
            !json.has(JsonNames.PROPERTIES) && json.path(JsonNames.ADDITIONAL).isObject();
        yield isMap || unnamed ? Kind.MAP : Kind.STRUCT;
      }
      default -> Kind.SCALAR;
    };
  }

  /** Connect's type where it has no parts. */
  Schema.Type scalar() {
    return switch (type()) {
      case "boolean" -> Schema.Type.BOOLEAN;
      case "string" -> connectType().equals("bytes") ? Schema.Type.BYTES : Schema.Type.STRING;
      case "integer" ->
          switch (connectType()) {
            case "int8" -> Schema.Type.INT8;
            case "int16" -> Schema.Type.INT16;
            case "int32" -> Schema.Type.INT32;
            default -> Schema.Type.INT64;
          };
      case "number" ->
          switch (connectType()) {
            case "float32" -> Schema.Type.FLOAT32;
            case "bytes" -> Schema.Type.BYTES;
            default -> Schema.Type.FLOAT64;
          };
      default -> throw refused("the type " + type() + ", for which Connect has none");
    };
  }

  private String type() {
    List<String> types = types();
    if (types.isEmpty()) {
      throw refused("no type but null, for which Connect has none");
    }
    return types.get(0);
  }

  private String connectType() {
    return json.path(JsonNames.CONNECT_TYPE).asText();
  }

  /** The texts that it is one of, if it is; else empty. */
  List<String> symbols() {
    List<String> symbols = new ArrayList<>();
    for (JsonNode each : json.path(JsonNames.ENUM)) {
      if (each.isTextual()) {
        symbols.add(each.textValue());
      }
    }
    return symbols;
  }
}
