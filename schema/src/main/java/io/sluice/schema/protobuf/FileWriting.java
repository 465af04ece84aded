package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a descriptor as a {@code .proto} file, in the form that Confluent's documentation shows
 * schemas in: no comments, two spaces, messages before enums.
 */
final class FileWriting {
  private final ProtoLines lines = new ProtoLines();
  private final FileDescriptorProto file;

  private FileWriting(FileDescriptorProto file) {
    this.file = file;
  }

  static String of(FileDescriptorProto file) {
    return new FileWriting(file).write();
  }

  private String write() {
    if (file.hasSyntax()) {
      lines.line("syntax = " + ProtoStrings.quoted(file.getSyntax()) + ";");
    }
    if (file.hasPackage()) {
      lines.line("package " + file.getPackage() + ";");
    }
    writeImports();
    List<String> options = OptionWriting.of(file.getOptions());
    if (!options.isEmpty()) {
      lines.blank();
      options.forEach(option -> lines.line("option " + option + ";"));
    }
    MessageWriting messages = new MessageWriting(lines, isProto3());
    if (file.getMessageTypeCount() > 0) {
      lines.blank();
      file.getMessageTypeList().forEach(messages::write);
    }
    if (file.getEnumTypeCount() > 0) {
      lines.blank();
      file.getEnumTypeList().forEach(type -> write(type, lines));
    }
    if (file.getExtensionCount() > 0) {
      lines.blank();
      writeExtensions(file.getExtensionList(), messages, lines);
    }
    if (file.getServiceCount() > 0) {
      lines.blank();
      file.getServiceList().forEach(this::writeService);
    }
    return lines.toString();
  }

  private boolean isProto3() {
    return file.getSyntax().equals("proto3");
  }

  private void writeImports() {
    if (file.getDependencyCount() == 0) {
      return;
    }
    lines.blank();
    Set<Integer> publicOnes = new HashSet<>(file.getPublicDependencyList());
    Set<Integer> weakOnes = new HashSet<>(file.getWeakDependencyList());
    for (int i = 0; i < file.getDependencyCount(); i++) {
      String kind = "";
      if (publicOnes.contains(i)) {
        kind = "public ";
      } else if (weakOnes.contains(i)) {
        kind = "weak ";
      }
      lines.line("import " + kind + ProtoStrings.quoted(file.getDependency(i)) + ";");
    }
  }

  static void write(EnumDescriptorProto type, ProtoLines lines) {
    lines.open("enum " + type.getName());
    List<String> reserved = new ArrayList<>();
    type.getReservedRangeList()
        .forEach(
            range ->
                reserved.add(
                    ProtoLines.range(range.getStart(), range.getEnd(), Integer.MAX_VALUE)));
    lines.reserved(reserved, type.getReservedNameList());
    OptionWriting.of(type.getOptions()).forEach(option -> lines.line("option " + option + ";"));
    for (EnumValueDescriptorProto value : type.getValueList()) {
      lines.declaration(
          value.getName() + " = " + value.getNumber(), OptionWriting.of(value.getOptions()));
    }
    lines.close();
  }

  /** Extensions of the same message that follow one another stand together. */
  static void writeExtensions(
      List<FieldDescriptorProto> extensions, MessageWriting messages, ProtoLines lines) {
    Map<String, List<FieldDescriptorProto>> byExtendee = new LinkedHashMap<>();
    for (FieldDescriptorProto extension : extensions) {
      byExtendee.computeIfAbsent(extension.getExtendee(), name -> new ArrayList<>()).add(extension);
    }
    byExtendee.forEach(
        (extendee, fields) -> {
          lines.open("extend " + extendee);
          fields.forEach(messages::writeField);
          lines.close();
        });
  }

  private void writeService(ServiceDescriptorProto service) {
    lines.open("service " + service.getName());
    OptionWriting.of(service.getOptions()).forEach(option -> lines.line("option " + option + ";"));
    for (MethodDescriptorProto method : service.getMethodList()) {
      String rpc =
          "rpc "
              + method.getName()
              + " ("
              + (method.getClientStreaming() ? "stream " : "")
              + method.getInputType()
              + ") returns ("
              + (method.getServerStreaming() ? "stream " : "")
              + method.getOutputType()
              + ")";
      List<String> options = OptionWriting.of(method.getOptions());
      if (options.isEmpty()) {
        lines.line(rpc + ";");
      } else {
        lines.open(rpc);
        options.forEach(option -> lines.line("option " + option + ";"));
        lines.close();
      }
    }
    lines.close();
  }
}
