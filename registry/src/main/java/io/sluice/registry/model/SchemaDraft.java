package io.sluice.registry.model;

import static java.util.Objects.requireNonNull;

import io.sluice.schema.SchemaType;

/**
 * A schema as a client sends it.
 *
 * @param content a reference's version may be {@link #LATEST}
 * @param id that it is to have, for mode IMPORT; negative for whichever is next
 * @param version that it is to have; not positive for whichever is next
 */
public record SchemaDraft(SchemaContent content, int id, int version) {
  /** The newest version there is. */
  public static final int LATEST = -1;

  public SchemaDraft {
    requireNonNull(content, "content is null");
  }

  public static SchemaDraft of(SchemaContent content) {
    return new SchemaDraft(content, -1, -1);
  }

  public static SchemaDraft of(SchemaType type, String text) {
    return of(SchemaContent.of(type, text));
  }
}
