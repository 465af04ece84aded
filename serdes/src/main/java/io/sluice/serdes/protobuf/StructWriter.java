package io.sluice.serdes.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.protobuf.ValueWriters.Body;
import io.sluice.serdes.protobuf.ValueWriters.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Writes the structs of one schema as messages. Thread-safe. */
final class StructWriter implements Body {
  private final Schema schema;
  private final boolean defaultsForNull;
  private final Member[] members;

  /** A field that has its place in the message, or has none. */
  private record Member(Field field, Part part) {}

  StructWriter(
      Schema schema,
      Descriptor message,
      ProtobufDataOptions options,
      BiFunction<Schema, Slot.Single, Part> singles,
      BiFunction<Schema, Slot.Union, Part> unions) {
    this.schema = schema;
    defaultsForNull = options.defaultsForNull();
    List<Member> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Slot slot : Slot.of(message, options)) {
      Field field = schema.field(slot.name());
      if (field != null) {
        names.add(field.name());
        Part part =
            slot instanceof Slot.Union union
                ? unions.apply(field.schema(), union)
                : singles.apply(field.schema(), (Slot.Single) slot);
        found.add(new Member(field, part));
      }
    }
    for (Field field : schema.fields()) {
      if (!names.contains(field.name())) {
        found.add(new Member(field, StructWriter::homeless));
      }
    }
    members = found.toArray(new Member[0]);
  }

  private static void homeless(@Nullable Object value, ReverseBytes out) {
    if (value != null) {
      throw new MisfitException(
          "expected a field of that name in the registered schema, found none");
    }
  }

  @Override
  public void write(Object value, ReverseBytes out) {
    Struct struct = (Struct) value;
    if (struct.schema() != schema
        && !struct.schema().equals(schema)
        && !struct.schema().fields().equals(schema.fields())) {
      throw new MisfitException("expected a struct of the schema beside it, found one of another");
    }
    for (int i = members.length - 1; i >= 0; i--) {
      Field field = members[i].field();
      try {
        members[i].part().write(value(struct, field), out);
      } catch (MisfitException e) {
        throw e.under(field.name());
      }
    }
  }

  private @Nullable Object value(Struct struct, Field field) {
    Object value = struct.get(field);
    // A null looks like the default there; by its name, which is looked up, it does not.
    return value != null && !defaultsForNull && value == field.schema().defaultValue()
        ? struct.getWithoutDefault(field.name())
        : value;
  }
}
