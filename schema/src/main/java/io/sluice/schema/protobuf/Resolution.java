package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.List;

/** Writes the full names of types, and what they are, into the descriptor of a file. */
final class Resolution {
  private Resolution() {}

  static FileDescriptorProto of(FileDescriptor file) {
    FileDescriptorProto.Builder resolved = file.toProto().toBuilder();
    List<Descriptor> messages = file.getMessageTypes();
    for (int i = 0; i < messages.size(); i++) {
      resolve(resolved.getMessageTypeBuilder(i), messages.get(i));
    }
    resolve(resolved.getExtensionBuilderList(), file.getExtensions());
    for (int i = 0; i < file.getServices().size(); i++) {
      ServiceDescriptorProto.Builder service = resolved.getServiceBuilder(i);
      List<MethodDescriptor> methods = file.getServices().get(i).getMethods();
      for (int j = 0; j < methods.size(); j++) {
        service
            .getMethodBuilder(j)
            .setInputType("." + methods.get(j).getInputType().getFullName())
            .setOutputType("." + methods.get(j).getOutputType().getFullName());
      }
    }
    return resolved.build();
  }

  private static void resolve(DescriptorProto.Builder resolved, Descriptor message) {
    resolve(resolved.getFieldBuilderList(), message.getFields());
    resolve(resolved.getExtensionBuilderList(), message.getExtensions());
    List<Descriptor> nested = message.getNestedTypes();
    for (int i = 0; i < nested.size(); i++) {
      resolve(resolved.getNestedTypeBuilder(i), nested.get(i));
    }
  }

  private static void resolve(
      List<FieldDescriptorProto.Builder> resolved, List<FieldDescriptor> fields) {
    for (int i = 0; i < fields.size(); i++) {
      FieldDescriptor field = fields.get(i);
      FieldDescriptorProto.Builder builder = resolved.get(i);
      switch (field.getJavaType()) {
        case MESSAGE -> builder.setTypeName("." + field.getMessageType().getFullName());
        case ENUM -> builder.setTypeName("." + field.getEnumType().getFullName());
        default -> {
          // A scalar type has no name of its own.
        }
      }
      builder.setType(field.getType().toProto());
      if (field.isExtension()) {
        builder.setExtendee("." + field.getContainingType().getFullName());
      }
    }
  }
}
