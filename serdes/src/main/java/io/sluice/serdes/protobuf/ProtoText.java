package io.sluice.serdes.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files as people write them. A file that has what is not written here (services, extensions,
 * groups, options of others) is written as registries take one as well: its descriptor in Base64.
 */
final class ProtoText {
  private final StringBuilder text = new StringBuilder();
  private final String pack;
  private final boolean isProto2;

  private ProtoText(FileDescriptorProto file) {
    pack = file.getPackage();
    isProto2 = !file.getSyntax().equals("proto3");
  }

  /** The text of a file, or its descriptor in Base64. */
  static String of(FileDescriptorProto file) {
    if (!isPlain(file)) {
      return Base64.getEncoder().encodeToString(file.toByteArray());
    }
    ProtoText writing = new ProtoText(file);
    writing.file(file);
    return writing.text.toString();
  }

  private static boolean isPlain(FileDescriptorProto file) {
    return (file.getSyntax().isEmpty()
            || file.getSyntax().equals("proto2")
            || file.getSyntax().equals("proto3"))
        && file.getServiceCount() == 0
        && file.getExtensionCount() == 0
        && file.getEnumTypeList().stream().allMatch(ProtoText::isPlain)
        && file.getMessageTypeList().stream().allMatch(ProtoText::isPlain);
  }

  private static boolean isPlain(EnumDescriptorProto type) {
    return isOurs(type.getOptions())
        && type.getReservedRangeCount() == 0
        && type.getReservedNameCount() == 0;
  }

  private static boolean isPlain(DescriptorProto message) {
    return message.getExtensionCount() == 0
        && message.getExtensionRangeCount() == 0
        && isOurs(message.getOptions())
        && message.getEnumTypeList().stream().allMatch(ProtoText::isPlain)
        && message.getNestedTypeList().stream().allMatch(ProtoText::isPlain)
        && message.getFieldList().stream()
            .allMatch(field -> field.getType() != Type.TYPE_GROUP && isOurs(field.getOptions()));
  }

  /** Whether options of others are among them, that would be lost. */
  private static boolean isOurs(Message options) {
    Meta meta = Meta.of(options);
    return meta.isNothing()
        ? options.getUnknownFields().asMap().isEmpty()
        : options.getUnknownFields().equals(meta.options());
  }

  private void file(FileDescriptorProto file) {
    line(0, "syntax = \"" + (isProto2 ? "proto2" : "proto3") + "\";");
    if (!pack.isEmpty()) {
      line(0, "package " + pack + ";");
    }
    List<String> imports = file.getDependencyList();
    for (int i = 0; i < imports.size(); i++) {
      String kind = file.getPublicDependencyList().contains(i) ? "public " : "";
      line(0, "import " + kind + quoted(imports.get(i)) + ";");
    }
    if (file.getOptions().hasJavaPackage()) {
      line(0, "option java_package = " + quoted(file.getOptions().getJavaPackage()) + ";");
    }
    if (file.getOptions().hasJavaOuterClassname()) {
      line(
          0,
          "option java_outer_classname = "
              + quoted(file.getOptions().getJavaOuterClassname())
              + ";");
    }
    if (file.getOptions().hasJavaMultipleFiles()) {
      line(0, "option java_multiple_files = " + file.getOptions().getJavaMultipleFiles() + ";");
    }
    file.getEnumTypeList().forEach(each -> enumeration(each, 0));
    file.getMessageTypeList().forEach(each -> message(each, 0));
  }

  private void message(DescriptorProto message, int depth) {
    text.append('\n');
    line(depth, "message " + message.getName() + " {");
    Meta meta = Meta.of(message.getOptions());
    if (!meta.isNothing()) {
      line(depth + 1, "option (confluent.message_meta) = " + meta(meta) + ";");
    }
    if (message.getOptions().hasDeprecated()) {
      line(depth + 1, "option deprecated = " + message.getOptions().getDeprecated() + ";");
    }
    message.getReservedRangeList().forEach(range -> line(depth + 1, reserved(range)));
    message
        .getReservedNameList()
        .forEach(name -> line(depth + 1, "reserved " + quoted(name) + ";"));
    int oneof = -1;
    for (FieldDescriptorProto field : message.getFieldList()) {
      int next = field.hasOneofIndex() && !field.getProto3Optional() ? field.getOneofIndex() : -1;
      if (next != oneof && oneof >= 0) {
        line(depth + 1, "}");
      }
      if (next != oneof && next >= 0) {
        line(depth + 1, "oneof " + message.getOneofDecl(next).getName() + " {");
      }
      oneof = next;
      field(field, message, depth + (next >= 0 ? 2 : 1));
    }
    if (oneof >= 0) {
      line(depth + 1, "}");
    }
    message.getEnumTypeList().forEach(each -> enumeration(each, depth + 1));
    message.getNestedTypeList().stream()
        .filter(each -> !each.getOptions().getMapEntry())
        .forEach(each -> message(each, depth + 1));
    line(depth, "}");
  }

