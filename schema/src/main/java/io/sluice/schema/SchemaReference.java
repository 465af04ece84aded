package io.sluice.schema;

import static java.util.Objects.requireNonNull;

/**
 * A schema that another one needs.
 *
 * @param name by which the other one refers to it: a full name in Avro, a path of an import in
 *     Protobuf, a URI in JSON Schema
 * @param subject where a registry has it
 * @param version which of its versions; from 1
 */
public record SchemaReference(String name, String subject, int version) {
  public SchemaReference {
    requireNonNull(name, "name is null");
    requireNonNull(subject, "subject is null");
  }
}
