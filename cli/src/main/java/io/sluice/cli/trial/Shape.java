package io.sluice.cli.trial;

import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** What kind of thing a key or value is, without what it says. */
final class Shape {
  private static final int DEEPEST = 3;

  private Shape() {}

  /** {@code {id: int32, name: string?}}; a question mark for what may be absent. */
  static String of(@Nullable Schema schema, @Nullable Object value) {
    if (schema == null) {
      return value == null ? "none" : value.getClass().getSimpleName() + " without a schema";
    }
    return value == null ? "null (" + of(schema, 0) + ")" : of(schema, 0);
  }

  private static String of(Schema schema, int depth) {
    String plain =
        switch (schema.type()) {
          case STRUCT ->
              depth == DEEPEST
                  ? "{...}"
                  : schema.fields().stream()
                      .map(f -> f.name() + ": " + of(f.schema(), depth + 1))
                      .collect(Collectors.joining(", ", "{", "}"));
          case ARRAY -> "[" + of(schema.valueSchema(), depth + 1) + "]";
          case MAP ->
              "map of "
                  + of(schema.keySchema(), depth + 1)
                  + " to "
                  + of(schema.valueSchema(), depth + 1);
          case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES ->
              schema.type().name().toLowerCase(Locale.ROOT);
        };
    String name =
        schema.name() == null || schema.type() == Schema.Type.STRUCT ? "" : " " + schema.name();
    return plain + name + (schema.isOptional() ? "?" : "");
  }
}
