package io.sluice.serdes.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/**
 * Reads messages' types into Connect's schemas: what {@link SchemaToProto} wrote to the same
 * schema, and what others wrote as Confluent's documentation has it. Thread-safe.
 */
final class ProtoToSchema {
  private static final int DEPTH = 100;

  private final ProtobufDataOptions options;
  private final boolean numbers;
  private final Metadata metadata;

  ProtoToSchema(ProtobufDataOptions options) {
    this(options, true);
  }

  /**
   * @param numbers whether the number of a field that its place would not give it is a parameter
   */
  ProtoToSchema(ProtobufDataOptions options, boolean numbers) {
    this.options = options;
    this.numbers = numbers;
    this.metadata = new Metadata(options);
  }

  /** The schema of records that are such messages. */
  Schema read(Descriptor message) {
    Reading reading = new Reading();
    if (Kinds.isBox(message)) {
      return reading.boxed(message, 0);
    }
    if (options.rawWrappers() && Kinds.isWrapper(message)) {
      return reading.scalar(message.getFields().get(0), Meta.NONE).build();
    }
    boolean optional =
        Meta.of(message.getOptions()).param(ProtobufNames.META_ROOT_OPTIONAL).equals("true");
    return reading.struct(message, optional, 0, Meta.NONE, 0);
  }

  /** One type that is being read. */
  private final class Reading {
    /** A struct, and all that its place says of it. */
    private record Key(String message, boolean optional, int tag, String preset) {}

    private final Map<Key, Schema> structs = new HashMap<>();
    private final Map<Schema, Boolean> recursive = new IdentityHashMap<>();

    Schema struct(Descriptor message, boolean optional, int tag, Meta field, int depth) {
      if (depth > DEPTH) {
        throw new DataException("Messages are nested more than " + DEPTH + " deep");
      }
      String preset = field.param(ProtobufNames.META + ProtobufNames.META_DEFAULT);
      Key key = new Key(message.getFullName(), optional, tag, preset);
      Schema known = structs.get(key);
      if (known != null) {
        recursive.put(known, true);
        return known;
      }
      SchemaBuilder builder = SchemaBuilder.struct();
      if (optional) {
        builder.optional();
      }
      structs.put(key, builder);
      Meta meta = Meta.of(message.getOptions());
      metadata.into(builder, ProtobufNames.META, meta);
      if (builder.name() == null && !Metadata.isUnnamed(message.getName())) {
        builder.name(options.fullNames() ? message.getFullName() : message.getName());
      }
      tag(builder, tag);
      fields(builder, message, depth);
      metadata.preset(builder, ProtobufNames.META, field);
      Schema done = recursive.containsKey(builder) ? builder : builder.build();
      structs.put(key, done);
      return done;
    }

    private void fields(SchemaBuilder builder, Descriptor message, int depth) {
      int place = 0;
      for (Slot slot : Slot.of(message, options)) {
        if (slot instanceof Slot.Union union) {
          builder.field(union.name(), union(union, place, depth));
          place += union.members().size();
        } else if (slot instanceof Slot.Single single) {
          place++;
          builder.field(single.name(), field(single.field(), place, depth));
        }
      }
    }

    private Schema union(Slot.Union union, int before, int depth) {
      OneofDescriptor oneof = union.oneof();
      Meta meta = Meta.of(oneof.getField(0).getOptions());
      SchemaBuilder builder = SchemaBuilder.struct();
      if (!meta.param(UnionNames.META + "optional").equals("false")) {
        builder.optional();
      }
      metadata.into(builder, UnionNames.META, meta);
      if (!meta.has(UnionNames.META + ProtobufNames.META_NAME)) {
        builder.name(UnionNames.schema(oneof.getName(), options));
      }
      if (options.generalizedSumTypes() && !has(builder, ProtobufNames.GENERAL_UNION)) {
        builder.parameter(ProtobufNames.GENERAL_UNION, oneof.getName());
      }
      int place = before;
      for (Slot.Single member : union.members()) {
        place++;
        builder.field(member.name(), field(member.field(), place, depth));
      }
      return builder.build();
    }

    /** What lies in a box. */
    Schema boxed(Descriptor box, int depth) {
      Slot slot = Slot.of(box, options).get(0);
      return slot instanceof Slot.Union union
          ? union(union, 0, depth + 1)
          : field(((Slot.Single) slot).field(), 1, depth + 1);
    }

