package io.sluice.converters;

import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Writes the structs of one schema as objects; what is the same in all of them is made once. */
final class StructWriter implements ValueWriter.Present {
  private final Schema schema;
  private final Field[] fields;
  private final ValueWriter[] values;

  /** What comes before each value: what begins the object or parts it from the last, and a name. */
  private final byte[][] before;

  StructWriter(Schema schema, ValueWriters writers) {
    this.schema = schema;
    List<Field> all = schema.fields();
    fields = all.toArray(new Field[0]);
    values = new ValueWriter[fields.length];
    before = new byte[fields.length][];
    JsonBytes name = new JsonBytes();
    for (Field field : fields) {
      name.begin(new byte[0]);
      name.raw(field.index() == 0 ? '{' : ',');
      name.text(field.name());
      name.raw(':');
      before[field.index()] = name.copied();
      values[field.index()] = writers.of(field.schema());
    }
  }

  @Override
  public void write(Object value, JsonBytes json) {
    Struct struct = (Struct) value;
    if (!struct.schema().equals(schema)) {
      throw ofAnother();
    }
    if (fields.length == 0) {
      json.raw('{');
    }
    for (int i = 0; i < fields.length; i++) {
      json.raw(before[i]);
      try {
        values[i].write(value(struct, fields[i]), json);
      } catch (MisfitException e) {
        throw e.under(fields[i].name());
      }
    }
    json.raw('}');
  }

  static MisfitException ofAnother() {
    return new MisfitException(
        "expected a struct of the schema beside it, found one of another", null);
  }

  private static @Nullable Object value(Struct struct, Field field) {
    Object value = struct.get(field);
    // A null looks like the default there; by its name, which is looked up, it does not.
    return value != null && value == field.schema().defaultValue()
        ? struct.getWithoutDefault(field.name())
        : value;
  }
}
