package io.sluice.serdes.avro.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What one schema of Connect is in Avro. Properties are added in the order in which Confluent's
 * converter adds them: a schema that it registered is found again by its text.
 */
public final class ToAvro {
  private final Mapping mapping;
  private final NamedTypes named;
  private final Defaults defaults;

  private ToAvro(Mapping mapping) {
    this.mapping = mapping;
    named = new NamedTypes(mapping);
    defaults = new Defaults(mapping);
  }

  /**
   * The schema in Avro.
   *
   * @param schema null for values without one
   * @throws DataException if Avro cannot have it; says why and what to do
   */
  public static Schema schema(
      org.apache.kafka.connect.data.@Nullable Schema schema, Mapping mapping) {
    try {
      return new ToAvro(mapping).convert(schema);
    } catch (AvroRuntimeException e) {
      // Names that are not allowed, unions in unions, the same type twice in a union.
      throw new DataException(
          "Avro cannot have this schema: "
              + e.getMessage()
              + (mapping.scrubNames() ? "" : ". Where it is a name, set scrub.invalid.names=true"),
          e);
    }
  }

  /** What a field of that name is called in Avro. */
  public static String fieldName(String name, Mapping mapping) {
    return mapping.scrubNames() ? NameScrubber.simple(name) : name;
  }

  private Schema convert(org.apache.kafka.connect.data.@Nullable Schema schema) {
    if (schema == null) {
      return Anything.SCHEMA;
    }
    if (Names.isUnion(schema)) {
      return union(schema);
    }
    Schema present = present(schema);
    if (!schema.isOptional()) {
      return present;
    }
    Schema none = Schema.create(Schema.Type.NULL);
    // The default of a field is one of the first type.
    return schema.defaultValue() == null
        ? Schema.createUnion(none, present)
        : Schema.createUnion(present, none);
  }

  private Schema union(org.apache.kafka.connect.data.Schema schema) {
    List<Schema> members = new ArrayList<>();
    if (schema.isOptional()) {
      members.add(Schema.create(Schema.Type.NULL));
    }
    for (Field field : schema.fields()) {
      members.add(present(field.schema()));
    }
    return Schema.createUnion(members);
  }

  /** What values are that are there. */
  private Schema present(org.apache.kafka.connect.data.Schema schema) {
    return switch (schema.type()) {
      case INT8, INT16, INT32 -> annotated(schema, Schema.create(Schema.Type.INT));
      case INT64 -> annotated(schema, Schema.create(Schema.Type.LONG));
      case FLOAT32 -> annotated(schema, Schema.create(Schema.Type.FLOAT));
      case FLOAT64 -> annotated(schema, Schema.create(Schema.Type.DOUBLE));
      case BOOLEAN -> annotated(schema, Schema.create(Schema.Type.BOOLEAN));
      case STRING ->
          isEnumInAvro(schema)
              ? enumeration(schema)
              : annotated(schema, Schema.create(Schema.Type.STRING));
      case BYTES -> Names.isFixed(schema) ? fixed(schema) : annotated(schema, bytes(schema));
      case ARRAY -> annotated(schema, Schema.createArray(convert(schema.valueSchema())));
      case MAP ->
          annotated(
              schema,
              Names.isPlainMap(schema, mapping)
                  ? map(schema)
                  : Schema.createArray(entries(schema)));
      case STRUCT -> Names.isUnion(schema) ? union(schema) : record(schema);
    };
  }

  private boolean isEnumInAvro(org.apache.kafka.connect.data.Schema schema) {
    return (mapping.enhanced() || mapping.generalizedSums())
        && Names.isEnum(schema)
        && schema.parameters().containsKey(mapping.enumParameter());
  }

  private Schema enumeration(org.apache.kafka.connect.data.Schema schema) {
    String parameter = mapping.enumParameter();
    NamedTypes.Place place = named.place(schema.parameters().get(parameter), schema);
    Schema known = place.known();
    if (known != null) {
      return known;
    }
    List<String> symbols = new ArrayList<>();
    for (String each : schema.parameters().keySet()) {
      if (each.startsWith(parameter + ".")) {
        symbols.add(each.substring(parameter.length() + 1));
      }
    }
    Schema made =
        Schema.createEnum(
            place.name(),
            schema.parameters().get(Names.ENUM_DOC + place.name()),
            place.namespace(),
            symbols,
            schema.parameters().get(Names.ENUM_DEFAULT + place.name()));
    place.take(made);
    return annotated(schema, made);
  }

  private Schema bytes(org.apache.kafka.connect.data.Schema schema) {
    Schema bytes = Schema.create(Schema.Type.BYTES);
    if (Decimal.LOGICAL_NAME.equals(schema.name())) {
      bytes.addProp("scale", (Object) scale(schema));
      bytes.addProp("precision", (Object) precision(schema));
    }
    return bytes;
  }

  private Schema fixed(org.apache.kafka.connect.data.Schema schema) {
    NamedTypes.Place place = named.place(schema.name(), schema);
    Schema known = place.known();
    if (known != null) {
      return known;
    }
    int size = number(schema, Names.FIXED_SIZE);
    Schema made = Schema.createFixed(place.name(), null, place.namespace(), size);
    if (Decimal.LOGICAL_NAME.equals(schema.name())) {
      made.addProp("scale", (Object) scale(schema));
      made.addProp("precision", (Object) precision(schema));
    }
    place.take(made);
    return annotated(schema, made);
  }

