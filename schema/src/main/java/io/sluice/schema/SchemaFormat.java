package io.sluice.schema;

import java.util.List;

/**
 * One language of schemas. Thread-safe. Nothing is ever fetched from anywhere: what a schema needs
 * is in its source, or is one of the definitions that belong to the language itself.
 */
public interface SchemaFormat {
  SchemaType type();

  /**
   * Reads a schema, in time and memory that its length bounds.
   *
   * @throws InvalidSchemaException if it is none; says where and why
   */
  ParsedSchema parse(SchemaSource source);

  /**
   * Why somebody who has the one schema cannot read what was written with the other; empty if they
   * can. Both are of this format.
   */
  List<Incompatibility> incompatibilities(ParsedSchema reader, ParsedSchema writer);
}
