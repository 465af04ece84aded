package io.sluice.connector.postgres.value;

import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * How a column of some type appears in events: the one place where a type's schema and both its
 * forms on the wire meet.
 *
 * @param schema begins the column's schema; optional, default and parameters are still to be said
 * @param values what makes the values, given the schema as it became
 */
public record ValueType(Supplier<SchemaBuilder> schema, Function<Schema, Values> values) {

  /** A type whose values do not depend on what was added to the schema. */
  static ValueType of(Supplier<SchemaBuilder> schema, Values values) {
    return new ValueType(schema, any -> values);
  }

  /** A type with a semantic name, in its first version. */
  static ValueType named(String name, Supplier<SchemaBuilder> schema, Values values) {
    return of(() -> schema.get().name(name).version(1), values);
  }
}
