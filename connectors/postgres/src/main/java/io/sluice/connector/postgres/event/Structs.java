package io.sluice.connector.postgres.event;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Struct out of all its values at once. {@link Struct#put} validates every value against
 * its schema and, to be ready to complain, builds a text for each: half of the time of a snapshot.
 * Here the values come from decoders that were chosen by that very schema, so they are laid
 * straight into the Struct where the JVM allows it, and put one by one where it does not.
 */
final class Structs {

  private static final @Nullable MethodHandle VALUES = values();

  private Structs() {}

  /**
   * @param values in the order of the schema's fields; copied
   */
  static Struct of(Schema schema, @Nullable Object[] values) {
    Struct struct = new Struct(schema);
    if (VALUES != null) {
      @Nullable Object[] slots;
      try {
        slots = (Object[]) VALUES.invokeExact(struct);
      } catch (Throwable e) {
        throw new IllegalStateException("Reading a field cannot fail", e);
      }
      System.arraycopy(values, 0, slots, 0, slots.length);
      return struct;
    }
    List<Field> fields = schema.fields();
    for (int i = 0; i < fields.size(); i++) {
      if (values[i] != null) {
        struct.put(fields.get(i), values[i]);
      }
    }
    return struct;
  }

  /** The value, with the schema that its field has where it is put, if it is a struct. */
  static @Nullable Object as(Schema schema, @Nullable Object value) {
    if (!(value instanceof Struct struct) || struct.schema().equals(schema)) {
      return value;
    }
    Struct copy = new Struct(schema);
    struct.schema().fields().forEach(field -> copy.put(field.name(), struct.get(field)));
    return copy;
  }

  private static @Nullable MethodHandle values() {
    try {
      return MethodHandles.privateLookupIn(Struct.class, MethodHandles.lookup())
          .findGetter(Struct.class, "values", Object[].class);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // Another version of Connect, or a module that is closed to us: the documented
      // way then.
    }
  }
}
