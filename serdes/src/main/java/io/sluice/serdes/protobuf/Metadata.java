package io.sluice.serdes.protobuf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * What Protobuf has no word for, as params of {@code confluent.Meta}: there and back. Types and
 * scales are told always, the rest where {@code connect.meta.data} asks for it. Thread-safe.
 */
final class Metadata {
  private final ProtobufDataOptions options;
  private final Defaults defaults;

  Metadata(ProtobufDataOptions options) {
    this.options = options;
    this.defaults = new Defaults(options);
  }

  /** What is said of a struct: what follows from its message's name is not. */
  Meta message(Schema schema, String name, String pack) {
    if (!options.metadata()) {
      return Meta.NONE;
    }
    Map<String, String> params = new LinkedHashMap<>();
    boolean derived =
        schema.name() == null ? isUnnamed(name) : pack.isEmpty() && schema.name().equals(name);
    if (schema.name() != null && (!derived || isUnnamed(name))) {
      params.put(ProtobufNames.META + ProtobufNames.META_NAME, schema.name());
    }
    version(ProtobufNames.META, schema, params);
    parameters(ProtobufNames.META, schema, List.of(), params);
    doc(ProtobufNames.META, schema, params);
    return new Meta("", params);
  }

  /** Whether a message's name stands for no name at all. */
  static boolean isUnnamed(String name) {
    return name.matches(ProtobufNames.UNNAMED + "\\d+(_\\d+)?");
  }

  /** What is said of a field before its type is known. */
  void field(Field field, String name, Map<String, String> params) {
    if (!options.metadata()) {
      return;
    }
    if (!field.name().equals(name)) {
      params.put(ProtobufNames.META_FIELD, field.name());
    }
    if (field.schema().defaultValue() != null) {
      params.put(
          ProtobufNames.META + ProtobufNames.META_DEFAULT,
          defaults.text(field.schema(), field.schema().defaultValue()));
    }
    Schema schema = field.schema();
    if (schema.type() == Schema.Type.ARRAY || schema.type() == Schema.Type.MAP) {
      named(ProtobufNames.META, schema, List.of(), params);
    }
  }

  /**
   * What is said of a field that is neither list nor map.
   *
   * @param numbered whether its number is said by its parameter
   * @param isEnum whether its constants are said by its type
   */
  void told(Schema schema, boolean numbered, boolean isEnum, Map<String, String> params) {
    small(schema, params);
    if (options.metadata() && schema.type() != Schema.Type.STRUCT) {
      named(ProtobufNames.META, schema, natural(schema, numbered, isEnum), params);
    }
  }

  /** What is said of the items of a list. */
  void item(Schema item, Map<String, String> params) {
    if (options.metadata() && item.defaultValue() != null) {
      params.put(
          ProtobufNames.META_ITEM + ProtobufNames.META_DEFAULT,
          defaults.text(item, item.defaultValue()));
    }
  }

  /** What is said of items once their type is known. */
  void itemTold(Schema item, boolean isEnum, Map<String, String> params) {
    small(item, params);
    if (options.metadata() && item.type() != Schema.Type.STRUCT) {
      named(ProtobufNames.META_ITEM, item, natural(item, false, isEnum), params);
    }
  }

  void decimal(Schema schema, Map<String, String> params) {
    if (Decimal.LOGICAL_NAME.equals(schema.name())) {
      params.put(ProtobufNames.META_SCALE, Kinds.parameter(schema, Decimal.SCALE_FIELD));
      if (Kinds.has(schema, ProtobufNames.PRECISION)) {
        params.put(ProtobufNames.META_PRECISION, Kinds.parameter(schema, ProtobufNames.PRECISION));
      }
    }
  }

  /** What is said of a oneof, at its first field: what does not follow from its name. */
  Map<String, String> union(Field union, String name, int index) {
    if (!options.metadata()) {
      return Map.of();
    }
    Map<String, String> params = new LinkedHashMap<>();
    String prefix = UnionNames.META;
    if (!union.name().equals(UnionNames.field(name, index, options))) {
      params.put(prefix + "field", union.name());
    }
    if (!union.schema().isOptional()) {
      params.put(prefix + "optional", "false");
    }
    Schema schema = union.schema();
    boolean general = Kinds.has(schema, ProtobufNames.GENERAL_UNION);
    if (!UnionNames.schema(name, options).equals(schema.name())) {
      params.put(prefix + ProtobufNames.META_NAME, schema.name() == null ? "" : schema.name());
    }
    version(prefix, schema, params);
    doc(prefix, schema, params);
    boolean follows =
        general
            && options.generalizedSumTypes()
            && name.equals(Kinds.parameter(schema, ProtobufNames.GENERAL_UNION));
    parameters(prefix, schema, follows ? List.of(ProtobufNames.GENERAL_UNION) : List.of(), params);
    return params;
  }