    /**
     * What a field is.
     *
     * @param place of the field in its message, from 1
     */
    private Schema field(FieldDescriptor field, int place, int depth) {
      Meta meta = Meta.of(field.getOptions());
      int tag = !numbers || field.getNumber() == place ? 0 : field.getNumber();
      boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      if (isMessage && !field.isRepeated() && isStruct(field.getMessageType())) {
        return struct(field.getMessageType(), isOptional(field, meta), tag, meta, depth + 1);
      }
      if (isMessage
          && !field.isRepeated()
          && Kinds.isBox(field.getMessageType())
          && Slot.of(field.getMessageType(), options).get(0) instanceof Slot.Union) {
        return boxed(field.getMessageType(), depth);
      }
      SchemaBuilder builder = builder(field, meta, depth);
      if (isOptional(field, meta)) {
        builder.optional();
      }
      if (!meta.doc().isEmpty() && !meta.has(ProtobufNames.META + ProtobufNames.META_DOC)) {
        builder.doc(meta.doc());
      }
      described(builder, ProtobufNames.META, meta);
      tag(builder, tag);
      metadata.preset(builder, ProtobufNames.META, meta);
      return builder.build();
    }

    private void described(SchemaBuilder builder, String prefix, Meta meta) {
      metadata.into(builder, prefix, meta);
      boolean logical = !Kinds.logical(builder).isEmpty();
      if (logical && !meta.has(prefix + ProtobufNames.META_VERSION)) {
        builder.version(1);
      }
    }

    private SchemaBuilder builder(FieldDescriptor field, Meta meta, int depth) {
      if (Kinds.isEntry(field)) {
        Descriptor entry = field.getMessageType();
        return SchemaBuilder.map(
            field(entry.getFields().get(0), 1, depth + 1),
            field(entry.getFields().get(1), 2, depth + 1));
      }
      if (field.isRepeated()) {
        return SchemaBuilder.array(item(field, meta, depth));
      }
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && Kinds.isBox(field.getMessageType())) {
        Schema within = boxed(field.getMessageType(), depth);
        return within.type() == Schema.Type.MAP
            ? SchemaBuilder.map(within.keySchema(), within.valueSchema())
            : SchemaBuilder.array(within.valueSchema());
      }
      return scalar(field, meta);
    }

