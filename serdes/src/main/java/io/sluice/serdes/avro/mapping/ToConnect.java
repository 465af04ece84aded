package io.sluice.serdes.avro.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** What one schema of Avro is in Connect. */
public final class ToConnect {
  private static final int DEEPEST = 500;

  private final Mapping mapping;

  /** Records whose fields are being looked at, each with the places where it is inside itself. */
  private final Map<Schema, List<RecursiveSchema>> underWay = new IdentityHashMap<>();

  /** Named types that are done, not optional and optional. */
  private final Map<Schema, org.apache.kafka.connect.data.Schema> done = new IdentityHashMap<>();

  private final Map<Schema, org.apache.kafka.connect.data.Schema> doneOptional =
      new IdentityHashMap<>();

  private int unions;
  private int depth;

  private ToConnect(Mapping mapping) {
    this.mapping = mapping;
  }

  /**
   * The schema in Connect; null if values have none.
   *
   * @throws DataException if Connect cannot have it
   */
  public static org.apache.kafka.connect.data.@Nullable Schema schema(
      Schema schema, Mapping mapping) {
    return Anything.is(schema) ? null : new ToConnect(mapping).convert(schema, false, null);
  }

  /**
   * @param standard the default of the field, as Avro's library gives it; null if there is none
   */
  private org.apache.kafka.connect.data.Schema convert(
      Schema schema, boolean optional, @Nullable Object standard) {
    if (schema.isUnion()) {
      return union(schema, optional, standard);
    }
    List<RecursiveSchema> inside = underWay.get(schema);
    if (inside != null) {
      RecursiveSchema recursive = new RecursiveSchema(optional, name(schema));
      inside.add(recursive);
      return recursive;
    }
    boolean shared = schema.getType() == Schema.Type.RECORD && standard == null;
    Map<Schema, org.apache.kafka.connect.data.Schema> known = optional ? doneOptional : done;
    org.apache.kafka.connect.data.Schema there = shared ? known.get(schema) : null;
    if (there != null) {
      return there;
    }
    if (++depth > DEEPEST) {
      throw new DataException("expected a schema at most " + DEEPEST + " levels deep");
    }
    org.apache.kafka.connect.data.Schema made = described(schema, optional, standard);
    depth--;
    if (shared) {
      known.put(schema, made);
    }
    return made;
  }

  private org.apache.kafka.connect.data.Schema described(
      Schema schema, boolean optional, @Nullable Object standard) {
    Draft draft = draft(schema);
    draft.name(name(schema));
    describe(schema, draft);
    Object own = schema.getObjectProp(Names.CONNECT_DEFAULT);
    if (own == null && standard != null && standard != JsonProperties.NULL_VALUE) {
      if (mapping.metaData()) {
        draft.parameter(Names.FIELD_DEFAULT, "true");
      }
      draft.standard(standard);
    } else {
      draft.standard(own);
    }
    if (optional) {
      draft.builder().optional();
    }
    org.apache.kafka.connect.data.Schema made = draft.build();
    List<RecursiveSchema> inside = underWay.remove(schema);
    if (inside != null) {
      inside.forEach(each -> each.bind(made));
    }
    return made;
  }

  private Draft draft(Schema schema) {
    return switch (schema.getType()) {
      case BOOLEAN -> new Draft(SchemaBuilder.bool());
      case INT -> integer(schema);
      case LONG ->
          isLogical(schema, "timestamp-millis")
              ? new Draft(SchemaBuilder.int64()).name(Timestamp.LOGICAL_NAME).version(1)
              : new Draft(SchemaBuilder.int64());
      case FLOAT -> new Draft(SchemaBuilder.float32());
      case DOUBLE -> new Draft(SchemaBuilder.float64());
      case STRING -> new Draft(SchemaBuilder.string());
      case BYTES, FIXED -> bytes(schema);
      case ENUM -> enumeration(schema);
      case ARRAY ->
          Names.isMapEntry(schema.getElementType())
              ? entries(schema.getElementType())
              : new Draft(SchemaBuilder.array(element(schema.getElementType())));
      case MAP -> new Draft(SchemaBuilder.map(keys(schema), element(schema.getValueType())));
      case RECORD -> record(schema);
      case UNION, NULL ->
          throw new DataException(
              "Connect has no type for a null that is always null. Make it a union with another"
                  + " type");
    };
  }