  private Schema record(org.apache.kafka.connect.data.Schema schema) {
    NamedTypes.Place place = named.place(schema.name(), schema);
    Schema known = place.known();
    if (known != null) {
      return known;
    }
    Map<String, String> parameters = schema.parameters();
    String doc = parameters == null ? null : parameters.get(Names.RECORD_DOC);
    Schema made = Schema.createRecord(place.name(), doc, place.namespace(), false);
    place.take(made); // Before its fields, which may be of this very type.
    List<Schema.Field> fields = new ArrayList<>();
    for (Field field : schema.fields()) {
      String fieldDoc = parameters == null ? null : parameters.get(Names.FIELD_DOC + field.name());
      fields.add(field(fieldName(field.name(), mapping), field.schema(), fieldDoc));
    }
    made.setFields(fields);
    return annotated(schema, made);
  }

  private Schema map(org.apache.kafka.connect.data.Schema schema) {
    Schema map = Schema.createMap(convert(schema.valueSchema()));
    if (mapping.metaData()
        && !org.apache.kafka.connect.data.Schema.STRING_SCHEMA.equals(schema.keySchema())) {
      map.addProp(Names.MAP_KEY, convert(schema.keySchema()).toString());
    }
    return map;
  }

  private Schema entries(org.apache.kafka.connect.data.Schema map) {
    NamedTypes.Place place = named.entries(map);
    Schema known = place.known();
    if (known != null) {
      return known;
    }
    Schema made = Schema.createRecord(place.name(), null, place.namespace(), false);
    if (!place.isPlainEntry()) {
      made.addProp(Names.INTERNAL_TYPE, Names.MAP_ENTRY);
    }
    place.take(made);
    made.setFields(
        List.of(
            field(Names.KEY, map.keySchema(), null), field(Names.VALUE, map.valueSchema(), null)));
    return made;
  }

  private Schema.Field field(
      String name, org.apache.kafka.connect.data.@Nullable Schema schema, @Nullable String doc) {
    Schema converted = convert(schema);
    Object standard = defaults.ofField(schema, converted);
    if (standard != null) {
      try {
        return new Schema.Field(name, converted, doc, standard);
      } catch (AvroRuntimeException e) {
        // Not every default can be one in Avro (NaN); connect.default has it all the same.
        return new Schema.Field(name, converted, doc);
      }
    }
    return new Schema.Field(name, converted, doc);
  }

  /** Adds what Avro has no word for. */
  private Schema annotated(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    if (mapping.metaData()) {
      describe(schema, avro);
    }
    logical(schema, avro);
    Map<String, String> parameters = schema.parameters();
    if (parameters != null) {
      parameters.forEach(
          (name, value) -> {
            if (name.startsWith(Names.AVRO)) {
              avro.addProp(name, value);
            }
          });
    }
    return avro;
  }

  private void describe(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    if (schema.doc() != null) {
      avro.addProp(Names.CONNECT_DOC, schema.doc());
    }
    if (schema.version() != null) {
      avro.addProp(Names.CONNECT_VERSION, (Object) schema.version());
    }
    Map<String, String> parameters = Parameters.kept(schema);
    if (!parameters.isEmpty()) {
      avro.addProp(Names.CONNECT_PARAMETERS, (Object) parameters);
    }
    if (schema.defaultValue() != null
        && (schema.parameters() == null || !schema.parameters().containsKey(Names.FIELD_DEFAULT))) {
      Object standard = defaults.json(schema, schema.defaultValue());
      if (standard != null) {
        avro.addProp(Names.CONNECT_DEFAULT, standard);
      }
    }
    if (schema.name() != null) {
      avro.addProp(Names.CONNECT_NAME, schema.name());
    }
    if (schema.type() == org.apache.kafka.connect.data.Schema.Type.INT8) {
      avro.addProp(Names.CONNECT_TYPE, "int8");
    } else if (schema.type() == org.apache.kafka.connect.data.Schema.Type.INT16) {
      avro.addProp(Names.CONNECT_TYPE, "int16");
    }
  }

  private void logical(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    if (schema.name() == null) {
      return;
    }
    switch (schema.name()) {
      case Date.LOGICAL_NAME -> LogicalTypes.date().addToSchema(avro);
      case Time.LOGICAL_NAME -> LogicalTypes.timeMillis().addToSchema(avro);
      case Timestamp.LOGICAL_NAME -> LogicalTypes.timestampMillis().addToSchema(avro);
      // As a property alone, since Avro's library refuses scales that its specification does not
      // have (below 0, beyond the precision), which Connect's decimals may have.
      case Decimal.LOGICAL_NAME -> avro.addProp(Names.LOGICAL_TYPE, "decimal");
      default -> {
        // No type that Avro knows.
      }
    }
  }

  private static int scale(org.apache.kafka.connect.data.Schema schema) {
    return number(schema, Decimal.SCALE_FIELD);
  }

  private static int precision(org.apache.kafka.connect.data.Schema schema) {
    return schema.parameters().containsKey(Names.PRECISION)
        ? number(schema, Names.PRECISION)
        : Names.PRECISION_UNLESS_SAID;
  }

  private static int number(org.apache.kafka.connect.data.Schema schema, String parameter) {
    String text = schema.parameters() == null ? null : schema.parameters().get(parameter);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new DataException(
          "expected a number as parameter '" + parameter + "' of a schema named " + schema.name(),
          e);
    }
  }
}
