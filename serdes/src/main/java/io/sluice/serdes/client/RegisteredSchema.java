package io.sluice.serdes.client;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.UUID;

/**
 * A version of a subject.
 *
 * @param version its number in the subject, from 1; 0 where the registry did not say it
 * @param id the schema's number in the registry (in its context)
 * @param guid the schema's number in every registry; only newer ones have it
 */
public record RegisteredSchema(
    String subject, int version, int id, Optional<UUID> guid, SchemaText schema) {
  public RegisteredSchema {
    requireNonNull(subject, "subject is null");
    requireNonNull(guid, "guid is null");
    requireNonNull(schema, "schema is null");
  }
}