  /** All that is said of a field, as its options have it. */
  Meta meta(Schema schema, Map<String, String> params) {
    boolean documented =
        options.metadata() && schema.type() != Schema.Type.STRUCT && schema.doc() != null;
    if (documented && schema.doc().isEmpty()) {
      params.put(ProtobufNames.META + ProtobufNames.META_DOC, "");
    }
    return new Meta(documented ? schema.doc() : "", params);
  }

  private static void small(Schema schema, Map<String, String> params) {
    if (schema.type() == Schema.Type.INT8 || schema.type() == Schema.Type.INT16) {
      params.put(ProtobufNames.META_TYPE, schema.type().getName());
    }
  }

  private static void named(
      String prefix, Schema schema, List<String> natural, Map<String, String> params) {
    boolean logical = !Kinds.logical(schema).isEmpty();
    if (schema.name() != null && !logical) {
      params.put(prefix + ProtobufNames.META_NAME, schema.name());
    }
    if (logical && schema.version() == null) {
      params.put(prefix + ProtobufNames.META_VERSION, "");
    } else if (!logical || schema.version() != 1) {
      version(prefix, schema, params);
    }
    if (prefix.equals(ProtobufNames.META_ITEM)) {
      doc(prefix, schema, params);
    }
    parameters(prefix, schema, natural, params);
  }

  /** The parameters that the file says by itself. */
  private static List<String> natural(Schema schema, boolean numbered, boolean isEnum) {
    List<String> natural = new java.util.ArrayList<>();
    if (numbered) {
      natural.add(ProtobufNames.TAG);
    }
    if (isEnum
        && Kinds.enumeration(schema).equals(ProtobufNames.ENUM)
        && !Kinds.parameter(schema, ProtobufNames.ENUM).contains(".")) {
      natural.add(ProtobufNames.ENUM);
      schema.parameters().keySet().stream()
          .filter(each -> each.startsWith(ProtobufNames.ENUM + "."))
          .forEach(natural::add);
    }
    if (!Kinds.logical(schema).isEmpty() && Decimal.LOGICAL_NAME.equals(schema.name())) {
      natural.add(Decimal.SCALE_FIELD);
      natural.add(ProtobufNames.PRECISION);
    }
    return natural;
  }

  private static void version(String prefix, Schema schema, Map<String, String> params) {
    if (schema.version() != null) {
      params.put(prefix + ProtobufNames.META_VERSION, schema.version().toString());
    }
  }

  private static void doc(String prefix, Schema schema, Map<String, String> params) {
    if (schema.doc() != null) {
      params.put(prefix + ProtobufNames.META_DOC, schema.doc());
    }
  }

  private static void parameters(
      String prefix, Schema schema, List<String> natural, Map<String, String> params) {
    if (schema.parameters() != null) {
      schema
          .parameters()
          .forEach(
              (name, value) -> {
                if (!natural.contains(name)) {
                  params.put(prefix + ProtobufNames.META_PARAMETER + name, value);
                }
              });
    }
  }

  /** Gives a schema that is being made what was said of it. */
  void into(SchemaBuilder builder, String prefix, Meta meta) {
    if (meta.has(prefix + ProtobufNames.META_NAME)) {
      builder.name(meta.param(prefix + ProtobufNames.META_NAME));
    }
    String version = meta.param(prefix + ProtobufNames.META_VERSION);
    if (version.matches("-?\\d{1,10}")) {
      builder.version((int) Long.parseLong(version));
    }
    if (meta.has(prefix + ProtobufNames.META_DOC)) {
      builder.doc(meta.param(prefix + ProtobufNames.META_DOC));
    }
    String parameter = prefix + ProtobufNames.META_PARAMETER;
    meta.params()
        .forEach(
            (name, value) -> {
              if (name.startsWith(parameter)) {
                builder.parameter(name.substring(parameter.length()), value);
              }
            });
  }

  /** Gives a schema that is otherwise whole its default. */
  void preset(SchemaBuilder builder, String prefix, Meta meta) {
    if (meta.has(prefix + ProtobufNames.META_DEFAULT)) {
      builder.defaultValue(
          defaults.value(builder, meta.param(prefix + ProtobufNames.META_DEFAULT)));
    }
  }
}
