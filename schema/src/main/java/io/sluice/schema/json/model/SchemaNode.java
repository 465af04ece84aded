package io.sluice.schema.json.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A schema at one place of a document, linked with the schemas that it holds and refers to: a
 * graph, which may have cycles. Two nodes are equal only if they are the same place. Unchanging,
 * and thread-safe, once its document is read.
 */
public final class SchemaNode {
  private final JsonNode json;
  private final Draft draft;
  private final String place;

  /** What the draft knows of it; where a {@code $ref} hides what is beside it, nothing else. */
  private final Map<Keyword, JsonNode> values = new HashMap<>(4);

  private final Map<Keyword, SchemaNode> single = new HashMap<>(4);
  private final Map<Keyword, List<SchemaNode>> lists = new HashMap<>(4);
  private final Map<Keyword, Map<String, SchemaNode>> named = new HashMap<>(4);
  private @Nullable SchemaNode target;
  private boolean undecided;

  /** Whether it has a keyword that says something of instances, references aside. */
  private boolean says;

  SchemaNode(JsonNode json, Draft draft, String place) {
    this.json = json;
    this.draft = draft;
    this.place = place;
  }

  /** A schema that no document has, for a comparison to reason with. */
  public static SchemaNode made(Draft draft, Map<Keyword, JsonNode> values) {
    SchemaNode node = new SchemaNode(MissingNode.getInstance(), draft, "");
    values.forEach(node::value);
    return node;
  }

  /** A schema that no document has, which asks for one of these. */
  public static SchemaNode anyOf(List<SchemaNode> choices) {
    return ofList(Keyword.ANY_OF, choices);
  }

  /** A schema that no document has, which asks for all of these. */
  public static SchemaNode allOf(List<SchemaNode> parts) {
    return ofList(Keyword.ALL_OF, parts);
  }

  private static SchemaNode ofList(Keyword keyword, List<SchemaNode> members) {
    SchemaNode node = made(Draft.DRAFT_2020_12, Map.of());
    node.link(keyword, MissingNode.getInstance(), List.copyOf(members));
    return node;
  }

  /**
   * A schema that no document has, of an object with just these members, or an array of just these
   * items, each of which is a schema.
   */
  public static SchemaNode exactly(
      Map<Keyword, JsonNode> values,
      Map<String, SchemaNode> properties,
      List<SchemaNode> items,
      SchemaNode nothing) {
    SchemaNode node = made(Draft.DRAFT_2020_12, values);
    node.link(Keyword.PROPERTIES, MissingNode.getInstance(), properties);
    node.link(Keyword.ADDITIONAL_PROPERTIES, MissingNode.getInstance(), nothing);
    if (!items.isEmpty()) {
      node.link(Keyword.PREFIX_ITEMS, MissingNode.getInstance(), List.copyOf(items));
    }
    node.link(Keyword.ITEMS, MissingNode.getInstance(), nothing);
    return node;
  }

  /** The schema {@code false}. */
  public static SchemaNode nothing() {
    return new SchemaNode(BooleanNode.FALSE, Draft.DRAFT_2020_12, "");
  }

  void value(Keyword keyword, JsonNode value) {
    values.put(keyword, value);
    says |= !keyword.isStore();
  }

  void link(Keyword keyword, JsonNode value, SchemaNode schema) {
    value(keyword, value);
    single.put(keyword, schema);
  }

  void link(Keyword keyword, JsonNode value, List<SchemaNode> schemas) {
    value(keyword, value);
    lists.put(keyword, schemas);
  }

  void link(Keyword keyword, JsonNode value, Map<String, SchemaNode> schemas) {
    value(keyword, value);
    named.put(keyword, schemas);
  }

  void refersTo(SchemaNode referred) {
    target = referred;
  }

  void cannotBeDecided() {
    undecided = true;
  }

  /** Where it is in its document, as {@code #/properties/id}. */
  public String place() {
    return place;
  }

  public Draft draft() {
    return draft;
  }

  /** Whether every instance is valid for it. */
  public boolean isTrue() {
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    return target == null && !undecided && !says;
  }

  /** Whether no instance is valid for it, as can be seen without thinking. */
  public boolean isFalse() {
    return json.isBoolean() && !json.booleanValue();
  }

  /** Whether it refers to what only the way to it decides, by {@code $dynamicRef}. */
  public boolean isUndecided() {
    return undecided;
  }

  /** The value of a keyword, null where it is not there or the draft does not know it. */
  public @Nullable JsonNode value(Keyword keyword) {
    return values.get(keyword);
  }

  public boolean has(Keyword keyword) {
    return values.containsKey(keyword);
  }

  /** The keywords that it has and that say something of instances. */
  public Set<Keyword> keywords() {
    Set<Keyword> keywords = new LinkedHashSet<>(values.keySet());
    keywords.removeIf(Keyword::isStore);
    keywords.removeAll(Keyword.references());
    return keywords;
  }

  /** The schema that a keyword holds; null if it holds none. */
  public @Nullable SchemaNode schema(Keyword keyword) {
    return single.get(keyword);
  }

  /** The schemas that a keyword lists; empty if it lists none. */
  public List<SchemaNode> schemas(Keyword keyword) {
    return lists.getOrDefault(keyword, List.of());
  }

  /** The schemas that a keyword has by names; empty if it has none. */
  public Map<String, SchemaNode> named(Keyword keyword) {
    return named.getOrDefault(keyword, Map.of());
  }

  /** The schema that its {@code $ref} names; null if it has none. */
  public @Nullable SchemaNode target() {
    return target;
  }

  /** What it refers to if it is nothing but a reference, or else itself. */
  public SchemaNode bare() {
    SchemaNode node = this;
    while (node.target != null && !node.undecided && !node.says) {
      node = node.target;
    }
    return node;
  }

  /** Whether it, or what it refers to, says what is meant where nothing is written. */
  public boolean hasDefault() {
    SchemaNode node = this;
    // References never lead in a circle: the document would have been refused.
    while (node != null) {
      if (node.json.has("default")) {
        return true;
      }
      node = node.target;
    }
    return false;
  }

  /** The names that a keyword lists; empty if it is not there. */
  public Set<String> names(Keyword keyword) {
    return names(values.get(keyword));
  }

  /** The names that depend on a name, of dependencies that are lists; empty if there are none. */
  public Map<String, Set<String>> dependentNames() {
    Map<String, Set<String>> dependent = new LinkedHashMap<>();
    for (Keyword keyword : List.of(Keyword.DEPENDENT_REQUIRED, Keyword.DEPENDENCIES)) {
      JsonNode value = values.get(keyword);
      if (value != null) {
        value
            .properties()
            .forEach(
                entry -> {
                  if (entry.getValue().isArray()) {
                    dependent.put(entry.getKey(), names(entry.getValue()));
                  }
                });
      }
    }
    return dependent;
  }

  /** The schemas that depend on a name; empty if there are none. */
  public Map<String, SchemaNode> dependentSchemas() {
    Map<String, SchemaNode> later = named(Keyword.DEPENDENT_SCHEMAS);
    return later.isEmpty() ? named(Keyword.DEPENDENCIES) : later;
  }

  private static Set<String> names(@Nullable JsonNode array) {
    Set<String> names = new LinkedHashSet<>();
    if (array != null) {
      array.forEach(name -> names.add(name.asText()));
    }
    return names;
  }
}
