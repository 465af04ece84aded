package io.sluice.serdes.protobuf;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** A type without what is said of it: that it may be null, its default, its name. */
final class Needed {
  private Needed() {}

  /** The same type, of which there is always a value. */
  static Schema of(Schema schema) {
    SchemaBuilder builder =
        switch (schema.type()) {
          case ARRAY -> SchemaBuilder.array(schema.valueSchema());
          case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
          default -> new SchemaBuilder(schema.type());
        };
    if (schema.type() == Schema.Type.STRUCT) {
      builder.name(schema.name());
      schema.fields().forEach(field -> builder.field(field.name(), field.schema()));
    }
    return builder.build();
  }
}
