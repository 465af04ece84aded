package io.sluice.serdes.avro;

import io.sluice.serdes.avro.data.ExactNumbers;
import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * Writes generic objects; a number that its type does not hold is refused where Avro cuts or rounds
 * it. A fraction as a {@code float} is the nearest one.
 */
final class CheckedWriter extends GenericDatumWriter<Object> {
  CheckedWriter(Schema schema, GenericData data) {
    super(schema, data);
  }

  @Override
  protected void writeWithoutConversion(Schema schema, @Nullable Object datum, Encoder out)
      throws IOException {
    if (datum instanceof Number number) {
      check(schema.getType(), number);
    }
    super.writeWithoutConversion(schema, datum, out);
  }

  @Override
  protected void writeField(Object datum, Schema.Field field, Encoder out, @Nullable Object state)
      throws IOException {
    try {
      super.writeField(datum, field, out, state);
    } catch (MisfitException e) {
      throw e.under(field.name());
    }
  }

  private static void check(Schema.Type type, Number number) {
    boolean whole = isWhole(number);
    if (type == Schema.Type.INT && (!whole || number.longValue() != number.intValue())
        || type == Schema.Type.LONG && !whole) {
      throw new MisfitException(
          "expected a whole number that "
              + type.getName()
              + " of Avro holds, found another one, of "
              + number.getClass());
    }
    if (type == Schema.Type.FLOAT && whole) {
      ExactNumbers.float32(number.longValue());
    } else if (type == Schema.Type.FLOAT) {
      ExactNumbers.float32(number.doubleValue());
    } else if (type == Schema.Type.DOUBLE && whole) {
      ExactNumbers.float64(number.longValue());
    }
  }

  private static boolean isWhole(Number number) {
    return number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte;
  }
}
