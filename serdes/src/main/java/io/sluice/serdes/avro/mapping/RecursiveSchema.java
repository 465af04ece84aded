package io.sluice.serdes.avro.mapping;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A struct's schema inside itself. Two are the same if they have the same name: what is around them
 * is compared anyway, and comparing what is in them would not end.
 */
public final class RecursiveSchema implements Schema {
  private final boolean optional;
  private final @Nullable String name;

  /** Bound once, before anybody else sees this. */
  private @Nullable Schema around;

  RecursiveSchema(boolean optional, @Nullable String name) {
    this.optional = optional;
    this.name = name;
  }

  void bind(Schema schema) {
    around = schema;
  }

  private Schema around() {
    return requireNonNull(around, "a schema inside itself is used before it is complete");
  }

  @Override
  public Type type() {
    return Type.STRUCT;
  }

  @Override
  public boolean isOptional() {
    return optional;
  }

  @Override
  public @Nullable Object defaultValue() {
    return null;
  }

  @Override
  public @Nullable String name() {
    return name;
  }

  @Override
  public @Nullable Integer version() {
    return around().version();
  }

  @Override
  public @Nullable String doc() {
    return around().doc();
  }

  @Override
  public @Nullable Map<String, String> parameters() {
    return around().parameters();
  }

  @Override
  public @Nullable Schema keySchema() {
    return null;
  }

  @Override
  public @Nullable Schema valueSchema() {
    return null;
  }

  @Override
  public List<Field> fields() {
    return around().fields();
  }

  @Override
  public Field field(String fieldName) {
    return around().field(fieldName);
  }

  @Override
  public Schema schema() {
    return this;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecursiveSchema that
        && optional == that.optional
        && Objects.equals(name, that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, optional);
  }

  @Override
  public String toString() {
    return "Schema{" + name + ":STRUCT, inside itself}";
  }
}
