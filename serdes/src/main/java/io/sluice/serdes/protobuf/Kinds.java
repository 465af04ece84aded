package io.sluice.serdes.protobuf;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Which of Connect's schemas and Protobuf's messages stand for something else than they are. */
final class Kinds {
  private static final Map<Schema.Type, Type> USUAL =
      Map.of(
          Schema.Type.INT8, Type.TYPE_INT32,
          Schema.Type.INT16, Type.TYPE_INT32,
          Schema.Type.INT32, Type.TYPE_INT32,
          Schema.Type.INT64, Type.TYPE_INT64,
          Schema.Type.FLOAT32, Type.TYPE_FLOAT,
          Schema.Type.FLOAT64, Type.TYPE_DOUBLE,
          Schema.Type.BOOLEAN, Type.TYPE_BOOL,
          Schema.Type.STRING, Type.TYPE_STRING,
          Schema.Type.BYTES, Type.TYPE_BYTES);

  /** The types of whole numbers that are none of the usual ones, by Connect's. */
  private static final Map<String, Schema.Type> UNUSUAL =
      Map.of(
          "sint32", Schema.Type.INT32,
          "sfixed32", Schema.Type.INT32,
          "sint64", Schema.Type.INT64,
          "sfixed64", Schema.Type.INT64,
          "uint32", Schema.Type.INT64,
          "fixed32", Schema.Type.INT64,
          "uint64", Schema.Type.INT64,
          "fixed64", Schema.Type.INT64);

  private static final List<String> WRAPPERS =
      List.of(
          "DoubleValue",
          "FloatValue",
          "Int64Value",
          "UInt64Value",
          "Int32Value",
          "UInt32Value",
          "BoolValue",
          "StringValue",
          "BytesValue");

  private Kinds() {}

  /** The message of a logical type; empty if the schema is of none. */
  static String logical(Schema schema) {
    if (schema.name() == null) {
      return "";
    }
    return switch (schema.name()) {
      case Decimal.LOGICAL_NAME -> schema.type() == Schema.Type.BYTES ? ProtobufNames.DECIMAL : "";
      case Date.LOGICAL_NAME -> schema.type() == Schema.Type.INT32 ? ProtobufNames.DATE : "";
      case Time.LOGICAL_NAME -> schema.type() == Schema.Type.INT32 ? ProtobufNames.TIME : "";
      case Timestamp.LOGICAL_NAME ->
          schema.type() == Schema.Type.INT64 ? ProtobufNames.TIMESTAMP : "";
      default -> "";
    };
  }

  static boolean isLogical(Descriptor message) {
    return switch (message.getFullName()) {
      case ProtobufNames.DECIMAL, ProtobufNames.DATE, ProtobufNames.TIME, ProtobufNames.TIMESTAMP ->
          true;
      default -> false;
    };
  }

  /** The type of a scalar: the usual one, unless a parameter names another one that fits. */
  static Type scalar(Schema schema) {
    String wanted = parameter(schema, ProtobufNames.TYPE);
    if (UNUSUAL.get(wanted) == schema.type()) {
      return Type.valueOf("TYPE_" + wanted.toUpperCase(java.util.Locale.ROOT));
    }
    Type usual = USUAL.get(schema.type());
    if (usual == null) {
      throw new IllegalArgumentException(schema.type() + " is no scalar");
    }
    return usual;
  }

  /** The name of a type that is not the usual one of Connect's; empty if it is. */
  static String unusual(FieldDescriptor field) {
    String name = field.getType().name().toLowerCase(java.util.Locale.ROOT);
    return UNUSUAL.containsKey(name) ? name : "";
  }

  /** The message that a scalar may lie in. */
  static String wrapper(Schema schema) {
    return "google.protobuf."
        + switch (schema.type()) {
          case INT8, INT16, INT32 -> "Int32Value";
          case INT64 -> "Int64Value";
          case FLOAT32 -> "FloatValue";
          case FLOAT64 -> "DoubleValue";
          case BOOLEAN -> "BoolValue";
          case STRING -> "StringValue";
          case BYTES -> "BytesValue";
          case ARRAY, MAP, STRUCT ->
              throw new IllegalArgumentException(schema.type() + " is no scalar");
        };
  }

  /** Whether a record is a scalar of which nothing else is to be said. */
  static boolean isRaw(Schema schema) {
    return schema.type().isPrimitive()
        && schema.type() != Schema.Type.INT8
        && schema.type() != Schema.Type.INT16
        && !schema.isOptional()
        && schema.name() == null
        && schema.version() == null
        && schema.doc() == null
        && schema.parameters() == null
        && schema.defaultValue() == null;
  }

  static boolean isWrapper(Descriptor message) {
    return message.getFile().getPackage().equals("google.protobuf")
        && WRAPPERS.contains(message.getName());
  }

  /** A parameter of a schema; empty if it has none of that name. */
  static String parameter(Schema schema, String name) {
    return schema.parameters() == null ? "" : schema.parameters().getOrDefault(name, "");
  }

  static boolean has(Schema schema, String parameter) {
    return schema.parameters() != null && schema.parameters().containsKey(parameter);
  }

  /** The name of the oneof that a struct is; empty if it is none. */
  static String union(Schema schema) {
    if (schema.type() != Schema.Type.STRUCT
        || schema.defaultValue() != null
        || schema.fields().isEmpty()
        || !schema.fields().stream().allMatch(Kinds::isAlternative)) {
      return "";
    }
    if (has(schema, ProtobufNames.GENERAL_UNION)) {
      return parameter(schema, ProtobufNames.GENERAL_UNION);
    }
    String name = schema.name() == null ? "" : schema.name();
    return name.startsWith(ProtobufNames.UNION) ? name.substring(ProtobufNames.UNION.length()) : "";
  }

  /** Whether a field can be in a oneof, which takes neither lists nor maps. */
  private static boolean isAlternative(Field field) {
    Schema schema = field.schema();
    return schema.isOptional()
        && schema.type() != Schema.Type.ARRAY
        && schema.type() != Schema.Type.MAP
        && union(schema).isEmpty();
  }

  /** The parameter that marks a text or a number as a constant of an enum; empty if it is none. */
  static String enumeration(Schema schema) {
    if (schema.type() != Schema.Type.STRING && schema.type() != Schema.Type.INT32) {
      return "";
    }
    for (String mark : List.of(ProtobufNames.ENUM, ProtobufNames.GENERAL_ENUM)) {
      if (has(schema, mark)
          && schema.parameters().keySet().stream().anyMatch(each -> each.startsWith(mark + "."))) {
        return mark;
      }
    }
    return "";
  }

  /** Whether a message is an entry of a map, by its form. */
  static boolean isEntry(FieldDescriptor field) {
    if (!field.isRepeated() || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return false;
    }
    Descriptor message = field.getMessageType();
    return message.getOptions().getMapEntry()
        || (message.getName().endsWith(ProtobufNames.ENTRY)
            && message.getFields().size() == 2
            && message.getFields().get(0).getName().equals(ProtobufNames.KEY)
            && message.getFields().get(1).getName().equals(ProtobufNames.VALUE));
  }

  /** Whether a message only lies around a value that could not be there by itself. */
  static boolean isBox(Descriptor message) {
    return Meta.of(message.getOptions()).has(ProtobufNames.META_BOX);
  }

  /** Whether an array cannot have such an item without a box around it. */
  static boolean needsBox(Schema item) {
    return item.isOptional()
        || item.type() == Schema.Type.ARRAY
        || item.type() == Schema.Type.MAP
        || !union(item).isEmpty();
  }
}
