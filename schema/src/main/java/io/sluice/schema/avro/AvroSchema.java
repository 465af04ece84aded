package io.sluice.schema.avro;

import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A schema of Avro. Immutable, safe in several threads. */
public final class AvroSchema implements ParsedSchema {
  private final Schema schema;
  private final String canonical;
  private final Set<String> referenced;
  private @Nullable String normalized;

  private AvroSchema(Schema schema, String canonical, Set<String> referenced) {
    this.schema = schema;
    this.canonical = canonical;
    this.referenced = referenced;
  }

  /**
   * A schema as Avro's library has it.
   *
   * @param referenced the types that it refers to by name, and which are defined elsewhere
   */
  // The form without what is defined elsewhere has no other name in Avro than this one.
  @SuppressWarnings("deprecation")
  static AvroSchema of(Schema schema, List<Schema> referenced) {
    return new AvroSchema(
        schema,
        schema.toString(referenced, false),
        referenced.stream().map(Schema::getFullName).collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * A schema that was made, not read, and needs no other: what a client has that derives schemas
   * from classes or from Connect's schemas.
   */
  public static AvroSchema of(Schema schema) {
    return of(schema, List.of());
  }

  /** As Avro's own library has it, with the schemas that it refers to. */
  public Schema schema() {
    return schema;
  }

  @Override
  public SchemaType type() {
    return SchemaType.AVRO;
  }

  /**
   * Avro's own way of writing a schema: the definition of a type where it is first used, its name
   * from there on; with {@code doc}, aliases, order, logical types and properties of one's own.
   */
  @Override
  public String canonical() {
    return canonical;
  }

  @Override
  public String normalized() {
    String text = normalized;
    if (text == null) {
      text = AvroNormalForm.of(canonical, referenced);
      normalized = text; // Whoever comes second makes the same text.
    }
    return text;
  }

  /** The full name of a record; nothing else has one that subjects go by. */
  @Override
  public Optional<String> recordName() {
    return schema.getType() == Schema.Type.RECORD
        ? Optional.of(schema.getFullName())
        : Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AvroSchema that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  @Override
  public String toString() {
    return canonical;
  }
}
