package io.sluice.serdes.protobuf;

import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;

/** Writes texts that are one of several as enums. */
final class Enums {
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

  private Enums() {}

  /**
   * The full name, behind a dot, of the enum that a schema's parameters describe; empty if they
   * describe none that Protobuf would take beside what is there, and the schema is a text.
   *
   * @param types the names of all messages and enums
   * @param asNumbers whether a number may be one as well
   */
  static String add(Schema schema, Scope scope, Set<String> types, boolean asNumbers) {
    String mark = Kinds.enumeration(schema);
    if (mark.isEmpty() || (schema.type() == Schema.Type.INT32 && !asNumbers)) {
      return "";
    }
    String name = Identifiers.simple(Kinds.parameter(schema, mark));
    Map<String, Integer> constants = constants(schema, mark + ".");
    if (constants.equals(scope.enums().get(name))) {
      return scope.path() + "." + name;
    }
    if (!fits(name, constants, scope, types)) {
      return "";
    }
    EnumDescriptorProto.Builder described = EnumDescriptorProto.newBuilder().setName(name);
    constants.entrySet().stream()
        .sorted(Map.Entry.comparingByValue((a, b) -> Integer.compareUnsigned(a, b)))
        .forEach(
            each ->
                described.addValue(
                    EnumValueDescriptorProto.newBuilder()
                        .setName(each.getKey())
                        .setNumber(each.getValue())));
    scope.message().addEnumType(described);
    scope.enums().put(name, constants);
    scope.members().addAll(constants.keySet());
    scope.members().add(name);
    types.add(name);
    return scope.path() + "." + name;
  }

  private static Map<String, Integer> constants(Schema schema, String prefix) {
    Map<String, Integer> constants = new LinkedHashMap<>();
    schema
        .parameters()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                boolean isNumber = value.matches("-?[0-9]{1,9}");
                constants.put(
                    name.substring(prefix.length()), isNumber ? Integer.parseInt(value) : -1);
              }
            });
    return constants;
  }

  /**
   * Its constants are names beside the message's own; one of them is 0, and no two are the same.
   */
  private static boolean fits(
      String name, Map<String, Integer> constants, Scope scope, Set<String> types) {
    return name.matches(NAME)
        && !types.contains(name)
        && !scope.members().contains(name)
        && constants.containsValue(0)
        && constants.values().stream().distinct().count() == constants.size()
        && constants.keySet().stream()
            .allMatch(each -> each.matches(NAME) && !scope.members().contains(each));
  }
}
