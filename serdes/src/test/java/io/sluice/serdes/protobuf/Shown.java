package io.sluice.serdes.protobuf;

import org.apache.kafka.connect.data.Schema;

/** Schemas with all that they say, for who looks at a test that failed. */
final class Shown {
  private Shown() {}

  static String of(Schema schema) {
    String parts =
        switch (schema.type()) {
          case ARRAY -> "[" + of(schema.valueSchema()) + "]";
          case MAP -> "{" + of(schema.keySchema()) + ": " + of(schema.valueSchema()) + "}";
          case STRUCT -> {
            StringBuilder fields = new StringBuilder("(");
            schema
                .fields()
                .forEach(
                    field ->
                        fields
                            .append(field.name())
                            .append("=")
                            .append(of(field.schema()))
                            .append(", "));
            yield fields.append(")").toString();
          }
          default -> "";
        };
    return schema.type()
        + (schema.isOptional() ? "?" : "")
        + parts
        + "<"
        + schema.name()
        + "|"
        + schema.version()
        + "|"
        + schema.doc()
        + "|"
        + schema.parameters()
        + "|"
        + schema.defaultValue()
        + ">";
  }
}
