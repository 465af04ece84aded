package io.sluice.schema.json.known;

import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which properties a schema has looked at before its {@code unevaluatedProperties} does ("JSON
 * Schema: A Media Type for Describing JSON Documents", 2020-12, 11.3).
 *
 * @param everything whether none is left
 */
public record Evaluated(Set<String> names, Set<String> patterns, boolean everything) {
  /** What is surely looked at, whatever the instance, if it is valid. */
  public static Evaluated surely(SchemaNode schema) {
    return new Collection(false).of(schema);
  }

  /** What may be looked at, by this instance or another. */
  public static Evaluated possibly(SchemaNode schema) {
    return new Collection(true).of(schema);
  }

  private static final class Collection {
    private final boolean possibly;
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> patterns = new LinkedHashSet<>();
    private final Set<SchemaNode> met = new HashSet<>();
    private boolean everything;

    Collection(boolean possibly) {
      this.possibly = possibly;
    }

    Evaluated of(SchemaNode schema) {
      collect(schema, true);
      return new Evaluated(names, patterns, everything);
    }

    private void collect(@Nullable SchemaNode schema, boolean outermost) {
      if (schema == null || !met.add(schema)) {
        return;
      }
      names.addAll(schema.named(Keyword.PROPERTIES).keySet());
      patterns.addAll(schema.named(Keyword.PATTERN_PROPERTIES).keySet());
      everything |=
          schema.has(Keyword.ADDITIONAL_PROPERTIES)
              || (!outermost && schema.has(Keyword.UNEVALUATED_PROPERTIES))
              || (possibly && schema.isUndecided());
      collect(schema.target(), false);
      schema.schemas(Keyword.ALL_OF).forEach(part -> collect(part, false));
      if (possibly) {
        for (Keyword choice : List.of(Keyword.ANY_OF, Keyword.ONE_OF)) {
          schema.schemas(choice).forEach(part -> collect(part, false));
        }
        for (Keyword condition : List.of(Keyword.IF, Keyword.THEN, Keyword.ELSE)) {
          collect(schema.schema(condition), false);
        }
        schema.dependentSchemas().values().forEach(part -> collect(part, false));
      }
    }
  }
}