  private static String reserved(ReservedRange range) {
    int last = range.getEnd() - 1;
    return "reserved " + range.getStart() + (last > range.getStart() ? " to " + last : "") + ";";
  }

  private void field(FieldDescriptorProto field, DescriptorProto message, int depth) {
    DescriptorProto entry = mapEntry(field, message);
    String type =
        entry == null
            ? label(field) + type(field)
            : "map<" + type(entry.getField(0)) + ", " + type(entry.getField(1)) + ">";
    line(depth, type + " " + field.getName() + " = " + field.getNumber() + options(field) + ";");
  }

  private static @Nullable DescriptorProto mapEntry(
      FieldDescriptorProto field, DescriptorProto message) {
    if (field.getType() != Type.TYPE_MESSAGE) {
      return null;
    }
    for (DescriptorProto nested : message.getNestedTypeList()) {
      if (nested.getOptions().getMapEntry()
          && field.getTypeName().endsWith("." + message.getName() + "." + nested.getName())) {
        return nested;
      }
    }
    return null;
  }

  private String label(FieldDescriptorProto field) {
    if (field.getLabel() == Label.LABEL_REPEATED) {
      return "repeated ";
    }
    if (field.getLabel() == Label.LABEL_REQUIRED) {
      return "required ";
    }
    boolean said = isProto2 ? !field.hasOneofIndex() : field.getProto3Optional();
    return said ? "optional " : "";
  }

  private String type(FieldDescriptorProto field) {
    if (field.getTypeName().isEmpty()) {
      return field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
    }
    String name = field.getTypeName().substring(1);
    return !pack.isEmpty() && name.startsWith(pack + ".")
        ? name.substring(pack.length() + 1)
        : name;
  }

  private static String options(FieldDescriptorProto field) {
    List<String> options = new ArrayList<>();
    if (field.hasDefaultValue()) {
      boolean isText = field.getType() == Type.TYPE_STRING;
      String value = field.getDefaultValue();
      options.add(
          "default = "
              + (isText
                  ? quoted(value)
                  : field.getType() == Type.TYPE_BYTES ? '"' + value + '"' : value));
    }
    if (field.getOptions().hasPacked()) {
      options.add("packed = " + field.getOptions().getPacked());
    }
    if (field.getOptions().hasDeprecated()) {
      options.add("deprecated = " + field.getOptions().getDeprecated());
    }
    Meta meta = Meta.of(field.getOptions());
    if (!meta.isNothing()) {
      options.add("(confluent.field_meta) = " + meta(meta));
    }
    return options.isEmpty() ? "" : " [" + String.join(", ", options) + "]";
  }

  private void enumeration(EnumDescriptorProto type, int depth) {
    text.append('\n');
    line(depth, "enum " + type.getName() + " {");
    if (type.getOptions().hasAllowAlias()) {
      line(depth + 1, "option allow_alias = " + type.getOptions().getAllowAlias() + ";");
    }
    for (EnumValueDescriptorProto value : type.getValueList()) {
      line(depth + 1, value.getName() + " = " + value.getNumber() + ";");
    }
    line(depth, "}");
  }

  private static String meta(Meta meta) {
    List<String> parts = new ArrayList<>();
    if (!meta.doc().isEmpty()) {
      parts.add("doc: " + quoted(meta.doc()));
    }
    List<String> params = new ArrayList<>();
    for (Map.Entry<String, String> each : meta.params().entrySet()) {
      params.add("{key: " + quoted(each.getKey()) + ", value: " + quoted(each.getValue()) + "}");
    }
    if (!params.isEmpty()) {
      parts.add("params: [" + String.join(", ", params) + "]");
    }
    return "{" + String.join(", ", parts) + "}";
  }

  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f) {
            quoted.append(String.format(Locale.ROOT, "\\%03o", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  private void line(int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }
}
