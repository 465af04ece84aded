package io.sluice.schema;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A schema as somebody wrote it, with the text of all that it needs, so that it can be parsed
 * without asking anybody.
 *
 * @param references what it says that it needs itself, in its order
 * @param dependencies the texts of all that it needs, also of what those need, by the names by
 *     which they are referred to; each after those that it needs itself
 */
public record SchemaSource(
    SchemaType type,
    String text,
    List<SchemaReference> references,
    Map<String, String> dependencies) {
  public SchemaSource {
    requireNonNull(type, "type is null");
    requireNonNull(text, "text is null");
    references = List.copyOf(references);
    dependencies = Collections.unmodifiableMap(new LinkedHashMap<>(dependencies));
  }

  /** A schema that needs no other. */
  public static SchemaSource of(SchemaType type, String text) {
    return new SchemaSource(type, text, List.of(), Map.of());
  }
}
