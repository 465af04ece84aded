package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.util.HashSet;
import java.util.Set;

/**
 * A proto3 field that is {@code optional} stands in a oneof of its own ("Implementing proto3
 * presence" in Protobuf's documentation).
 */
final class SyntheticOneofs {
  private SyntheticOneofs() {}

  static void add(DescriptorProto.Builder message) {
    Set<String> taken = new HashSet<>();
    message.getFieldList().forEach(field -> taken.add(field.getName()));
    message.getOneofDeclList().forEach(oneof -> taken.add(oneof.getName()));
    for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
      if (field.getProto3Optional() && !field.hasOneofIndex()) {
        String name = "_" + field.getName();
        while (!taken.add(name)) {
          name = "X" + name;
        }
        field.setOneofIndex(message.getOneofDeclCount());
        message.addOneofDeclBuilder().setName(name);
      }
    }
  }
}
