package io.sluice.serdes.client;

import static java.util.Objects.requireNonNull;

/**
 * A schema that was found by its number.
 *
 * @param subject one that has it, or its context as {@code :.context:}; empty for the default one.
 *     What the schema needs is meant in its context
 */
public record FoundSchema(String subject, SchemaText schema) {
  public FoundSchema {
    requireNonNull(subject, "subject is null");
    requireNonNull(schema, "schema is null");
  }
}
