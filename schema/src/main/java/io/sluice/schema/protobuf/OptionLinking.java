package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the options of a file, now that it is known what they may be. Those of one's own end among
 * the unknown fields of the options' messages, as they do for whoever has not compiled them. What
 * cannot be read stays as it was written: options that nobody knows do not make a schema invalid.
 */
final class OptionLinking {
  private final Extensions extensions;

  OptionLinking(Extensions extensions) {
    this.extensions = extensions;
  }

  FileDescriptorProto read(FileDescriptorProto file) {
    FileDescriptorProto.Builder read = file.toBuilder();
    String scope = file.getPackage();
    if (file.hasOptions()) {
      readInto(read.getOptionsBuilder(), scope);
    }
    read.getMessageTypeBuilderList().forEach(message -> readMessage(message, scope));
    read.getEnumTypeBuilderList().forEach(type -> readEnum(type, scope));
    read.getExtensionBuilderList().forEach(field -> readField(field, scope));
    read.getServiceBuilderList()
        .forEach(
            service -> {
              if (service.hasOptions()) {
                readInto(service.getOptionsBuilder(), scope);
              }
              service.getMethodBuilderList().stream()
                  .filter(method -> method.hasOptions())
                  .forEach(method -> readInto(method.getOptionsBuilder(), scope));
            });
    return read.build();
  }

  private void readMessage(DescriptorProto.Builder message, String outer) {
    String scope = outer.isEmpty() ? message.getName() : outer + "." + message.getName();
    if (message.hasOptions()) {
      readInto(message.getOptionsBuilder(), scope);
    }
    message.getFieldBuilderList().forEach(field -> readField(field, scope));
    message.getExtensionBuilderList().forEach(field -> readField(field, scope));
    message.getOneofDeclBuilderList().stream()
        .filter(oneof -> oneof.hasOptions())
        .forEach(oneof -> readInto(oneof.getOptionsBuilder(), scope));
    message.getExtensionRangeBuilderList().stream()
        .filter(range -> range.hasOptions())
        .forEach(range -> readInto(range.getOptionsBuilder(), scope));
    message.getEnumTypeBuilderList().forEach(type -> readEnum(type, scope));
    message.getNestedTypeBuilderList().forEach(nested -> readMessage(nested, scope));
  }

  private void readEnum(EnumDescriptorProto.Builder type, String scope) {
    if (type.hasOptions()) {
      readInto(type.getOptionsBuilder(), scope);
    }
    type.getValueBuilderList().stream()
        .filter(value -> value.hasOptions())
        .forEach(value -> readInto(value.getOptionsBuilder(), scope));
  }

  private void readField(FieldDescriptorProto.Builder field, String scope) {
    if (field.hasOptions()) {
      readInto(field.getOptionsBuilder(), scope);
    }
  }

  private void readInto(Message.Builder options, String scope) {
    FieldDescriptor waiting =
        options.getDescriptorForType().findFieldByName("uninterpreted_option");
    List<UninterpretedOption> left = new ArrayList<>();
    List<?> written = (List<?>) options.getField(waiting);
    Message.Builder read = options.clone().clearField(waiting);
    for (Object option : written) {
      if (!tryRead((UninterpretedOption) option, read, scope)) {
        left.add((UninterpretedOption) option);
      }
    }
    try {
      // Through bytes, so that options of one's own are no more known than they are to others.
      options.clear().mergeFrom(read.buildPartial().toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Options that were just written cannot be read", e);
    }
    left.forEach(option -> options.addRepeatedField(waiting, option));
  }

  private boolean tryRead(UninterpretedOption option, Message.Builder options, String scope) {
    Optional<String> text = text(option, scope);
    if (text.isEmpty()) {
      return false;
    }
    Message.Builder tried = options.getDefaultInstanceForType().newBuilderForType();
    try {
      TextFormat.getParser().merge(text.get(), extensions.registry(), tried);
    } catch (TextFormat.ParseException e) {
      return false;
    }
    options.mergeFrom(tried.buildPartial());
    return true;
  }

  /** The option as a message in text format has it. */
  private Optional<String> text(UninterpretedOption option, String scope) {
    StringBuilder text = new StringBuilder();
    int count = option.getNameCount();
    for (int i = 0; i < count; i++) {
      UninterpretedOption.NamePart part = option.getName(i);
      String name = part.getNamePart();
      if (part.getIsExtension()) {
        Optional<FieldDescriptor> extension = extensions.find(name, scope);
        if (extension.isEmpty()) {
          return Optional.empty();
        }
        name = "[" + extension.get().getFullName() + "]";
      }
      text.append(name).append(i < count - 1 ? " { " : value(option));
    }
    return Optional.of(text.append(" }".repeat(count - 1)).toString());
  }

  private static String value(UninterpretedOption option) {
    if (option.hasStringValue()) {
      return ": \"" + TextFormat.escapeBytes(option.getStringValue()) + '"';
    }
    String value = OptionWriting.value(option);
    return option.hasAggregateValue() ? " " + value : ": " + value;
  }
}
