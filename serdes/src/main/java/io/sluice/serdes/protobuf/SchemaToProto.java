package io.sluice.serdes.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.sluice.serdes.protobuf.Earlier.Form;
import io.sluice.serdes.protobuf.Earlier.Key;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes Connect's schemas as Protobuf files, by the rules of Confluent's documentation: a struct
 * is a message, a map repeated entries of key and value, a logical type a message that is known.
 * What Protobuf has no word for is told in the options that {@code confluent/meta.proto} has for
 * that. What cannot lie in a message by itself lies in a message of its own, a box: a list or a map
 * that may be null, a list of lists, an item that may be null. Thread-safe.
 */
final class SchemaToProto {
  private final ProtobufDataOptions options;

  SchemaToProto(ProtobufDataOptions options) {
    this.options = options;
  }

  /**
   * The file; what a record is is its first message.
   *
   * @param name of the file
   */
  FileDescriptorProto write(Schema schema, String name) {
    return write(schema, name, List.of());
  }

  /**
   * The file as the one that follows others: what they have keeps its number and its name, what is
   * new gets those that none of them has had.
   *
   * @param earlier the newest first
   */
  FileDescriptorProto write(Schema schema, String name, List<FileDescriptor> earlier) {
    return new File(name, earlier).of(schema);
  }

  /** What makes two structs the same message: whether it may be null is not the message's. */
  private record Shape(
      @Nullable String name,
      @Nullable Integer version,
      @Nullable String doc,
      @Nullable Map<String, String> parameters,
      List<Field> fields) {}

  /** What makes two places the same message: that it was one before. */
  private record Known(Shape shape, List<Descriptor> earlier) {}

  /** One file that is being written. */
  private final class File {
    private final FileDescriptorProto.Builder file;
    private final Identifiers identifiers = new Identifiers(options.scrubbing());
    private final Metadata metadata = new Metadata(options);
    private final Set<String> imports = new TreeSet<>();
    private final Map<Known, String> messages = new HashMap<>();
    private final Map<Shape, String> shapes = new HashMap<>();
    private final List<FileDescriptor> earlier;
    private final Set<String> earlierTypes;

    /** The names of all messages and enums, so that each means one wherever it stands. */
    private final Set<String> types = new HashSet<>();

    private int unnamed;

    File(String name, List<FileDescriptor> earlier) {
      this.earlier = earlier;
      earlierTypes = Earlier.typesOf(earlier);
      file = FileDescriptorProto.newBuilder().setName(name).setSyntax("proto3");
    }

    FileDescriptorProto of(Schema schema) {
      boolean isMessage = schema.type() == Schema.Type.STRUCT && Kinds.union(schema).isEmpty();
      if (isMessage && schema.name() != null) {
        String pack = identifiers.packageOf(schema.name());
        if (!pack.isEmpty()) {
          file.setPackage(pack);
        }
      }
      String pack = file.getPackage();
      Scope scope =
          new Scope(
              pack.isEmpty() ? "" : "." + pack, DescriptorProto.newBuilder(), Earlier.NOTHING);
      DescriptorProto root =
          isMessage && plain(schema)
              ? root(schema, scope)
              : box(schema, scope, Earlier.of(earlier, Form.BOX, options));
      return file.addMessageType(root).addAllDependency(imports).build();
    }

    /** Whether all that is to be said of a record is said of its message. */
    private boolean plain(Schema schema) {
      return !options.metadata() || schema.defaultValue() == null;
    }

    private DescriptorProto root(Schema schema, Scope scope) {
      DescriptorProto root = message(schema, scope, Earlier.of(earlier, Form.STRUCT, options));
      if (!options.metadata() || !schema.isOptional()) {
        return root;
      }
      Meta meta = Meta.of(root.getOptions()).with(ProtobufNames.META_ROOT_OPTIONAL, "true");
      imports.add(KnownFiles.META);
      return root.toBuilder()
          .setOptions(MessageOptions.newBuilder().setUnknownFields(meta.options()))
          .build();
    }

