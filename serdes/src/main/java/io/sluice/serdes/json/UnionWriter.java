package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Writes whichever field of a struct is not null. Thread-safe. */
final class UnionWriter implements ValueWriter.Present {
  private final Schema schema;
  private final List<Supplier<ValueWriter>> values;
  private final boolean hasTexts;

  /**
   * @param hasTexts whether a member is written as a text
   */
  UnionWriter(Schema schema, List<Supplier<ValueWriter>> values, boolean hasTexts) {
    this.schema = schema;
    this.values = values;
    this.hasTexts = hasTexts;
  }

  @Override
  public void write(Object value, JsonGenerator json) throws IOException {
    Struct struct = (Struct) value;
    if (struct.schema() != schema && !struct.schema().equals(schema)) {
      throw new MisfitException("expected a struct of the schema beside it, found one of another");
    }
    Field chosen = null;
    for (Field field : schema.fields()) {
      if (struct.getWithoutDefault(field.name()) != null) {
        if (chosen != null) {
          throw new MisfitException("expected one field of a union to be set, found several");
        }
        chosen = field;
      }
    }
    if (chosen == null) {
      throw new MisfitException("expected one field of a union to be set, found none");
    }
    Object member = struct.getWithoutDefault(chosen.name());
    if (hasTexts && !isFinite(member)) {
      throw new MisfitException(
          "expected a number that JSON has in a union with texts, found NaN or an infinity, which"
              + " would be read as a text");
    }
    values.get(chosen.index()).get().write(member, json);
  }

  private static boolean isFinite(Object value) {
    return !(value instanceof Double || value instanceof Float)
        || Double.isFinite(((Number) value).doubleValue());
  }
}
