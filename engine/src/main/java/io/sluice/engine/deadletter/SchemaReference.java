package io.sluice.engine.deadletter;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Stands for a schema inside its own definition, where the schema itself is not there yet. */
final class SchemaReference implements Schema {
  private @Nullable Schema target;

  void resolve(Schema schema) {
    target = schema;
  }

  /** The schema itself, if this is a reference to one. */
  static Schema follow(Schema schema) {
    return schema instanceof SchemaReference reference ? reference.target() : schema;
  }

  private Schema target() {
    return requireNonNull(target, "the definition of the schema is not complete");
  }

  @Override
  public Type type() {
    return target().type();
  }

  @Override
  public boolean isOptional() {
    return target().isOptional();
  }

  @Override
  public @Nullable Object defaultValue() {
    return target().defaultValue();
  }

  @Override
  public @Nullable String name() {
    return target().name();
  }

  @Override
  public @Nullable Integer version() {
    return target().version();
  }

  @Override
  public @Nullable String doc() {
    return target().doc();
  }

  @Override
  public @Nullable Map<String, String> parameters() {
    return target().parameters();
  }

  @Override
  public Schema keySchema() {
    return target().keySchema();
  }

  @Override
  public Schema valueSchema() {
    return target().valueSchema();
  }

  @Override
  public List<Field> fields() {
    return target().fields();
  }

  @Override
  public Field field(String name) {
    return target().field(name);
  }

  @Override
  public Schema schema() {
    return this;
  }
}
