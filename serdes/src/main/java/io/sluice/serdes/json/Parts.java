package io.sluice.serdes.json;

import static java.util.Objects.requireNonNull;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is made once for each part of one schema, also where the schema has itself as a part. To be
 * used by one thread; what it has made may go to others.
 */
final class Parts<T> {
  private final Map<Schema, Part<T>> made = new IdentityHashMap<>();

  /** One that is being made, or has been. */
  private static final class Part<T> implements Supplier<T> {
    private @Nullable T made;

    @Override
    public T get() {
      return requireNonNull(made, "a part is used only when the whole is made");
    }
  }

  /** What belongs to a schema. */
  T of(Schema schema, BiFunction<Schema, Parts<T>, T> maker) {
    return later(schema, maker).get();
  }

  /** What belongs to a schema, once the whole is made. */
  Supplier<T> later(Schema schema, BiFunction<Schema, Parts<T>, T> maker) {
    Part<T> known = made.get(schema);
    if (known == null) {
      known = new Part<>();
      made.put(schema, known);
      known.made = maker.apply(schema, this);
    }
    return known;
  }

  /** What belongs to each of a struct's fields, in their order. */
  List<Supplier<T>> each(Schema struct, BiFunction<Schema, Parts<T>, T> maker) {
    return struct.fields().stream().map(field -> later(field.schema(), maker)).toList();
  }
}
