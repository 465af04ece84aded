package io.sluice.serdes.json;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/** Which of Connect's schemas stand for something that Connect has no type for. */
final class Unions {
  private Unions() {}

  /** Whether a struct of this schema stands for whichever of its fields is not null. */
  static boolean isUnion(Schema schema) {
    if (schema.type() != Schema.Type.STRUCT || schema.fields().isEmpty()) {
      return false;
    }
    Map<String, String> parameters = schema.parameters();
    if (parameters != null && parameters.containsKey(JsonNames.GENERAL_UNION)) {
      return areAlternatives(schema.fields(), JsonNames.GENERAL_UNION_FIELD);
    }
    return JsonNames.UNION.equals(schema.name())
        && areAlternatives(schema.fields(), JsonNames.UNION_FIELD);
  }

  private static boolean areAlternatives(List<Field> fields, String name) {
    return fields.stream()
        .allMatch(
            field -> field.schema().isOptional() && field.name().equals(name + field.index()));
  }

  /** The parameter that says that a text is one of several; empty if this is no such text. */
  static String enumeration(Schema schema) {
    Map<String, String> parameters = schema.parameters();
    if (schema.type() != Schema.Type.STRING || parameters == null) {
      return "";
    }
    for (String name : List.of(JsonNames.ENUMERATION, JsonNames.GENERAL_ENUMERATION)) {
      if (parameters.containsKey(name)
          && parameters.keySet().stream().anyMatch(each -> each.startsWith(name + "."))) {
        return name;
      }
    }
    return "";
  }
}
