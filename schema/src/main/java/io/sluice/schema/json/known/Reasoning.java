package io.sluice.schema.json.known;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one comparison has thought of so far, and what it may still cost. For one thread. */
public final class Reasoning {
  private final Budget budget;
  private final MadeSchemas made = new MadeSchemas();
  private final SameMeaning sameMeaning;
  private final Map<SchemaNode, Set<InstanceType>> types = new HashMap<>();
  private final Map<JsonNode, Map<String, JsonNode>> enumerations = new IdentityHashMap<>();
  private final Map<String, NamePattern> patterns = new HashMap<>();

  /** Nothing thought of yet. */
  public Reasoning(Budget budget) {
    this.budget = budget;
    this.sameMeaning = new SameMeaning(budget);
  }

  /** What it may still cost. */
  public Budget budget() {
    return budget;
  }

  /** Schemas to reason with. */
  public MadeSchemas made() {
    return made;
  }

  /** Whether two schemas say the same in the same words. */
  public boolean same(SchemaNode one, SchemaNode other) {
    return sameMeaning.of(one, other);
  }

  /** What the validity for these schemas tells. */
  public Known known(Collection<SchemaNode> valid) {
    return Known.of(this, valid);
  }

  /** What the validity for this schema tells. */
  public Known known(SchemaNode valid) {
    return Known.of(this, List.of(valid));
  }

  /** The values of an enumeration by their keys, each once; not to be changed. */
  public Map<String, JsonNode> byKey(JsonNode values) {
    return enumerations.computeIfAbsent(values, JsonValues::byKey);
  }

  /** Whether an expression of a schema is found in a text; empty where that is not decided. */
  public Optional<Boolean> matches(String expression, String text) {
    return patterns.computeIfAbsent(expression, NamePattern::of).matches(text);
  }

  /** The types that a schema leaves, or more: what it takes long to see is not looked for. */
  public Set<InstanceType> types(SchemaNode schema) {
    Set<InstanceType> found = types.get(schema);
    if (found == null) {
      // Where a schema is met within itself, it may be of any type.
      types.put(schema, EnumSet.allOf(InstanceType.class));
      budget.enter();
      found = found(schema);
      budget.leave();
      types.put(schema, found);
    }
    return found;
  }

  private Set<InstanceType> found(SchemaNode schema) {
    if (schema.isFalse()) {
      return EnumSet.noneOf(InstanceType.class);
    }
    EnumSet<InstanceType> left = EnumSet.allOf(InstanceType.class);
    JsonNode named = schema.value(Keyword.TYPE);
    if (named != null) {
      left.retainAll(InstanceType.named(named));
    }
    JsonNode constant = schema.value(Keyword.CONST);
    if (constant != null) {
      left.retainAll(EnumSet.of(InstanceType.of(constant)));
    }
    JsonNode values = schema.value(Keyword.ENUM);
    if (values != null) {
      EnumSet<InstanceType> ofValues = EnumSet.noneOf(InstanceType.class);
      values.forEach(value -> ofValues.add(InstanceType.of(value)));
      left.retainAll(ofValues);
    }
    JsonNode multiple = schema.value(Keyword.MULTIPLE_OF);
    if (multiple != null && isWhole(multiple.decimalValue())) {
      left.remove(InstanceType.FRACTION);
    }
    left.removeAll(excluded(schema));
    SchemaNode target = schema.target();
    if (target != null) {
      left.retainAll(types(target));
    }
    schema.schemas(Keyword.ALL_OF).forEach(part -> left.retainAll(types(part)));
    for (Keyword choice : List.of(Keyword.ANY_OF, Keyword.ONE_OF)) {
      if (!schema.schemas(choice).isEmpty()) {
        EnumSet<InstanceType> ofChoices = EnumSet.noneOf(InstanceType.class);
        schema.schemas(choice).forEach(part -> ofChoices.addAll(types(part)));
        left.retainAll(ofChoices);
      }
    }
    return left;
  }

  private static boolean isWhole(BigDecimal number) {
    return InstanceType.isWhole(number);
  }

  /** The types that a {@code not} takes away, where it names nothing but types. */
  private static Set<InstanceType> excluded(SchemaNode schema) {
    SchemaNode not = schema.schema(Keyword.NOT);
    EnumSet<InstanceType> excluded = EnumSet.noneOf(InstanceType.class);
    if (not != null && not.target() == null && !not.isUndecided()) {
      JsonNode named = not.value(Keyword.TYPE);
      if (named != null && not.keywords().equals(Set.of(Keyword.TYPE))) {
        excluded.addAll(InstanceType.named(named));
      } else if (not.isTrue()) {
        excluded.addAll(EnumSet.allOf(InstanceType.class));
      }
    }
    return excluded;
  }
}