  private org.apache.kafka.connect.data.@Nullable Schema element(Schema schema) {
    return Anything.is(schema) ? null : convert(schema, false, null);
  }

  private org.apache.kafka.connect.data.Schema keys(Schema map) {
    String text = mapping.metaData() ? map.getProp(Names.MAP_KEY) : null;
    if (text == null) {
      return org.apache.kafka.connect.data.Schema.STRING_SCHEMA;
    }
    try {
      return convert(new Schema.Parser().parse(text), false, null);
    } catch (AvroRuntimeException e) {
      throw new DataException("expected an Avro schema as " + Names.MAP_KEY, e);
    }
  }

  private static Draft integer(Schema schema) {
    if (isLogical(schema, "date")) {
      return new Draft(SchemaBuilder.int32()).name(Date.LOGICAL_NAME).version(1);
    }
    if (isLogical(schema, "time-millis")) {
      return new Draft(SchemaBuilder.int32()).name(Time.LOGICAL_NAME).version(1);
    }
    String type = schema.getProp(Names.CONNECT_TYPE);
    if (type == null) {
      return new Draft(SchemaBuilder.int32());
    }
    return switch (type) {
      case "int8" -> new Draft(SchemaBuilder.int8());
      case "int16" -> new Draft(SchemaBuilder.int16());
      default ->
          throw new DataException(
              "expected int8 or int16 as " + Names.CONNECT_TYPE + ", found " + type);
    };
  }

  private static Draft bytes(Schema schema) {
    Draft draft = new Draft(SchemaBuilder.bytes());
    if (isLogical(schema, "decimal")) {
      int scale = schema.getObjectProp("scale") instanceof Number number ? number.intValue() : 0;
      draft.name(Decimal.LOGICAL_NAME).version(1);
      draft.parameter(Decimal.SCALE_FIELD, Integer.toString(scale));
      if (schema.getObjectProp("precision") instanceof Number precision
          && precision.intValue() != Names.PRECISION_UNLESS_SAID) {
        draft.parameter(Names.PRECISION, precision.toString());
      }
    }
    if (schema.getType() == Schema.Type.FIXED) {
      draft.parameter(Names.FIXED_SIZE, Integer.toString(schema.getFixedSize()));
    }
    return draft;
  }

  private Draft enumeration(Schema schema) {
    Draft draft = new Draft(SchemaBuilder.string());
    if (mapping.metaData()) {
      if (schema.getDoc() != null) {
        draft.parameter(Names.ENUM_DOC + schema.getName(), schema.getDoc());
      }
      if (schema.getEnumDefault() != null) {
        draft.parameter(Names.ENUM_DEFAULT + schema.getName(), schema.getEnumDefault());
      }
    }
    String parameter = mapping.enumParameter();
    draft.parameter(parameter, schema.getFullName());
    int index = 0;
    for (String symbol : schema.getEnumSymbols()) {
      draft.parameter(
          parameter + "." + symbol, mapping.generalizedSums() ? Integer.toString(index) : symbol);
      index++;
    }
    return draft;
  }

  private Draft entries(Schema entry) {
    Schema.Field key = entry.getField(Names.KEY);
    Schema.Field value = entry.getField(Names.VALUE);
    if (key == null || value == null || entry.getFields().size() != 2) {
      throw new DataException(
          "expected a map's entries with fields key and value, found others in "
              + entry.getFullName());
    }
    return new Draft(SchemaBuilder.map(element(key.schema()), element(value.schema())));
  }

