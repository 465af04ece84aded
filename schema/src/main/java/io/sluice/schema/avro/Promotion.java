package io.sluice.schema.avro;

import org.apache.avro.Schema;

/** Which primitive types are read as which ("Schema Resolution" in Avro's specification). */
final class Promotion {
  private Promotion() {}

  static boolean isPrimitive(Schema.Type type) {
    return switch (type) {
      case RECORD, ENUM, FIXED, ARRAY, MAP, UNION -> false;
      default -> true;
    };
  }

  /** Whether it reads what was written, both being primitive types. */
  static boolean reads(Schema.Type reader, Schema.Type written) {
    if (reader == written) {
      return isPrimitive(reader);
    }
    return switch (reader) {
      case LONG -> written == Schema.Type.INT;
      case FLOAT -> written == Schema.Type.INT || written == Schema.Type.LONG;
      case DOUBLE ->
          written == Schema.Type.INT || written == Schema.Type.LONG || written == Schema.Type.FLOAT;
      case STRING -> written == Schema.Type.BYTES;
      case BYTES -> written == Schema.Type.STRING;
      default -> false;
    };
  }
}
