package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes messages and their fields. */
final class MessageWriting {
  private final ProtoLines lines;
  private final boolean proto3;

  MessageWriting(ProtoLines lines, boolean proto3) {
    this.lines = lines;
    this.proto3 = proto3;
  }

  void write(DescriptorProto message) {
    lines.open("message " + message.getName());
    writeBody(message);
    lines.close();
  }

  private void writeBody(DescriptorProto message) {
    List<String> reserved = new ArrayList<>();
    message
        .getReservedRangeList()
        .forEach(
            range ->
                reserved.add(ProtoLines.range(range.getStart(), range.getEnd() - 1, Numbers.MAX)));
    lines.reserved(reserved, message.getReservedNameList());
    OptionWriting.of(message.getOptions()).forEach(option -> lines.line("option " + option + ";"));
    Map<String, DescriptorProto> entries = MapEntries.of(message);
    Map<String, DescriptorProto> groups = groups(message);
    writeFields(message, entries, groups);
    message
        .getExtensionRangeList()
        .forEach(
            range ->
                lines.declaration(
                    "extensions "
                        + ProtoLines.range(range.getStart(), range.getEnd() - 1, Numbers.MAX),
                    OptionWriting.of(range.getOptions())));
    if (message.getExtensionCount() > 0) {
      lines.blank();
      FileWriting.writeExtensions(message.getExtensionList(), this, lines);
    }
    for (DescriptorProto nested : message.getNestedTypeList()) {
      if (!entries.containsKey(nested.getName()) && !groups.containsKey(nested.getName())) {
        lines.blank();
        write(nested);
      }
    }
    if (message.getEnumTypeCount() > 0) {
      lines.blank();
      message.getEnumTypeList().forEach(type -> FileWriting.write(type, lines));
    }
  }

  /** The messages of groups, by name: they are written where their fields are. */
  private static Map<String, DescriptorProto> groups(DescriptorProto message) {
    Set<String> names = new HashSet<>();
    for (FieldDescriptorProto field : message.getFieldList()) {
      if (field.getType() == Type.TYPE_GROUP) {
        names.add(MapEntries.simpleName(field));
      }
    }
    Map<String, DescriptorProto> groups = new HashMap<>();
    for (DescriptorProto nested : message.getNestedTypeList()) {
      if (names.contains(nested.getName())) {
        groups.put(nested.getName(), nested);
      }
    }
    return groups;
  }

  private void writeFields(
      DescriptorProto message,
      Map<String, DescriptorProto> entries,
      Map<String, DescriptorProto> groups) {
    Map<Integer, List<FieldDescriptorProto>> oneofs = new HashMap<>();
    for (FieldDescriptorProto field : message.getFieldList()) {
      if (isInOneof(field)) {
        oneofs.computeIfAbsent(field.getOneofIndex(), index -> new ArrayList<>()).add(field);
      }
    }
    for (FieldDescriptorProto field : message.getFieldList()) {
      if (!isInOneof(field)) {
        writeField(field, entries, groups);
        continue;
      }
      List<FieldDescriptorProto> together = oneofs.remove(field.getOneofIndex());
      if (together != null) {
        var oneof = message.getOneofDecl(field.getOneofIndex());
        lines.open("oneof " + oneof.getName());
        OptionWriting.of(oneof.getOptions())
            .forEach(option -> lines.line("option " + option + ";"));
        together.forEach(one -> writeField(one, entries, groups));
        lines.close();
      }
    }
  }

  private static boolean isInOneof(FieldDescriptorProto field) {
    return field.hasOneofIndex() && !field.getProto3Optional();
  }

  /** A field that is neither a map nor a group of a message that is written. */
  void writeField(FieldDescriptorProto field) {
    writeField(field, Map.of(), Map.of());
  }

  private void writeField(
      FieldDescriptorProto field,
      Map<String, DescriptorProto> entries,
      Map<String, DescriptorProto> groups) {
    String simpleName = MapEntries.simpleName(field);
    DescriptorProto group = field.getType() == Type.TYPE_GROUP ? groups.get(simpleName) : null;
    DescriptorProto entry =
        field.getLabel() == Label.LABEL_REPEATED ? entries.get(simpleName) : null;
    if (group != null) {
      lines.open(label(field) + "group " + group.getName() + " = " + field.getNumber());
      writeBody(group);
      lines.close();
    } else if (entry != null) {
      String map = "map<" + type(entry.getField(0)) + ", " + type(entry.getField(1)) + ">";
      lines.declaration(map + " " + field.getName() + " = " + field.getNumber(), options(field));
    } else {
      lines.declaration(
          label(field) + type(field) + " " + field.getName() + " = " + field.getNumber(),
          options(field));
    }
  }

  private String label(FieldDescriptorProto field) {
    if (isInOneof(field)) {
      return "";
    }
    return switch (field.getLabel()) {
      case LABEL_REPEATED -> "repeated ";
      case LABEL_REQUIRED -> "required ";
      case LABEL_OPTIONAL -> !proto3 || field.getProto3Optional() ? "optional " : "";
    };
  }

  private static String type(FieldDescriptorProto field) {
    return field.hasTypeName() ? field.getTypeName() : ScalarNames.of(field.getType());
  }

  /** With the two that are written as options and are none. */
  private static List<String> options(FieldDescriptorProto field) {
    List<String> options = new ArrayList<>(OptionWriting.of(field.getOptions()));
    if (field.hasDefaultValue()) {
      String value = field.getDefaultValue();
      if (!field.hasTypeName() && field.getType() == Type.TYPE_STRING) {
        value = ProtoStrings.quoted(value);
      } else if (!field.hasTypeName() && field.getType() == Type.TYPE_BYTES) {
        value = ProtoStrings.quotedBytes(value);
      }
      options.add("default = " + value);
    }
    if (field.hasJsonName()) {
      options.add("json_name = " + ProtoStrings.quoted(field.getJsonName()));
    }
    return options;
  }
}
