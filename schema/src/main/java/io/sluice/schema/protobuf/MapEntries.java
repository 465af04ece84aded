package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.util.HashMap;
import java.util.Map;

/** The messages that stand for the entries of maps. */
final class MapEntries {
  private MapEntries() {}

  /** What the entries of a map are called: {@code fooBar} and {@code foo_bar} give FooBarEntry. */
  static String nameFor(String field) {
    StringBuilder name = new StringBuilder();
    boolean upper = true;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '_') {
        upper = true;
      } else {
        name.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return name.append("Entry").toString();
  }

  /** The entries of a message's maps, by the names of their types. */
  static Map<String, DescriptorProto> of(DescriptorProto message) {
    Map<String, DescriptorProto> entries = new HashMap<>();
    for (DescriptorProto nested : message.getNestedTypeList()) {
      if (nested.getOptions().getMapEntry()) {
        entries.put(nested.getName(), nested);
      }
    }
    return entries;
  }

  /** The last part of a type's name: by that a field names the entries of its own message. */
  static String simpleName(FieldDescriptorProto field) {
    return field.getTypeName().substring(field.getTypeName().lastIndexOf('.') + 1);
  }
}
