package io.sluice.schema.json.known;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether two schemas say the same in the same words, whatever they say of titles and the like, and
 * wherever their references lead. For one thread.
 */
final class SameMeaning {
  private final Budget budget;
  private final Set<Pair> same = new HashSet<>();
  private final Set<Pair> different = new HashSet<>();

  private record Pair(SchemaNode one, SchemaNode other) {}

  SameMeaning(Budget budget) {
    this.budget = budget;
  }

  boolean of(SchemaNode one, SchemaNode other) {
    Set<Pair> assumed = new HashSet<>();
    boolean found = same(one, other, assumed);
    if (found) {
      // Only now is it sure that nothing on the way has differed.
      same.addAll(assumed);
    }
    return found;
  }

  private boolean same(SchemaNode one, SchemaNode other, Set<Pair> assumed) {
    SchemaNode left = one.bare();
    SchemaNode right = other.bare();
    if (left == right) {
      return !left.isUndecided();
    }
    Pair pair = new Pair(left, right);
    if (same.contains(pair) || assumed.contains(pair)) {
      return true;
    }
    if (different.contains(pair)) {
      return false;
    }
    assumed.add(pair);
    budget.enter();
    boolean found = sameHere(left, right, assumed);
    budget.leave();
    if (!found) {
      // What differs though everything around was taken for the same differs for ever.
      different.add(pair);
    }
    return found;
  }

  private boolean sameHere(SchemaNode one, SchemaNode other, Set<Pair> assumed) {
    if (one.isUndecided() || other.isUndecided()) {
      return false;
    }
    if (one.isTrue() || other.isTrue() || one.isFalse() || other.isFalse()) {
      return one.isTrue() == other.isTrue() && one.isFalse() == other.isFalse();
    }
    if (one.draft() != other.draft() || !one.keywords().equals(other.keywords())) {
      return false;
    }
    if (!sameOrNone(one.target(), other.target(), assumed)) {
      return false;
    }
    for (Keyword keyword : one.keywords()) {
      if (!sameKeyword(keyword, one, other, assumed)) {
        return false;
      }
    }
    return true;
  }

  private boolean sameKeyword(
      Keyword keyword, SchemaNode one, SchemaNode other, Set<Pair> assumed) {
    budget.spend(1);
    if (!sameOrNone(one.schema(keyword), other.schema(keyword), assumed)
        || !sameList(one.schemas(keyword), other.schemas(keyword), assumed)
        || !sameMap(one.named(keyword), other.named(keyword), assumed)) {
      return false;
    }
    if (keyword == Keyword.DEPENDENCIES || keyword == Keyword.DEPENDENT_REQUIRED) {
      return one.dependentNames().equals(other.dependentNames());
    }
    boolean holdsSchemas =
        one.schema(keyword) != null
            || !one.schemas(keyword).isEmpty()
            || !one.named(keyword).isEmpty();
    return holdsSchemas || sameValue(keyword, one.value(keyword), other.value(keyword));
  }

  private static boolean sameValue(
      Keyword keyword, @Nullable JsonNode one, @Nullable JsonNode other) {
    if (one == null || other == null) {
      return false;
    }
    return switch (keyword) {
      case TYPE -> InstanceType.named(one).equals(InstanceType.named(other));
      case ENUM, REQUIRED ->
          JsonValues.byKey(one).keySet().equals(JsonValues.byKey(other).keySet());
      default -> JsonValues.same(one, other);
    };
  }

  private boolean sameOrNone(
      @Nullable SchemaNode one, @Nullable SchemaNode other, Set<Pair> assumed) {
    return one == null || other == null ? Objects.equals(one, other) : same(one, other, assumed);
  }

  private boolean sameList(List<SchemaNode> one, List<SchemaNode> other, Set<Pair> assumed) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!same(one.get(i), other.get(i), assumed)) {
        return false;
      }
    }
    return true;
  }

  private boolean sameMap(
      Map<String, SchemaNode> one, Map<String, SchemaNode> other, Set<Pair> assumed) {
    if (!one.keySet().equals(other.keySet())) {
      return false;
    }
    for (Map.Entry<String, SchemaNode> member : one.entrySet()) {
      SchemaNode counterpart = other.get(member.getKey());
      if (counterpart == null || !same(member.getValue(), counterpart, assumed)) {
        return false;
      }
    }
    return true;
  }
}
