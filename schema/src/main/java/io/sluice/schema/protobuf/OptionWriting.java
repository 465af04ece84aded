package io.sluice.schema.protobuf;

import static java.util.stream.Collectors.joining;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.List;

/** Writes options as {@code name = value}, whether somebody has read them yet or not. */
final class OptionWriting {
  private OptionWriting() {}

  /** Of each option, in their order; those that nobody has read yet come last. */
  static List<String> of(Message options) {
    List<String> written = new ArrayList<>();
    if (options.getSerializedSize() == 0) {
      return written; // As nearly all are; to ask each of their fields would take its time.
    }
    options
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (isUninterpreted(field)) {
                return;
              }
              String name = field.isExtension() ? "(" + field.getFullName() + ")" : field.getName();
              if (field.isRepeated()) {
                ((List<?>) value).forEach(one -> written.add(name + " = " + value(field, one)));
              } else {
                written.add(name + " = " + value(field, value));
              }
            });
    options
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (isUninterpreted(field)) {
                ((List<?>) value).forEach(one -> written.add(uninterpreted(one)));
              }
            });
    return written;
  }

  private static boolean isUninterpreted(FieldDescriptor field) {
    return field.isRepeated()
        && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && field.getMessageType().equals(UninterpretedOption.getDescriptor());
  }

  private static String uninterpreted(Object object) {
    UninterpretedOption option = (UninterpretedOption) object;
    return name(option) + " = " + value(option);
  }

  static String name(UninterpretedOption option) {
    return option.getNameList().stream()
        .map(part -> part.getIsExtension() ? "(" + part.getNamePart() + ")" : part.getNamePart())
        .collect(joining("."));
  }

  /** What stands behind the sign. */
  static String value(UninterpretedOption option) {
    if (option.hasStringValue()) {
      ByteString bytes = option.getStringValue();
      return bytes.isValidUtf8()
          ? ProtoStrings.quoted(bytes.toStringUtf8())
          : '"' + TextFormat.escapeBytes(bytes) + '"';
    }
    if (option.hasAggregateValue()) {
      return "{" + option.getAggregateValue() + "}";
    }
    if (option.hasPositiveIntValue()) {
      return Long.toUnsignedString(option.getPositiveIntValue());
    }
    if (option.hasNegativeIntValue()) {
      return Long.toString(option.getNegativeIntValue());
    }
    return option.hasDoubleValue()
        ? Double.toString(option.getDoubleValue())
        : option.getIdentifierValue();
  }

  private static String value(FieldDescriptor field, Object value) {
    return switch (field.getType()) {
      case STRING -> ProtoStrings.quoted((String) value);
      case BYTES -> '"' + TextFormat.escapeBytes((ByteString) value) + '"';
      case ENUM -> ((EnumValueDescriptor) value).getName();
      case MESSAGE, GROUP -> "{" + members((Message) value) + "}";
      case UINT32, FIXED32 -> Integer.toUnsignedString((Integer) value);
      case UINT64, FIXED64 -> Long.toUnsignedString((Long) value);
      default -> value.toString();
    };
  }

  private static String members(Message message) {
    List<String> members = new ArrayList<>();
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              String name = field.isExtension() ? "[" + field.getFullName() + "]" : field.getName();
              if (field.isRepeated()) {
                members.add(
                    ((List<?>) value)
                        .stream()
                            .map(one -> value(field, one))
                            .collect(joining(", ", name + ": [", "]")));
              } else {
                members.add(name + ": " + value(field, value));
              }
            });
    return String.join(", ", members);
  }
}
