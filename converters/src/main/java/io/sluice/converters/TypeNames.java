package io.sluice.converters;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/** What Connect's JsonConverter calls the types. */
final class TypeNames {
  private TypeNames() {}

  static String of(Schema.Type type) {
    return switch (type) {
      case FLOAT32 -> "float";
      case FLOAT64 -> "double";
      case INT8, INT16, INT32, INT64, BOOLEAN, STRING, BYTES, ARRAY, MAP, STRUCT -> type.getName();
    };
  }

  static Schema.Type type(String name) {
    for (Schema.Type type : Schema.Type.values()) {
      if (of(type).equals(name)) {
        return type;
      }
    }
    throw new DataException("Expected a type of Connect's in a schema, found '" + name + "'");
  }
}