  private Draft record(Schema schema) {
    underWay.put(schema, new ArrayList<>());
    Draft draft = new Draft(SchemaBuilder.struct());
    if (mapping.metaData() && schema.getDoc() != null) {
      draft.parameter(Names.RECORD_DOC, schema.getDoc());
    }
    for (Schema.Field field : schema.getFields()) {
      if (mapping.metaData() && field.doc() != null) {
        draft.parameter(Names.FIELD_DOC + field.name(), field.doc());
      }
      draft.builder().field(field.name(), convert(field.schema(), false, standard(field)));
    }
    return draft;
  }

  private static @Nullable Object standard(Schema.Field field) {
    try {
      return field.defaultVal();
    } catch (AvroRuntimeException e) {
      return null; // One that is no value of its field; writers do without it, and so do readers.
    }
  }

  private org.apache.kafka.connect.data.Schema union(
      Schema schema, boolean optional, @Nullable Object standard) {
    List<Schema> members = new ArrayList<>(schema.getTypes());
    boolean nullable = members.removeIf(each -> each.getType() == Schema.Type.NULL);
    if (members.size() == 1 && (nullable || mapping.flattenSingletons())) {
      // A default would be taken for a null by who reads structs.
      return convert(members.get(0), nullable || optional, null);
    }
    String name = mapping.generalizedSums() ? Names.GENERAL_UNION_NAME + unions++ : Names.UNION;
    Draft draft = new Draft(SchemaBuilder.struct()).name(name);
    if (mapping.generalizedSums()) {
      draft.parameter(Names.GENERAL_UNION, name);
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < schema.getTypes().size(); i++) {
      Schema member = schema.getTypes().get(i);
      if (member.getType() == Schema.Type.NULL) {
        continue;
      }
      String field = Members.name(member, i, mapping);
      if (!seen.add(field)) {
        throw new DataException(
            "Two members of a union have the name "
                + field
                + ". Set enhanced.avro.schema.support=true, which gives them their full names");
      }
      draft.builder().field(field, convert(member, true, null));
    }
    if (nullable || optional) {
      draft.builder().optional();
    }
    boolean first = schema.getTypes().get(0).getType() != Schema.Type.NULL;
    draft.standard(first ? standard : null);
    return draft.build();
  }

  private void describe(Schema schema, Draft draft) {
    String doc = schema.getProp(Names.CONNECT_DOC);
    if (mapping.metaData() && doc != null) {
      draft.builder().doc(doc);
    }
    if (schema.getObjectProp(Names.CONNECT_VERSION) instanceof Number version) {
      draft.version(version.intValue());
    }
    if (mapping.metaData()
        && schema.getObjectProp(Names.CONNECT_PARAMETERS) instanceof Map<?, ?> parameters) {
      parameters.forEach(
          (key, value) -> draft.parameter(String.valueOf(key), String.valueOf(value)));
    }
    schema
        .getObjectProps()
        .forEach(
            (name, value) -> {
              if (name.startsWith(Names.AVRO)) {
                draft.parameter(name, String.valueOf(value));
              }
            });
  }

  /** What a type is called in Connect; null if it is not. */
  private static @Nullable String name(Schema schema) {
    if (schema.getObjectProp(Names.CONNECT_NAME) instanceof String name) {
      return name;
    }
    boolean named =
        switch (schema.getType()) {
          case RECORD, ENUM -> true;
          case FIXED -> !isLogical(schema, "decimal");
          case ARRAY, MAP, UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> false;
        };
    return named && !schema.getFullName().startsWith(Names.NAMESPACE + "." + Names.NAMELESS)
        ? schema.getFullName()
        : null;
  }

  private static boolean isLogical(Schema schema, String type) {
    return type.equals(schema.getProp(Names.LOGICAL_TYPE));
  }
}
