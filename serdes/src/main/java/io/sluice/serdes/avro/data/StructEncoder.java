package io.sluice.serdes.avro.data;

import io.sluice.serdes.avro.mapping.Mapping;
import io.sluice.serdes.avro.mapping.ToAvro;
import io.sluice.serdes.misfit.MisfitException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Writes the structs of one schema as records; complete before the first one. */
final class StructEncoder implements ValueEncoder.Present {
  private static final Field[] NONE = {};

  private final org.apache.kafka.connect.data.Schema schema;
  private final Schema avro;

  /** In Avro's order; null where the struct has no such field. */
  private @Nullable Field[] fields = NONE;

  private ValueEncoder[] values = {};

  StructEncoder(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    this.schema = schema;
    this.avro = avro;
  }

  void complete(Encoders encoders, Mapping mapping) {
    int size = avro.getFields().size();
    @Nullable Field[] found = new Field[size];
    ValueEncoder[] made = new ValueEncoder[size];
    for (Schema.Field each : avro.getFields()) {
      Field field = find(each, mapping);
      try {
        found[each.pos()] = field;
        made[each.pos()] =
            field == null ? standard(each) : encoders.of(field.schema(), each.schema());
      } catch (MisfitException e) {
        throw e.under(each.name());
      }
    }
    values = made;
    fields = found;
  }

  /** The field of that name, or else of a name that it once had. */
  private @Nullable Field find(Schema.Field each, Mapping mapping) {
    Field field = find(each.name(), mapping);
    for (String alias : field == null ? each.aliases() : Set.<String>of()) {
      field = field == null ? find(alias, mapping) : field;
    }
    return field;
  }

  private @Nullable Field find(String name, Mapping mapping) {
    Field field = schema.field(name);
    if (field != null || !mapping.scrubNames()) {
      return field;
    }
    for (Field each : schema.fields()) {
      if (ToAvro.fieldName(each.name(), mapping).equals(name)) {
        return each;
      }
    }
    return null;
  }

  /** What a record of another schema has where this one has nothing. */
  private static ValueEncoder standard(Schema.Field field) {
    if (!field.hasDefaultValue()) {
      throw new MisfitException(
          "the Avro schema has a field without a default that the record's schema does not have");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(field.schema())
          .write(GenericData.get().getDefaultValue(field), encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] same = bytes.toByteArray();
    return (none, to) -> to.raw(same);
  }

  @Override
  public void encode(Object value, AvroOutput to) {
    Struct struct = (Struct) value;
    if (!isOurs(struct.schema())) {
      throw new MisfitException("expected a struct of the schema beside it, found one of another");
    }
    for (int i = 0; i < values.length; i++) {
      Field field = fields[i];
      try {
        values[i].encode(field == null ? null : value(struct, field), to);
      } catch (MisfitException e) {
        throw e.under(avro.getFields().get(i).name());
      }
    }
  }

  @SuppressWarnings("ReferenceEquality")
  private boolean isOurs(org.apache.kafka.connect.data.Schema other) {
    // A struct inside itself has a schema that knows what it is equal to; what is around it has
    // not. One that is still a builder is equal to nothing.
    return other == schema
        || other.equals(schema)
        || schema.equals(other)
        || (other instanceof SchemaBuilder builder && builder.build().equals(schema));
  }

  private static @Nullable Object value(Struct struct, Field field) {
    Object value = struct.get(field);
    // A null looks like the default there; by its name, which is looked up, it does not.
    return value != null && value == field.schema().defaultValue()
        ? struct.getWithoutDefault(field.name())
        : value;
  }
}
