package io.sluice.schema;

import java.util.Arrays;
import java.util.Optional;

/** In which language a schema is written. The names are those of {@code schemaType} in APIs. */
public enum SchemaType {
  AVRO,
  JSON,
  PROTOBUF;

  /** The type of that name, to the letter; empty if there is none. */
  public static Optional<SchemaType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }
}