    private Schema item(FieldDescriptor field, Meta meta, int depth) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        Descriptor message = field.getMessageType();
        if (Kinds.isBox(message)) {
          return boxed(message, depth);
        }
        if (isStruct(message)) {
          String preset = meta.param(ProtobufNames.META_ITEM + ProtobufNames.META_DEFAULT);
          Meta own =
              preset.isEmpty()
                  ? Meta.NONE
                  : new Meta("", Map.of(ProtobufNames.META + ProtobufNames.META_DEFAULT, preset));
          return struct(message, false, 0, own, depth + 1);
        }
      }
      SchemaBuilder builder = scalar(field, meta);
      described(builder, ProtobufNames.META_ITEM, meta);
      metadata.preset(builder, ProtobufNames.META_ITEM, meta);
      return builder.build();
    }

    /** What has no parts to Connect: a logical type, an enum, a scalar, one in a wrapper. */
    SchemaBuilder scalar(FieldDescriptor field, Meta meta) {
      return switch (field.getJavaType()) {
        case MESSAGE ->
            Kinds.isLogical(field.getMessageType())
                ? logical(field.getMessageType(), meta)
                : scalar(field.getMessageType().getFields().get(0), meta);
        case ENUM -> enumeration(field.getEnumType(), meta);
        case INT -> {
          boolean unsigned =
              field.getType() == FieldDescriptor.Type.UINT32
                  || field.getType() == FieldDescriptor.Type.FIXED32;
          yield marked(unsigned ? SchemaBuilder.int64() : small(meta), field, meta);
        }
        case LONG -> marked(SchemaBuilder.int64(), field, meta);
        case FLOAT -> SchemaBuilder.float32();
        case DOUBLE -> SchemaBuilder.float64();
        case BOOLEAN -> SchemaBuilder.bool();
        case STRING -> SchemaBuilder.string();
        case BYTE_STRING -> SchemaBuilder.bytes();
      };
    }
  }

  private boolean isStruct(Descriptor message) {
    return !Kinds.isLogical(message)
        && !Kinds.isBox(message)
        && !(options.wrappers() && Kinds.isWrapper(message));
  }

  private boolean isOptional(FieldDescriptor field, Meta meta) {
    if (field.isRequired()) {
      return false;
    }
    if (field.isRepeated()) {
      return false;
    }
    boolean inMap = field.getContainingType().getOptions().getMapEntry();
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      return !inMap && !meta.param(ProtobufNames.META_OPTIONAL).equals("false");
    }
    if (inMap || isPartOfEntry(field)) {
      return field.hasPresence() && !inMap;
    }
    boolean isProto2 = field.getFile().toProto().getSyntax().isEmpty();
    if (isProto2) {
      return options.proto2Optionals() || field.getRealContainingOneof() != null;
    }
    return !options.optionals() || field.hasPresence();
  }

  private static boolean isPartOfEntry(FieldDescriptor field) {
    return field.getContainingType().getName().endsWith(ProtobufNames.ENTRY)
        && field.getContainingType().getFields().size() == 2;
  }

  private static SchemaBuilder logical(Descriptor message, Meta meta) {
    return switch (message.getFullName()) {
      case ProtobufNames.DECIMAL -> {
        String scale = meta.param(ProtobufNames.META_SCALE);
        SchemaBuilder decimal =
            SchemaBuilder.bytes()
                .name(Decimal.LOGICAL_NAME)
                .parameter(Decimal.SCALE_FIELD, scale.matches("-?\\d{1,9}") ? scale : "0");
        if (meta.has(ProtobufNames.META_PRECISION)) {
          decimal.parameter(ProtobufNames.PRECISION, meta.param(ProtobufNames.META_PRECISION));
        }
        yield decimal;
      }
      case ProtobufNames.DATE -> SchemaBuilder.int32().name(Date.LOGICAL_NAME);
      case ProtobufNames.TIME -> SchemaBuilder.int32().name(Time.LOGICAL_NAME);
      default -> SchemaBuilder.int64().name(Timestamp.LOGICAL_NAME);
    };
  }

  private SchemaBuilder enumeration(EnumDescriptor type, Meta meta) {
    SchemaBuilder builder = options.numberEnums() ? SchemaBuilder.int32() : SchemaBuilder.string();
    String parameter = ProtobufNames.META_PARAMETER;
    boolean said =
        meta.has(ProtobufNames.META + parameter + ProtobufNames.GENERAL_ENUM)
            || meta.has(ProtobufNames.META_ITEM + parameter + ProtobufNames.GENERAL_ENUM);
    if (!said) {
      String mark = options.generalizedSumTypes() ? ProtobufNames.GENERAL_ENUM : ProtobufNames.ENUM;
      builder.parameter(mark, type.getName());
      type.getValues()
          .forEach(
              each ->
                  builder.parameter(mark + "." + each.getName(), String.valueOf(each.getNumber())));
    }
    return builder;
  }

  private static SchemaBuilder small(Meta meta) {
    return switch (meta.param(ProtobufNames.META_TYPE)) {
      case "int8" -> SchemaBuilder.int8();
      case "int16" -> SchemaBuilder.int16();
      default -> SchemaBuilder.int32();
    };
  }

  private static SchemaBuilder marked(SchemaBuilder builder, FieldDescriptor field, Meta meta) {
    String unusual = Kinds.unusual(field);
    String parameter = ProtobufNames.META_PARAMETER + ProtobufNames.TYPE;
    boolean said =
        meta.has(ProtobufNames.META + parameter) || meta.has(ProtobufNames.META_ITEM + parameter);
    return unusual.isEmpty() || said ? builder : builder.parameter(ProtobufNames.TYPE, unusual);
  }

  /** The number of a field that its place would not give it. */
  private static void tag(SchemaBuilder builder, int tag) {
    if (tag != 0 && !has(builder, ProtobufNames.TAG)) {
      builder.parameter(ProtobufNames.TAG, String.valueOf(tag));
    }
  }

  private static boolean has(SchemaBuilder builder, String parameter) {
    return builder.parameters() != null && builder.parameters().containsKey(parameter);
  }
}
