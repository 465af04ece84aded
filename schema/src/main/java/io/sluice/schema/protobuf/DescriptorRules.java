package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.Type;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.sluice.schema.InvalidSchemaException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rules of the language guide that Protobuf's library for Java leaves to its compiler: which
 * numbers may be used.
 */
final class DescriptorRules {
  private static final int FIRST_OF_PROTOBUF = 19_000;
  private static final int LAST_OF_PROTOBUF = 19_999;
  private static final Set<FieldKind> KEYS =
      Set.of(
          FieldKind.GENERAL_NUMBER,
          FieldKind.SIGNED_NUMBER,
          FieldKind.FIXED32,
          FieldKind.FIXED64,
          FieldKind.STRING_OR_BYTES);

  private final String which;
  private final boolean proto3;

  private DescriptorRules(String which, boolean proto3) {
    this.which = which;
    this.proto3 = proto3;
  }

  /**
   * @param which which text, as the beginning of a sentence
   * @throws InvalidSchemaException if a rule is broken
   */
  static void check(String which, FileDescriptor file) {
    DescriptorRules rules = new DescriptorRules(which, file.toProto().getSyntax().equals("proto3"));
    file.getMessageTypes().forEach(rules::checkMessage);
    file.getEnumTypes().forEach(rules::checkEnum);
    file.getExtensions().forEach(rules::checkNumber);
  }

  private void checkMessage(Descriptor message) {
    DescriptorProto proto = message.toProto();
    boolean byHand =
        proto.getOptions().getUninterpretedOptionList().stream()
            .anyMatch(option -> OptionWriting.name(option).equals("map_entry"));
    if (byHand) {
      throw broken(message.getFullName(), "map_entry may not be set; write map<...> instead");
    }
    TreeMap<Integer, Integer> reserved = new TreeMap<>();
    proto
        .getReservedRangeList()
        .forEach(range -> reserved.merge(range.getStart(), range.getEnd(), Math::max));
    Set<String> names = new HashSet<>(proto.getReservedNameList());
    for (OneofDescriptor oneof : message.getOneofs()) {
      if (oneof.getFieldCount() == 0) {
        throw broken(oneof.getFullName(), "a oneof must have a field");
      }
    }
    for (FieldDescriptor field : message.getFields()) {
      checkNumber(field);
      if (field.isMapField()) {
        checkKey(field);
      }
      Map.Entry<Integer, Integer> range = reserved.floorEntry(field.getNumber());
      if (range != null && field.getNumber() < range.getValue()) {
        throw broken(field.getFullName(), "its number " + field.getNumber() + " is reserved");
      }
      if (names.contains(field.getName())) {
        throw broken(field.getFullName(), "its name is reserved");
      }
    }
    message.getExtensions().forEach(this::checkNumber);
    message.getEnumTypes().forEach(this::checkEnum);
    message.getNestedTypes().forEach(this::checkMessage);
  }

  private void checkKey(FieldDescriptor map) {
    FieldDescriptor key = map.getMessageType().findFieldByNumber(1);
    if (key == null
        || !KEYS.contains(FieldKind.of(key))
        || key.getType() == Type.BYTES
        || key.getType() == Type.ENUM) {
      throw broken(map.getFullName(), "the key of a map must be a whole number, bool or string");
    }
  }

  private void checkNumber(FieldDescriptor field) {
    int number = field.getNumber();
    if (number > Numbers.MAX) {
      throw broken(
          field.getFullName(), "its number " + number + " is above the highest, " + Numbers.MAX);
    }
    if (number >= FIRST_OF_PROTOBUF && number <= LAST_OF_PROTOBUF) {
      throw broken(
          field.getFullName(),
          "its number "
              + number
              + " is one of those that Protobuf keeps for itself, "
              + FIRST_OF_PROTOBUF
              + " to "
              + LAST_OF_PROTOBUF);
    }
  }

  private void checkEnum(EnumDescriptor type) {
    if (proto3 && type.getValues().get(0).getNumber() != 0) {
      throw broken(type.getFullName(), "the first value of an enum of proto3 must be 0");
    }
    boolean aliases =
        type.toProto().getOptions().getAllowAlias()
            || type.toProto().getOptions().getUninterpretedOptionList().stream()
                .anyMatch(
                    option ->
                        OptionWriting.name(option).equals("allow_alias")
                            && option.getIdentifierValue().equals("true"));
    Map<Integer, String> seen = new HashMap<>();
    for (EnumValueDescriptor value : type.getValues()) {
      String other = seen.put(value.getNumber(), value.getName());
      if (other != null && !aliases) {
        throw broken(
            type.getFullName(),
            other
                + " and "
                + value.getName()
                + " are both "
                + value.getNumber()
                + ", and allow_alias is not set");
      }
    }
  }

  private InvalidSchemaException broken(String element, String rule) {
    return new InvalidSchemaException(
        which + " is no valid file of Protobuf: " + element + ": " + rule);
  }
}
