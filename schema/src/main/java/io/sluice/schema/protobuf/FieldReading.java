package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.internal.parser.FieldElement;
import org.jspecify.annotations.Nullable;

/** Makes the descriptor of a field that is no map. */
final class FieldReading {
  private final boolean proto3;

  FieldReading(boolean proto3) {
    this.proto3 = proto3;
  }

  FieldDescriptorProto.Builder read(FieldElement element) {
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setName(element.getName())
            .setNumber(element.getTag())
            .setLabel(label(element.getLabel()));
    setType(field, element.getType());
    if (proto3 && element.getLabel() == Field.Label.OPTIONAL) {
      field.setProto3Optional(true);
    }
    if (element.getJsonName() != null) {
      field.setJsonName(element.getJsonName());
    }
    String fallback = element.getDefaultValue();
    if (fallback != null) {
      field.setDefaultValue(
          element.getType().equals("bytes") ? ProtoStrings.escapedBytes(fallback) : fallback);
    }
    if (!element.getOptions().isEmpty()) {
      field.getOptionsBuilder().addAllUninterpretedOption(OptionReading.of(element.getOptions()));
    }
    return field;
  }

  /** A scalar type, or the name of a type as it was written. */
  static void setType(FieldDescriptorProto.Builder field, String type) {
    ScalarNames.named(type).ifPresentOrElse(field::setType, () -> field.setTypeName(type));
  }

  static Label label(Field.@Nullable Label label) {
    if (label == Field.Label.REPEATED) {
      return Label.LABEL_REPEATED;
    }
    return label == Field.Label.REQUIRED ? Label.LABEL_REQUIRED : Label.LABEL_OPTIONAL;
  }
}
