package io.sluice.schema.json.compare;

import io.sluice.schema.json.known.Evaluated;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a reader asks of properties.
 *
 * @param others the schema of names that neither it nor an expression has; null if they are free
 * @param othersWord which keyword has it
 * @param coveredElsewhere names of other schemas that are asked too, which others do not count for
 */
record Content(
    Map<String, SchemaNode> properties,
    Map<String, SchemaNode> patterns,
    @Nullable SchemaNode others,
    String othersWord,
    Set<String> coveredElsewhere) {
  static Content of(SchemaNode schema) {
    Map<String, SchemaNode> properties = schema.named(Keyword.PROPERTIES);
    Map<String, SchemaNode> patterns = schema.named(Keyword.PATTERN_PROPERTIES);
    SchemaNode additional = schema.schema(Keyword.ADDITIONAL_PROPERTIES);
    SchemaNode unevaluated = schema.schema(Keyword.UNEVALUATED_PROPERTIES);
    if (additional != null || unevaluated == null) {
      return new Content(
          properties, patterns, additional, Keyword.ADDITIONAL_PROPERTIES.word(), Set.of());
    }
    // What may or may not be looked at elsewhere is left to it here: that asks more, never less.
    Evaluated surely = Evaluated.surely(schema);
    Set<String> elsewhere = new HashSet<>(surely.names());
    elsewhere.removeAll(properties.keySet());
    return new Content(
        properties,
        patterns,
        surely.everything() ? null : unevaluated,
        Keyword.UNEVALUATED_PROPERTIES.word(),
        elsewhere);
  }

  /** Whether nothing is asked. */
  boolean isFree() {
    return properties.isEmpty() && patterns.isEmpty() && others == null;
  }
}
