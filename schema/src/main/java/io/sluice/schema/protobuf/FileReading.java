package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.squareup.wire.Syntax;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.ExtendElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import com.squareup.wire.schema.internal.parser.ServiceElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.SchemaLimits;

/**
 * Makes a descriptor of a {@code .proto} file, in which the names of types stand as they were
 * written and options have not been read: as much as can be known of a file without those that it
 * imports.
 */
final class FileReading {
  /** Each element of a descriptor carries its full name: what all of them may be long together. */
  private static final long MOST_NAME_LENGTH = 1L << 26;

  private final ProtoFileElement parsed;
  private final boolean proto3;
  private long nameLength;

  private FileReading(ProtoFileElement parsed) {
    this.parsed = parsed;
    this.proto3 = parsed.getSyntax() == Syntax.PROTO_3;
  }

  /**
   * @param which which text, as the beginning of a sentence
   * @param name what the file is called
   * @throws InvalidSchemaException if it is none
   */
  static FileDescriptorProto read(String which, String name, String text, SchemaLimits limits) {
    String prepared = ProtoText.prepared(which, text, limits);
    ProtoFileElement parsed;
    try {
      parsed = ProtoParser.Companion.parse(Location.get(name), prepared);
    } catch (RuntimeException e) {
      // Wire says a syntax error by whichever unchecked exception is at hand.
      throw new InvalidSchemaException(which + " is no .proto file: " + e.getMessage(), e);
    }
    return new FileReading(parsed).file().setName(name).build();
  }

  private FileDescriptorProto.Builder file() {
    FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
    if (parsed.getSyntax() != null) {
      file.setSyntax(parsed.getSyntax().toString());
    }
    String packageName = parsed.getPackageName();
    if (packageName != null) {
      file.setPackage(packageName);
    }
    file.addAllDependency(parsed.getImports());
    for (String path : parsed.getPublicImports()) {
      file.addPublicDependency(file.getDependencyCount()).addDependency(path);
    }
    for (String path : parsed.getWeakImports()) {
      file.addWeakDependency(file.getDependencyCount()).addDependency(path);
    }
    if (!parsed.getOptions().isEmpty()) {
      file.getOptionsBuilder().addAllUninterpretedOption(OptionReading.of(parsed.getOptions()));
    }
    String scope = packageName == null ? "" : packageName;
    for (TypeElement type : parsed.getTypes()) {
      if (type instanceof MessageElement message) {
        file.addMessageType(message(message, scope));
      } else if (type instanceof EnumElement element) {
        file.addEnumType(enumeration(element, scope));
      }
    }
    for (ExtendElement extend : parsed.getExtendDeclarations()) {
      for (FieldElement field : extend.getFields()) {
        file.addExtension(extension(extend, field, scope));
      }
    }
    parsed.getServices().forEach(service -> file.addService(service(service, scope)));
    return file;
  }

  private DescriptorProto message(MessageElement message, String scope) {
    return new MessageReading(this, named(scope, message.getName())).read(message);
  }

  /** A nested message, whose scope is the full name of the one that it is in. */
  DescriptorProto nested(MessageElement message, String scope) {
    return message(message, scope);
  }

  EnumDescriptorProto enumeration(EnumElement element, String scope) {
    named(scope, element.getName());
    EnumDescriptorProto.Builder builder =
        EnumDescriptorProto.newBuilder().setName(element.getName());
    element
        .getConstants()
        .forEach(
            constant -> {
              named(scope, constant.getName());
              EnumValueDescriptorProto.Builder value =
                  builder
                      .addValueBuilder()
                      .setName(constant.getName())
                      .setNumber(constant.getTag());
              if (!constant.getOptions().isEmpty()) {
                value
                    .getOptionsBuilder()
                    .addAllUninterpretedOption(OptionReading.of(constant.getOptions()));
              }
            });
    if (!element.getOptions().isEmpty()) {
      builder.getOptionsBuilder().addAllUninterpretedOption(OptionReading.of(element.getOptions()));
    }
    Numbers.reserve(element.getReserveds(), builder);
    return builder.build();
  }

  FieldDescriptorProto extension(ExtendElement extend, FieldElement field, String scope) {
    return field(field, scope).setExtendee(extend.getName()).build();
  }

  FieldDescriptorProto.Builder field(FieldElement element, String scope) {
    named(scope, element.getName());
    return new FieldReading(proto3).read(element);
  }

  boolean isProto3() {
    return proto3;
  }

  private ServiceDescriptorProto service(ServiceElement service, String scope) {
    String full = named(scope, service.getName());
    ServiceDescriptorProto.Builder builder =
        ServiceDescriptorProto.newBuilder().setName(service.getName());
    if (!service.getOptions().isEmpty()) {
      builder.getOptionsBuilder().addAllUninterpretedOption(OptionReading.of(service.getOptions()));
    }
    service
        .getRpcs()
        .forEach(
            rpc -> {
              named(full, rpc.getName());
              MethodDescriptorProto.Builder method =
                  builder
                      .addMethodBuilder()
                      .setName(rpc.getName())
                      .setInputType(rpc.getRequestType())
                      .setOutputType(rpc.getResponseType());
              if (rpc.getRequestStreaming()) {
                method.setClientStreaming(true);
              }
              if (rpc.getResponseStreaming()) {
                method.setServerStreaming(true);
              }
              if (!rpc.getOptions().isEmpty()) {
                method
                    .getOptionsBuilder()
                    .addAllUninterpretedOption(OptionReading.of(rpc.getOptions()));
              }
            });
    return builder.build();
  }

  /** The full name of something in a scope, counted among what all names take. */
  String named(String scope, String name) {
    nameLength += scope.length() + 1L + name.length();
    if (nameLength > MOST_NAME_LENGTH) {
      throw new InvalidSchemaException(
          "The full names of what the schema defines are more than "
              + MOST_NAME_LENGTH
              + " characters long together");
    }
    return scope.isEmpty() ? name : scope + "." + name;
  }
}
