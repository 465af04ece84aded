package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Writes the structs of one schema as objects; their names are made once. Thread-safe. */
final class StructWriter implements ValueWriter.Present {
  private final Schema schema;
  private final Field[] fields;
  private final SerializableString[] names;
  private final List<Supplier<ValueWriter>> values;
  private final boolean withoutNulls;
  private final boolean defaultsForNull;

  /**
   * @param withoutNulls whether an optional null is left out
   * @param defaultsForNull whether a null is written as the default of its field
   */
  StructWriter(
      Schema schema,
      List<Supplier<ValueWriter>> values,
      boolean withoutNulls,
      boolean defaultsForNull) {
    this.schema = schema;
    this.values = values;
    this.withoutNulls = withoutNulls;
    this.defaultsForNull = defaultsForNull;
    fields = schema.fields().toArray(new Field[0]);
    names = new SerializableString[fields.length];
    for (Field field : fields) {
      names[field.index()] = new SerializedString(field.name());
    }
  }

  @Override
  public void write(Object value, JsonGenerator json) throws IOException {
    Struct struct = (Struct) value;
    if (struct.schema() != schema && !struct.schema().equals(schema)) {
      throw new MisfitException("expected a struct of the schema beside it, found one of another");
    }
    json.writeStartObject();
    for (int i = 0; i < fields.length; i++) {
      Object field = value(struct, fields[i]);
      if (field == null && withoutNulls && fields[i].schema().isOptional()) {
        continue;
      }
      json.writeFieldName(names[i]);
      try {
        values.get(i).get().write(field, json);
      } catch (MisfitException e) {
        throw e.under(fields[i].name());
      }
    }
    json.writeEndObject();
  }

  private @Nullable Object value(Struct struct, Field field) {
    Object value = struct.get(field);
    // A null looks like the default there; by its name, which is looked up, it does not.
    return value != null && !defaultsForNull && value == field.schema().defaultValue()
        ? struct.getWithoutDefault(field.name())
        : value;
  }
}
