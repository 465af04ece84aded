package io.sluice.serdes.record;

import io.sluice.serdes.misfit.MisfitException;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Fills the structs of one schema. Connect's check of each value stays, but for what it costs most:
 * for a field with a name it makes up what an error would say of it, whether there is one or not,
 * which takes longer than reading the value. Thread-safe.
 */
public final class StructFields {
  private final Schema schema;

  /** The same as the schema's, without their names. */
  private final Field[] nameless;

  private final boolean[] optional;

  /**
   * @param schema of structs
   */
  public StructFields(Schema schema) {
    this.schema = schema;
    List<Field> fields = schema.fields();
    nameless = new Field[fields.size()];
    optional = new boolean[nameless.length];
    for (Field each : fields) {
      nameless[each.index()] = new Field(null, each.index(), each.schema());
      optional[each.index()] = each.schema().isOptional();
    }
  }

  /** A struct in which nothing is. */
  public Struct empty() {
    return new Struct(schema);
  }

  /**
   * Puts a value where the struct's field of that index has it.
   *
   * @throws MisfitException if it is null and the schema has no null there
   * @throws org.apache.kafka.connect.errors.DataException if it is none of the field's schema
   */
  public void put(Struct struct, int index, @Nullable Object value) {
    if (value != null) {
      struct.put(nameless[index], value);
    } else if (!optional[index]) {
      throw new MisfitException("expected a value, found null where the schema has no null");
    }
  }
}