    private DescriptorProto message(Schema schema, Scope scope, Earlier before) {
      String name = name(schema.name(), "", scope, before);
      Scope inside = scope.inside(name, before);
      messages.put(new Known(shape(schema), before.messages()), inside.path());
      shapes.putIfAbsent(shape(schema), inside.path());
      // Fields keep their names; what is nested beside them makes way.
      for (Field field : schema.fields()) {
        reserve(field, inside);
      }
      for (Field field : schema.fields()) {
        add(field, inside);
      }
      Meta meta = metadata.message(schema, name, file.getPackage());
      if (!meta.isNothing()) {
        imports.add(KnownFiles.META);
        inside.message().setOptions(MessageOptions.newBuilder().setUnknownFields(meta.options()));
      }
      return inside.built();
    }

    private void reserve(Field field, Scope scope) {
      String oneof = Kinds.union(field.schema());
      if (oneof.isEmpty()) {
        scope.reserve(identifiers, Key.of(field.name()));
      } else {
        scope.reserve(identifiers, oneof);
        for (Field each : field.schema().fields()) {
          scope.reserve(identifiers, new Key(field.name(), each.name()));
        }
      }
    }

    private void add(Field field, Scope scope) {
      if (Kinds.union(field.schema()).isEmpty()) {
        scope.message().addField(field(Key.of(field.name()), field, scope, Map.of()));
      } else {
        oneof(field, scope);
      }
    }

    private String name(@Nullable String fullName, String suffix, Scope scope, Earlier before) {
      String own = fullName == null ? "" : Identifiers.simple(fullName);
      String had = before.typeName();
      if (identifiers.isFor(had, own, suffix) && !scope.members().contains(had) && types.add(had)) {
        return had;
      }
      Set<String> others = new HashSet<>(scope.members());
      others.addAll(earlierTypes);
      String wanted = own;
      while (wanted.isEmpty() || (own.isEmpty() && earlierTypes.contains(wanted + suffix))) {
        wanted = ProtobufNames.UNNAMED + (++unnamed);
      }
      return identifiers.unique(wanted, suffix, types, others);
    }

    private void oneof(Field union, Scope scope) {
      DescriptorProto.Builder message = scope.message();
      int index = message.getOneofDeclCount();
      String name = scope.reserved();
      message.addOneofDecl(OneofDescriptorProto.newBuilder().setName(name));
      Map<String, String> said = metadata.union(union, name, index);
      for (Field field : union.schema().fields()) {
        FieldDescriptorProto.Builder member =
            field(new Key(union.name(), field.name()), field, scope, said);
        message.addField(member.clearProto3Optional().setOneofIndex(index));
        said = Map.of();
      }
    }

    private FieldDescriptorProto.Builder field(
        Key key, Field given, Scope scope, Map<String, String> said) {
      Schema schema = given.schema();
      String name = scope.reserved();
      Map<String, String> params = new LinkedHashMap<>(said);
      int number = scope.numbers().of(key, schema);
      FieldDescriptorProto.Builder field =
          FieldDescriptorProto.newBuilder()
              .setName(name)
              .setNumber(number)
              .setLabel(Label.LABEL_OPTIONAL);
      metadata.field(given, name, params);
      boolean isMany = schema.type() == Schema.Type.ARRAY || schema.type() == Schema.Type.MAP;
      if (isMany && schema.isOptional() && options.optionals()) {
        refer(field, scope, box(Needed.of(schema), scope, scope.earlier().below(key, Form.BOX)));
      } else if (schema.type() == Schema.Type.ARRAY) {
        items(key, schema.valueSchema(), field, scope, params);
      } else if (schema.type() == Schema.Type.MAP) {
        refer(field, scope, entry(key, schema, scope)).setLabel(Label.LABEL_REPEATED);
      } else {
        boolean isEnum = single(key, schema, field, scope, params);
        presence(schema, field, params);
        metadata.told(schema, scope.numbers().isTold(), isEnum, params);
      }
      Meta meta = metadata.meta(schema, params);
      if (!meta.isNothing()) {
        field.setOptions(FieldOptions.newBuilder().setUnknownFields(meta.options()));
        imports.add(KnownFiles.META);
      }
      return field;
    }

    private void presence(
        Schema schema, FieldDescriptorProto.Builder field, Map<String, String> params) {
      if (field.getType() == Type.TYPE_MESSAGE) {
        if (!schema.isOptional() && options.metadata()) {
          params.put(ProtobufNames.META_OPTIONAL, "false");
        }
      } else if (schema.isOptional() && options.optionals()) {
        field.setProto3Optional(true);
      }
    }

