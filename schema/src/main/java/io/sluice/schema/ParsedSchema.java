package io.sluice.schema;

import java.util.Optional;

/**
 * A schema that could be read. Immutable; each format has its own, which only that format looks
 * into.
 */
public interface ParsedSchema {
  SchemaType type();

  /**
   * The schema's text without what says nothing, such as white space between tokens: what a
   * registry stores and compares. Parses to an equal schema.
   */
  String canonical();

  /**
   * The canonical text, with what is written in any order brought into one and what may be left out
   * left out: two schemas that mean the same have the same. Parses to a schema of the same meaning.
   */
  String normalized();

  /**
   * What it calls the record that it describes, for subjects by record name: Avro's full name, the
   * full name of Protobuf's first message, JSON Schema's {@code title}. Empty if it has none.
   */
  Optional<String> recordName();
}
