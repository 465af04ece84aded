package io.sluice.project.schema.diff;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericData;

/** What an Avro schema says of each field, by the names on the way to it. */
final class AvroOutline {
  private final Map<String, String> lines = new LinkedHashMap<>();
  private final Set<String> seen = new HashSet<>();

  private AvroOutline() {}

  static Map<String, String> of(Schema schema) {
    AvroOutline outline = new AvroOutline();
    String root = name(schema);
    outline.lines.put(root, described(schema));
    outline.inside(root, schema);
    return outline.lines;
  }

  private void inside(String path, Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        if (seen.add(schema.getFullName())) {
          schema.getFields().forEach(field -> field(path, field));
        }
      }
      case ARRAY -> part(path + "[]", schema.getElementType());
      case MAP -> part(path + "{}", schema.getValueType());
      case UNION ->
          schema.getTypes().stream()
              .filter(branch -> isLarge(branch))
              .forEach(
                  branch -> {
                    String below = soleLarge(schema) ? path : path + "|" + name(branch);
                    inside(below, branch);
                  });
      default -> {
        // Nothing is inside the others.
      }
    }
  }

  private void part(String path, Schema schema) {
    if (isLarge(schema)) {
      inside(path, schema);
    }
  }

  private void field(String path, Field field) {
    String here = path + "." + field.name();
    StringBuilder line = new StringBuilder(described(field.schema()));
    if (field.hasDefaultValue()) {
      line.append(" = ").append(shown(field));
    }
    if (!field.aliases().isEmpty()) {
      line.append(" aliases ").append(String.join(", ", field.aliases()));
    }
    lines.put(here, line.toString());
    inside(here, field.schema());
  }

  private static String shown(Field field) {
    GenericData data = GenericData.get();
    return data.toString(data.getDefaultValue(field));
  }

  private static boolean isLarge(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ARRAY, MAP, UNION -> true;
      default -> false;
    };
  }

  private static boolean soleLarge(Schema union) {
    return union.getTypes().stream().filter(AvroOutline::isLarge).count() == 1;
  }

  private static String name(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> schema.getFullName();
      default -> schema.getType().getName();
    };
  }

  private static String described(Schema schema) {
    String type =
        switch (schema.getType()) {
          case RECORD -> "record " + schema.getFullName();
          case ENUM ->
              "enum "
                  + schema.getFullName()
                  + " "
                  + schema.getEnumSymbols()
                  + (schema.getEnumDefault() == null ? "" : " = " + schema.getEnumDefault());
          case FIXED -> "fixed " + schema.getFullName() + "(" + schema.getFixedSize() + ")";
          case ARRAY -> "array of " + described(schema.getElementType());
          case MAP -> "map of " + described(schema.getValueType());
          case UNION ->
              schema.getTypes().stream()
                  .map(AvroOutline::described)
                  .collect(Collectors.joining(" | "));
          default -> schema.getType().getName();
        };
    return schema.getLogicalType() == null ? type : type + " (" + logical(schema) + ")";
  }

  private static String logical(Schema schema) {
    String name = schema.getLogicalType().getName();
    Object precision = schema.getObjectProp("precision");
    Object scale = schema.getObjectProp("scale");
    return precision == null ? name : name + " " + precision + "," + (scale == null ? 0 : scale);
  }
}
