package io.sluice.schema.json.known;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an instance: that it is valid for each of some schemas, and so also for all that
 * these ask of it by {@code allOf} and references. Two are equal if they know the same. For one
 * thread.
 */
public final class Known {
  private static final Set<InstanceType> ALL = EnumSet.allOf(InstanceType.class);

  private final Reasoning reasoning;
  private final Set<SchemaNode> schemas;
  private final int hash;
  private @Nullable Set<InstanceType> types;
  private @Nullable Map<String, JsonNode> enumerated;
  private boolean enumeratedIsKnown;

  private Known(Reasoning reasoning, Set<SchemaNode> schemas) {
    this.reasoning = reasoning;
    this.schemas = schemas;
    this.hash = schemas.hashCode();
  }

  /** What the validity for these schemas tells. */
  public static Known of(Reasoning reasoning, Collection<SchemaNode> valid) {
    return new Known(reasoning, closed(reasoning, Set.of(), valid));
  }

  /** The same, and that the instance is valid for this schema too. */
  public Known and(SchemaNode schema) {
    return and(List.of(schema));
  }

  /** The same, and that the instance is valid for these schemas too. */
  public Known and(Collection<SchemaNode> more) {
    return new Known(reasoning, closed(reasoning, schemas, more));
  }

  private static Set<SchemaNode> closed(
      Reasoning reasoning, Set<SchemaNode> known, Collection<SchemaNode> more) {
    Set<SchemaNode> closed = new LinkedHashSet<>(known);
    Deque<SchemaNode> open = new ArrayDeque<>(more);
    while (!open.isEmpty()) {
      SchemaNode schema = open.poll().bare();
      if (schema.isTrue() || !closed.add(schema)) {
        continue;
      }
      reasoning.budget().spend(1);
      SchemaNode target = schema.target();
      if (target != null) {
        open.add(target);
      }
      open.addAll(schema.schemas(Keyword.ALL_OF));
      for (Keyword choice : List.of(Keyword.ANY_OF, Keyword.ONE_OF)) {
        if (schema.schemas(choice).size() == 1) {
          open.add(schema.schemas(choice).get(0));
        }
      }
      JsonNode only = onlyValue(schema);
      if (only != null) {
        open.add(reasoning.made().exactly(only));
      }
    }
    return Collections.unmodifiableSet(closed);
  }

  private static @Nullable JsonNode onlyValue(SchemaNode schema) {
    JsonNode constant = schema.value(Keyword.CONST);
    JsonNode values = schema.value(Keyword.ENUM);
    return constant != null
        ? constant
        : values != null && values.size() == 1 ? values.get(0) : null;
  }

  /** The schemas that it is valid for; none of them is {@code true}. */
  public Set<SchemaNode> schemas() {
    return schemas;
  }

  /** Whether nothing is known. */
  public boolean isNothing() {
    return schemas.isEmpty();
  }

  /** The values of a keyword, of all schemas that have it. */
  public List<JsonNode> values(Keyword keyword) {
    reasoning.budget().spend(schemas.size());
    List<JsonNode> values = new ArrayList<>();
    for (SchemaNode schema : schemas) {
      JsonNode value = schema.value(keyword);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  /** Of which types it can be. */
  public Set<InstanceType> types() {
    Set<InstanceType> found = types;
    if (found == null) {
      found = EnumSet.copyOf(ALL);
      for (SchemaNode schema : schemas) {
        found.retainAll(reasoning.types(schema));
      }
      types = found;
    }
    return found;
  }

  /** Whether it can be of the type. */
  public boolean canBe(InstanceType type) {
    return types().contains(type);
  }

  /** Whether it can be a number, whole or not. */
  public boolean canBeNumber() {
    return canBe(InstanceType.INTEGER) || canBe(InstanceType.FRACTION);
  }

  /** Which values it can have, by their keys; null if those are not known one by one. */
  public @Nullable Map<String, JsonNode> enumerated() {
    if (!enumeratedIsKnown) {
      enumerated = findEnumerated();
      enumeratedIsKnown = true;
    }
    return enumerated;
  }

  private @Nullable Map<String, JsonNode> findEnumerated() {
    Map<String, JsonNode> found = null;
    for (SchemaNode schema : schemas) {
      JsonNode constant = schema.value(Keyword.CONST);
      JsonNode values = schema.value(Keyword.ENUM);
      if (constant != null) {
        found = narrowed(found, JsonValues.byKey(List.of(constant)));
      }
      if (values != null) {
        found = narrowed(found, reasoning.byKey(values));
      }
    }
    if (found == null && EnumSet.of(InstanceType.NULL, InstanceType.BOOLEAN).containsAll(types())) {
      found =
          JsonValues.byKey(List.of(NullNode.getInstance(), BooleanNode.TRUE, BooleanNode.FALSE));
    }
    if (found != null) {
      found.values().removeIf(value -> !canBe(InstanceType.of(value)));
    }
    return found;
  }

  private Map<String, JsonNode> narrowed(
      @Nullable Map<String, JsonNode> known, Map<String, JsonNode> values) {
    Map<String, JsonNode> narrowed = new LinkedHashMap<>(values);
    reasoning.budget().spend(values.size());
    if (known != null) {
      narrowed.keySet().retainAll(known.keySet());
    }
    return narrowed;
  }

  /** Names that it surely has, if it is an object. */
  public Set<String> required() {
    Set<String> required = new LinkedHashSet<>();
    schemas.forEach(schema -> required.addAll(schema.names(Keyword.REQUIRED)));
    reasoning.budget().spend(schemas.size());
    for (int before = -1; before != required.size(); ) {
      before = required.size();
      for (SchemaNode schema : schemas) {
        schema
            .dependentNames()
            .forEach(
                (name, others) -> {
                  if (required.contains(name)) {
                    required.addAll(others);
                  }
                });
      }
    }
    return required;
  }

  /** What it was thought of with. */
  public Reasoning reasoning() {
    return reasoning;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Known that && hash == that.hash && schemas.equals(that.schemas);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
