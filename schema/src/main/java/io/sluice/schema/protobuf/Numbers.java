package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.squareup.wire.schema.internal.parser.ExtensionsElement;
import com.squareup.wire.schema.internal.parser.ReservedElement;
import java.util.List;
import kotlin.ranges.IntRange;

/** Ranges of numbers that are reserved, or for extensions. */
final class Numbers {
  /** The highest number of a field (language guide, "Assigning Field Numbers"). */
  static final int MAX = (1 << 29) - 1;

  private Numbers() {}

  static void reserve(List<ReservedElement> reserved, DescriptorProto.Builder message) {
    for (ReservedElement element : reserved) {
      for (Object value : element.getValues()) {
        if (value instanceof String name) {
          message.addReservedName(name);
        } else {
          // The end of a message's range is the first number behind it.
          message.addReservedRangeBuilder().setStart(first(value)).setEnd(last(value, MAX) + 1);
        }
      }
    }
  }

  static void reserve(List<ReservedElement> reserved, EnumDescriptorProto.Builder enumeration) {
    for (ReservedElement element : reserved) {
      for (Object value : element.getValues()) {
        if (value instanceof String name) {
          enumeration.addReservedName(name);
        } else {
          // The end of an enum's range is in it.
          enumeration
              .addReservedRangeBuilder()
              .setStart(first(value))
              .setEnd(last(value, Integer.MAX_VALUE));
        }
      }
    }
  }

  static void extend(List<ExtensionsElement> extensions, DescriptorProto.Builder message) {
    for (ExtensionsElement element : extensions) {
      for (Object value : element.getValues()) {
        var range =
            message.addExtensionRangeBuilder().setStart(first(value)).setEnd(last(value, MAX) + 1);
        if (!element.getOptions().isEmpty()) {
          range
              .getOptionsBuilder()
              .addAllUninterpretedOption(OptionReading.of(element.getOptions()));
        }
      }
    }
  }

  private static int first(Object value) {
    return value instanceof IntRange range ? range.getFirst() : (Integer) value;
  }

  /** Wire reads {@code max} as the highest number of a field, wherever it stands. */
  private static int last(Object value, int max) {
    int last = value instanceof IntRange range ? range.getLast() : (Integer) value;
    return last == MAX ? max : last;
  }
}