    private void items(
        Key key,
        Schema item,
        FieldDescriptorProto.Builder field,
        Scope scope,
        Map<String, String> params) {
      field.setLabel(Label.LABEL_REPEATED);
      boolean boxed =
          item.type() == Schema.Type.ARRAY
              || item.type() == Schema.Type.MAP
              || (options.optionals() && Kinds.needsBox(item));
      if (boxed) {
        refer(field, scope, box(item, scope, scope.earlier().below(key, Form.BOX)));
      } else {
        metadata.item(item, params);
        boolean isEnum = single(key, item, field, scope, params);
        metadata.itemTold(item, isEnum, params);
      }
    }

    /** A message around a value. */
    private DescriptorProto box(Schema schema, Scope scope, Earlier before) {
      Scope inside = scope.inside(name(null, "", scope, before), before);
      Field value = new Field(ProtobufNames.VALUE, 0, schema);
      reserve(value, inside);
      add(value, inside);
      imports.add(KnownFiles.META);
      Meta meta = new Meta("", Map.of(ProtobufNames.META_BOX, "true"));
      inside.message().setOptions(MessageOptions.newBuilder().setUnknownFields(meta.options()));
      return inside.built();
    }

    private DescriptorProto entry(Key at, Schema map, Scope scope) {
      Earlier before = scope.earlier().below(at, Form.ENTRY);
      Scope inside = scope.inside(name(map.name(), ProtobufNames.ENTRY, scope, before), before);
      inside.reserve(identifiers, Key.of(ProtobufNames.KEY));
      inside.reserve(identifiers, Key.of(ProtobufNames.VALUE));
      Field key = new Field(ProtobufNames.KEY, 0, map.keySchema());
      Field value = new Field(ProtobufNames.VALUE, 1, map.valueSchema());
      inside.message().addField(field(Key.of(key.name()), key, inside, Map.of()));
      inside.message().addField(field(Key.of(value.name()), value, inside, Map.of()));
      return inside.built();
    }

    /** Whether it is an enum. */
    private boolean single(
        Key key,
        Schema schema,
        FieldDescriptorProto.Builder field,
        Scope scope,
        Map<String, String> params) {
      String logical = Kinds.logical(schema);
      if (!logical.isEmpty()) {
        imports.add(file(logical));
        field.setType(Type.TYPE_MESSAGE).setTypeName("." + logical);
        metadata.decimal(schema, params);
      } else if (schema.type() == Schema.Type.STRUCT) {
        struct(key, schema, field, scope);
      } else if (schema.isOptional() && options.wrappers()) {
        imports.add(KnownFiles.WRAPPERS);
        field.setType(Type.TYPE_MESSAGE).setTypeName("." + Kinds.wrapper(schema));
      } else {
        String type = Enums.add(schema, scope, types, options.numberEnums());
        if (!type.isEmpty()) {
          field.setType(Type.TYPE_ENUM).setTypeName(type);
          return true;
        }
        field.setType(Kinds.scalar(schema));
      }
      return false;
    }

    private void struct(Key key, Schema schema, FieldDescriptorProto.Builder field, Scope scope) {
      if (!Kinds.union(schema).isEmpty()) {
        refer(field, scope, box(schema, scope, scope.earlier().below(key, Form.BOX)));
        return;
      }
      Earlier before = scope.earlier().below(key, Form.STRUCT);
      String known =
          before.isNothing()
              ? shapes.get(shape(schema))
              : messages.get(new Known(shape(schema), before.messages()));
      if (known != null) {
        field.setType(Type.TYPE_MESSAGE).setTypeName(known);
      } else {
        refer(field, scope, message(schema, scope, before));
      }
    }
  }

  private static FieldDescriptorProto.Builder refer(
      FieldDescriptorProto.Builder field, Scope scope, DescriptorProto nested) {
    scope.message().addNestedType(nested);
    return field.setType(Type.TYPE_MESSAGE).setTypeName(scope.path() + "." + nested.getName());
  }

  private static Shape shape(Schema schema) {
    return new Shape(
        schema.name(), schema.version(), schema.doc(), schema.parameters(), schema.fields());
  }

  private static String file(String logical) {
    return switch (logical) {
      case ProtobufNames.DECIMAL -> KnownFiles.DECIMAL;
      case ProtobufNames.DATE -> KnownFiles.DATE;
      case ProtobufNames.TIME -> KnownFiles.TIME;
      default -> KnownFiles.TIMESTAMP;
    };
  }
}
