package io.sluice.project.schema.diff;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a Protobuf file says of each field, by message and number. */
final class ProtobufOutline {
  private final Map<String, String> lines = new LinkedHashMap<>();

  private ProtobufOutline() {}

  static Map<String, String> of(FileDescriptor file) {
    ProtobufOutline outline = new ProtobufOutline();
    outline.lines.put("package", file.getPackage());
    file.getDependencies().forEach(each -> outline.lines.put("import " + each.getName(), "import"));
    file.getMessageTypes().forEach(outline::message);
    file.getEnumTypes().forEach(outline::enumeration);
    file.getServices()
        .forEach(
            service ->
                service
                    .getMethods()
                    .forEach(
                        method ->
                            outline.lines.put(
                                service.getFullName() + "." + method.getName(),
                                "rpc ("
                                    + method.getInputType().getFullName()
                                    + ") returns ("
                                    + method.getOutputType().getFullName()
                                    + ")")));
    return outline.lines;
  }

  private void message(Descriptor message) {
    if (message.getOptions().getMapEntry()) {
      return; // told by its field
    }
    lines.put(message.getFullName(), "message");
    message.getFields().forEach(field -> lines.put(path(message, field), described(field)));
    message.getNestedTypes().forEach(this::message);
    message.getEnumTypes().forEach(this::enumeration);
  }

  private void enumeration(EnumDescriptor type) {
    lines.put(type.getFullName(), "enum");
    type.getValues()
        .forEach(value -> lines.put(type.getFullName() + "." + value.getNumber(), value.getName()));
  }

  private static String path(Descriptor message, FieldDescriptor field) {
    return message.getFullName() + "." + field.getNumber();
  }

  private static String described(FieldDescriptor field) {
    String name = field.getName();
    if (field.isMapField()) {
      return "map<"
          + type(field.getMessageType().findFieldByNumber(1))
          + ", "
          + type(field.getMessageType().findFieldByNumber(2))
          + "> "
          + name;
    }
    String label =
        field.isRepeated()
            ? "repeated "
            : field.isRequired()
                ? "required "
                : field.toProto().getProto3Optional() ? "optional " : "";
    String oneof =
        field.getRealContainingOneof() == null
            ? ""
            : " in oneof " + field.getRealContainingOneof().getName();
    return label + type(field) + " " + name + oneof;
  }

  private static String type(FieldDescriptor field) {
    return switch (field.getType()) {
      case MESSAGE, GROUP -> field.getMessageType().getFullName();
      case ENUM -> field.getEnumType().getFullName();
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }
}
