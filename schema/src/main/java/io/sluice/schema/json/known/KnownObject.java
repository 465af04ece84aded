package io.sluice.schema.json.known;

import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of the members of an instance that is an object. For one thread. */
public final class KnownObject {
  private final Known known;
  private final MadeSchemas made;

  /** Of whatever this is known of. */
  public KnownObject(Known known) {
    this.known = known;
    this.made = known.reasoning().made();
  }

  /** Whether a schema names the property. */
  public boolean declares(String name) {
    return known.schemas().stream()
        .anyMatch(schema -> schema.named(Keyword.PROPERTIES).containsKey(name));
  }

  /** All names of which something of their own is known, or may be. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (SchemaNode schema : known.schemas()) {
      names.addAll(schema.named(Keyword.PROPERTIES).keySet());
      names.addAll(schema.names(Keyword.REQUIRED));
      if (schema.has(Keyword.UNEVALUATED_PROPERTIES)) {
        names.addAll(Evaluated.possibly(schema).names());
      }
    }
    return names;
  }

  /** What is known of the value of a name, if it is there. */
  public Known at(String name) {
    List<SchemaNode> valid = new ArrayList<>();
    for (SchemaNode schema : known.schemas()) {
      known.reasoning().budget().spend(1);
      at(name, schema, valid);
    }
    return known.reasoning().known(valid);
  }

  private void at(String name, SchemaNode schema, List<SchemaNode> valid) {
    SchemaNode own = schema.named(Keyword.PROPERTIES).get(name);
    boolean covered = own != null;
    if (own != null) {
      valid.add(own);
    }
    List<SchemaNode> perhaps = new ArrayList<>();
    for (Map.Entry<String, SchemaNode> pattern :
        schema.named(Keyword.PATTERN_PROPERTIES).entrySet()) {
      known.reasoning().budget().spend(1);
      Optional<Boolean> matches = known.reasoning().matches(pattern.getKey(), name);
      if (matches.isEmpty()) {
        perhaps.add(pattern.getValue());
      } else if (matches.get()) {
        valid.add(pattern.getValue());
        covered = true;
      }
    }
    SchemaNode others = others(schema);
    if (!covered && others != null && isLeftTo(others, name, schema)) {
      perhaps.add(0, others);
      valid.add(made.anyOf(perhaps));
    }
  }

  /** What a schema asks of the properties that it does not name; null if nothing. */
  private static @Nullable SchemaNode others(SchemaNode schema) {
    SchemaNode additional = schema.schema(Keyword.ADDITIONAL_PROPERTIES);
    return additional != null ? additional : schema.schema(Keyword.UNEVALUATED_PROPERTIES);
  }

  private static boolean isLeftTo(SchemaNode others, String name, SchemaNode schema) {
    if (others == schema.schema(Keyword.ADDITIONAL_PROPERTIES)) {
      return true;
    }
    Evaluated possibly = Evaluated.possibly(schema);
    return !possibly.everything()
        && !possibly.names().contains(name)
        && isOwn(possibly.patterns(), schema);
  }

  private static boolean isOwn(Set<String> patterns, SchemaNode schema) {
    return schema.named(Keyword.PATTERN_PROPERTIES).keySet().containsAll(patterns);
  }

  /**
   * What is known of values of names of which nothing of their own is known.
   *
   * @param besides expressions that do not match the name
   */
  public Known atOthers(Set<String> besides) {
    return atOthers(besides, null);
  }

  /** What is known of values of such names that match an expression. */
  public Known atPattern(String expression) {
    return atOthers(Set.of(), expression);
  }

  private Known atOthers(Set<String> besides, @Nullable String expression) {
    List<SchemaNode> valid = new ArrayList<>();
    for (SchemaNode schema : known.schemas()) {
      known.reasoning().budget().spend(1);
      Map<String, SchemaNode> patterns = schema.named(Keyword.PATTERN_PROPERTIES);
      SchemaNode matched = expression == null ? null : patterns.get(expression);
      SchemaNode others = others(schema);
      if (matched != null) {
        valid.add(matched);
      } else if (others != null && isLeftToOthers(others, schema, patterns)) {
        List<SchemaNode> perhaps = new ArrayList<>(List.of(others));
        patterns.forEach(
            (pattern, value) -> {
              if (!besides.contains(pattern)) {
                perhaps.add(value);
              }
            });
        valid.add(made.anyOf(perhaps));
      }
    }
    return known.reasoning().known(valid);
  }

  private static boolean isLeftToOthers(
      SchemaNode others, SchemaNode schema, Map<String, SchemaNode> patterns) {
    if (others == schema.schema(Keyword.ADDITIONAL_PROPERTIES)) {
      return true;
    }
    // Names that may be evaluated are among those that are looked at one by one.
    Evaluated possibly = Evaluated.possibly(schema);
    return !possibly.everything() && patterns.keySet().containsAll(possibly.patterns());
  }

  /** All names that there can be; null if there is no end of them. */
  public @Nullable Set<String> closedNames() {
    for (SchemaNode schema : known.schemas()) {
      SchemaNode others = others(schema);
      if (others != null
          && others.isFalse()
          && schema.named(Keyword.PATTERN_PROPERTIES).isEmpty()
          && isLeftToOthers(others, schema, Map.of())) {
        return others == schema.schema(Keyword.ADDITIONAL_PROPERTIES)
            ? schema.named(Keyword.PROPERTIES).keySet()
            : Evaluated.possibly(schema).names();
      }
    }
    return null;
  }
}
