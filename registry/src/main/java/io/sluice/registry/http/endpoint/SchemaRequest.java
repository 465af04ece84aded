package io.sluice.registry.http.endpoint;

import static java.util.Objects.requireNonNullElse;

import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.RuleSet;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schema as clients send it, to have it registered, found or judged. */
record SchemaRequest(
    @Nullable String schema,
    @Nullable String schemaType,
    @Nullable List<Reference> references,
    @Nullable Metadata metadata,
    @Nullable RuleSet ruleSet,
    @Nullable Integer id,
    @Nullable Integer version) {

  /** What it needs; without a version, the newest. */
  record Reference(@Nullable String name, @Nullable String subject, @Nullable Integer version) {}

  /**
   * The draft that it is.
   *
   * @throws RegistryException INVALID_SCHEMA if something is missing, or of no known type
   */
  SchemaDraft draft() {
    if (schema == null || schema.isBlank()) {
      throw invalid("Empty schema: expected the text of a schema in 'schema'");
    }
    List<SchemaReference> needed = new ArrayList<>();
    for (Reference reference : requireNonNullElse(references, List.<Reference>of())) {
      needed.add(reference(reference));
    }
    return new SchemaDraft(
        new SchemaContent(type(), schema, needed, metadata, ruleSet),
        requireNonNullElse(id, -1),
        requireNonNullElse(version, -1));
  }

  private SchemaType type() {
    String name = requireNonNullElse(schemaType, SchemaType.AVRO.name());
    return SchemaType.named(name)
        .orElseThrow(
            () ->
                invalid(
                    "Invalid schema type "
                        + name
                        + ": expected one of "
                        + Arrays.toString(SchemaType.values())));
  }

  private static SchemaReference reference(@Nullable Reference reference) {
    if (reference == null || reference.name == null || reference.subject == null) {
      throw invalid("Invalid reference: expected 'name', 'subject' and 'version'");
    }
    return new SchemaReference(
        reference.name,
        reference.subject,
        requireNonNullElse(reference.version, SchemaDraft.LATEST));
  }

  private static RegistryException invalid(String message) {
    return new RegistryException(RegistryError.INVALID_SCHEMA, message);
  }
}
