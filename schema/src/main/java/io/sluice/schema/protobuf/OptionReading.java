package io.sluice.schema.protobuf;

import static java.util.stream.Collectors.joining;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.squareup.wire.schema.internal.parser.OptionElement;
import com.squareup.wire.schema.internal.parser.OptionElement.OptionPrimitive;
import io.sluice.schema.InvalidSchemaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Options as the parser has them, in the form of a descriptor in which nobody has read them yet.
 */
final class OptionReading {
  private OptionReading() {}

  static List<UninterpretedOption> of(List<OptionElement> options) {
    List<UninterpretedOption> read = new ArrayList<>();
    options.forEach(option -> read(option, read));
    return read;
  }

  private static void read(OptionElement option, List<UninterpretedOption> read) {
    UninterpretedOption.Builder builder = UninterpretedOption.newBuilder();
    OptionElement inner = option;
    addName(builder, inner);
    while (inner.getKind() == OptionElement.Kind.OPTION) {
      inner = (OptionElement) inner.getValue();
      addName(builder, inner);
    }
    if (inner.getKind() == OptionElement.Kind.LIST) {
      for (Object element : (List<?>) inner.getValue()) {
        UninterpretedOption.Builder one = builder.clone();
        setElement(one, element);
        read.add(one.build());
      }
    } else {
      setValue(builder, inner.getKind(), inner.getValue());
      read.add(builder.build());
    }
  }

  private static void addName(UninterpretedOption.Builder builder, OptionElement option) {
    if (option.isParenthesized()) {
      builder.addNameBuilder().setNamePart(option.getName()).setIsExtension(true);
      return;
    }
    for (String part : option.getName().split("\\.", -1)) {
      builder.addNameBuilder().setNamePart(part).setIsExtension(false);
    }
  }

  private static void setElement(UninterpretedOption.Builder builder, Object element) {
    if (element instanceof OptionPrimitive primitive) {
      setValue(builder, primitive.getKind(), primitive.getValue());
    } else if (element instanceof Map<?, ?> map) {
      setValue(builder, OptionElement.Kind.MAP, map);
    } else {
      setValue(builder, OptionElement.Kind.STRING, element);
    }
  }

  private static void setValue(
      UninterpretedOption.Builder builder, OptionElement.Kind kind, Object value) {
    switch (kind) {
      case STRING -> builder.setStringValue(ByteString.copyFromUtf8(value.toString()));
      case BOOLEAN, ENUM -> builder.setIdentifierValue(value.toString());
      case NUMBER -> setNumber(builder, value.toString());
      case MAP -> builder.setAggregateValue(members((Map<?, ?>) value));
      default -> throw new InvalidSchemaException("An option has a value of no known form");
    }
  }

  private static void setNumber(UninterpretedOption.Builder builder, String number) {
    try {
      long whole = Long.decode(number);
      if (whole < 0) {
        builder.setNegativeIntValue(whole);
      } else {
        builder.setPositiveIntValue(whole);
      }
    } catch (NumberFormatException noLong) {
      setFraction(builder, number);
    }
  }

  private static void setFraction(UninterpretedOption.Builder builder, String number) {
    try {
      builder.setPositiveIntValue(Long.parseUnsignedLong(number));
    } catch (NumberFormatException noUnsignedLong) {
      try {
        builder.setDoubleValue(Double.parseDouble(number));
      } catch (NumberFormatException e) {
        builder.setIdentifierValue(number); // As "-inf".
      }
    }
  }

  /** What stands between the braces of a value that is a message, as text of one form. */
  private static String members(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + value(entry.getValue()))
        .collect(joining(", "));
  }

  private static String value(Object value) {
    if (value instanceof OptionPrimitive primitive) {
      return primitive.getKind() == OptionElement.Kind.STRING
          ? ProtoStrings.quoted(primitive.getValue().toString())
          : primitive.getValue().toString();
    }
    if (value instanceof Map<?, ?> map) {
      return "{" + members(map) + "}";
    }
    if (value instanceof List<?> list) {
      return list.stream().map(OptionReading::value).collect(joining(", ", "[", "]"));
    }
    return ProtoStrings.quoted(value.toString());
  }
}
