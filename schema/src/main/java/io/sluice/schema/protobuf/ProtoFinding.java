package io.sluice.schema.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.sluice.schema.Incompatibility;
import java.util.Locale;

/** Says what keeps a reader from reading, by the kinds of Confluent's registry. */
final class ProtoFinding {
  private ProtoFinding() {}

  static Incompatibility otherPackage(String reader, String writer) {
    return new Incompatibility(
        "PACKAGE_CHANGED",
        "#/",
        "The reader's package is "
            + orNone(reader)
            + ", that of what was written "
            + orNone(writer)
            + ": messages of another package are other messages.");
  }

  private static String orNone(String name) {
    return name.isEmpty() ? "none" : name;
  }

  static Incompatibility noMessage(String path, String name) {
    return new Incompatibility(
        "MESSAGE_REMOVED",
        path,
        "The reader does not have the message "
            + name
            + ", which may have been written: it cannot read it.");
  }

  static Incompatibility requiredAdded(String path, FieldDescriptor reader) {
    return new Incompatibility(
        "REQUIRED_FIELD_ADDED",
        path,
        "The reader requires the field "
            + named(reader)
            + ", which what was written may lack: the reader refuses such a message.");
  }

  static Incompatibility requiredRemoved(String path, FieldDescriptor writer) {
    return new Incompatibility(
        "REQUIRED_FIELD_REMOVED",
        path,
        "The reader does not have the field "
            + named(writer)
            + ", which was required when it was written: what is always there would be passed"
            + " over.");
  }

  static Incompatibility otherKind(String path, FieldDescriptor reader, FieldDescriptor writer) {
    return changed("FIELD_KIND_CHANGED", path, reader, writer, "the two are encoded differently");
  }

  static Incompatibility otherScalar(String path, FieldDescriptor reader, FieldDescriptor writer) {
    return changed(
        "FIELD_SCALAR_KIND_CHANGED",
        path,
        reader,
        writer,
        "the two are encoded differently, and the one would be read as something else or not at"
            + " all");
  }

  static Incompatibility otherMessage(String path, FieldDescriptor reader, FieldDescriptor writer) {
    return changed(
        "FIELD_NAMED_TYPE_CHANGED", path, reader, writer, "fields of the one mean others there");
  }

  private static Incompatibility changed(
      String kind, String path, FieldDescriptor reader, FieldDescriptor writer, String reason) {
    return new Incompatibility(
        kind,
        path,
        "The reader takes the field "
            + named(reader)
            + " for "
            + type(reader)
            + ", and it was written as "
            + type(writer)
            + ": "
            + reason
            + ".");
  }

  static Incompatibility otherLabel(String path, FieldDescriptor reader, FieldDescriptor writer) {
    return new Incompatibility(
        "FIELD_NUMERIC_LABEL_CHANGED",
        path,
        "The reader takes the field "
            + named(reader)
            + " for "
            + label(reader)
            + ", and it was written as "
            + label(writer)
            + ": with numbers these are encoded, or required, differently.");
  }

  static Incompatibility leftOneof(String path, FieldDescriptor writer, String oneof) {
    return new Incompatibility(
        "ONEOF_FIELD_REMOVED",
        path,
        "The reader's oneof "
            + oneof
            + " lacks the field "
            + named(writer)
            + ", which may have been written there: the reader would take nothing of it for set.");
  }

  static Incompatibility severalJoinedOneof(String path, String oneof) {
    return new Incompatibility(
        "MULTIPLE_FIELDS_MOVED_TO_ONEOF",
        path,
        "Several fields of the reader's oneof "
            + oneof
            + " stood outside of one when they were written: of those that were written together"
            + " only the last is read.");
  }

  static Incompatibility joinedOneof(String path, String oneof) {
    return new Incompatibility(
        "FIELD_MOVED_TO_EXISTING_ONEOF",
        path,
        "A field of the reader's oneof "
            + oneof
            + " stood beside it when it was written: of those that were written together only the"
            + " last is read.");
  }

  private static String named(FieldDescriptor field) {
    return field.getFullName() + " (number " + field.getNumber() + ")";
  }

  private static String type(FieldDescriptor field) {
    if (field.isMapField()) {
      return "a map of "
          + type(field.getMessageType().getFields().get(0))
          + " to "
          + type(field.getMessageType().getFields().get(1));
    }
    return switch (field.getJavaType()) {
      case MESSAGE ->
          (field.getType() == FieldDescriptor.Type.GROUP ? "the group " : "the message ")
              + field.getMessageType().getFullName();
      case ENUM -> "the enum " + field.getEnumType().getFullName();
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String label(FieldDescriptor field) {
    if (field.isRepeated()) {
      return "repeated";
    }
    return field.isRequired() ? "required" : "a single value";
  }
}
