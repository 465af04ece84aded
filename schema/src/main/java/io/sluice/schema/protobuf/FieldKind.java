package io.sluice.schema.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;

/**
 * How fields are encoded: what one kind writes is read by any type of it (language guide, "Updating
 * A Message Type"). An enum is a number there.
 */
enum FieldKind {
  GENERAL_NUMBER,
  SIGNED_NUMBER,
  FIXED32,
  FIXED64,
  FLOAT,
  DOUBLE,
  STRING_OR_BYTES,
  MESSAGE,
  GROUP,
  MAP;

  static FieldKind of(FieldDescriptor field) {
    if (field.isMapField()) {
      return MAP;
    }
    return switch (field.getType()) {
      case INT32, INT64, UINT32, UINT64, BOOL, ENUM -> GENERAL_NUMBER;
      case SINT32, SINT64 -> SIGNED_NUMBER;
      case FIXED32, SFIXED32 -> FIXED32;
      case FIXED64, SFIXED64 -> FIXED64;
      case FLOAT -> FLOAT;
      case DOUBLE -> DOUBLE;
      case STRING, BYTES -> STRING_OR_BYTES;
      case MESSAGE -> MESSAGE;
      case GROUP -> GROUP;
    };
  }

  boolean isScalar() {
    return this != MESSAGE && this != GROUP && this != MAP;
  }

  boolean isNumber() {
    return isScalar() && this != STRING_OR_BYTES;
  }
}
