package io.sluice.schema.json.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.SchemaSource;

/**
 * A schema with all that it refers to, every reference resolved. Unchanging and thread-safe.
 *
 * @param canonical the text without white space between tokens
 * @param json the same as a tree
 * @param root the schema that the whole document is
 */
public record SchemaDocument(String canonical, JsonNode json, SchemaNode root) {
  /**
   * Reads a schema.
   *
   * @param deepest how deep brackets may stand within brackets
   * @throws InvalidSchemaException if it is none, or refers to what is not here
   */
  public static SchemaDocument read(SchemaSource source, int deepest) {
    StrictJson strict = new StrictJson(deepest);
    String canonical = strict.compact(source.text());
    JsonNode json = strict.read(canonical);
    References references = new References();
    source
        .dependencies()
        .forEach((name, text) -> references.add(name, readDependency(name, text, strict)));
    SchemaNode root = references.addRoot(json);
    references.resolve();
    return new SchemaDocument(canonical, json, root);
  }

  private static JsonNode readDependency(String name, String text, StrictJson strict) {
    try {
      return strict.read(strict.compact(text));
    } catch (InvalidSchemaException e) {
      throw new InvalidSchemaException(
          "In the referenced schema '" + name + "': " + e.getMessage(), e);
    }
  }

  /**
   * The text with everything that has no order sorted, and what says nothing left out: keys,
   * required names, types and the values of enumerations.
   */
  public String normalized() {
    return new Normalization(Draft.of(json)).of(json).toString();
  }
}
