package io.sluice.schema.json.known;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether there can be an instance of which such things are known. Says no only where that is sure.
 * For one thread.
 */
public final class Possibility {
  /** Beyond it nobody says that two things exclude each other. */
  private static final int DEEPEST = 6;

  private final Map<Known, Boolean> none = new HashMap<>();
  private final Budget budget;
  private int depth;

  /** Nothing looked at yet. */
  public Possibility(Budget budget) {
    this.budget = budget;
  }

  /** Whether no instance is like that. */
  public boolean isNone(Known known) {
    Boolean found = none.get(known);
    if (found != null) {
      return found;
    }
    if (depth >= DEEPEST) {
      return false;
    }
    none.put(known, false);
    depth++;
    budget.enter();
    boolean contradicts = contradicts(known);
    budget.leave();
    depth--;
    none.put(known, contradicts);
    return contradicts;
  }

  private boolean contradicts(Known known) {
    Set<InstanceType> left = EnumSet.noneOf(InstanceType.class);
    left.addAll(known.types());
    if (left.isEmpty() || known.schemas().stream().anyMatch(SchemaNode::isFalse)) {
      return true;
    }
    Map<String, JsonNode> enumerated = known.enumerated();
    if (enumerated != null && enumerated.isEmpty()) {
      return true;
    }
    if (Bounds.leaveNothing(Bounds.lower(known), Bounds.upper(known))) {
      left.remove(InstanceType.INTEGER);
      left.remove(InstanceType.FRACTION);
    }
    if (exceeds(known, Keyword.MIN_LENGTH, Keyword.MAX_LENGTH)) {
      left.remove(InstanceType.STRING);
    }
    if (left.contains(InstanceType.ARRAY) && isNoArray(known)) {
      left.remove(InstanceType.ARRAY);
    }
    if (left.contains(InstanceType.OBJECT) && isNoObject(known)) {
      left.remove(InstanceType.OBJECT);
    }
    return left.isEmpty() || isNoChoice(known);
  }

  private static boolean exceeds(Known known, Keyword least, Keyword most) {
    BigDecimal from = Bounds.largest(known, least);
    BigDecimal to = Bounds.smallest(known, most);
    return from != null && to != null && from.compareTo(to) > 0;
  }

  private boolean isNoArray(Known known) {
    if (exceeds(known, Keyword.MIN_ITEMS, Keyword.MAX_ITEMS)) {
      return true;
    }
    BigDecimal least = Bounds.largest(known, Keyword.MIN_ITEMS);
    KnownArray array = new KnownArray(known);
    int looked = least == null ? 0 : least.min(BigDecimal.valueOf(array.first() + 1L)).intValue();
    for (int i = 0; i < looked; i++) {
      if (isNone(array.at(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean isNoObject(Known known) {
    if (exceeds(known, Keyword.MIN_PROPERTIES, Keyword.MAX_PROPERTIES)) {
      return true;
    }
    KnownObject object = new KnownObject(known);
    for (String name : known.required()) {
      if (isNone(object.at(name))) {
        return true;
      }
    }
    return false;
  }

  private boolean isNoChoice(Known known) {
    for (SchemaNode schema : known.schemas()) {
      for (Keyword keyword : List.of(Keyword.ANY_OF, Keyword.ONE_OF)) {
        List<SchemaNode> choices = schema.schemas(keyword);
        if (choices.size() > 1 && choices.stream().allMatch(choice -> isNone(known.and(choice)))) {
          return true;
        }
      }
    }
    return false;
  }

  /** The most items that an array can have, as far as it is known; null if there is no bound. */
  public @Nullable BigDecimal mostItems(Known known, KnownArray array) {
    BigDecimal most = Bounds.smallest(known, Keyword.MAX_ITEMS);
    for (int i = 0; i <= array.first(); i++) {
      if (isNone(array.at(i))) {
        BigDecimal before = BigDecimal.valueOf(i);
        return most == null ? before : most.min(before);
      }
    }
    return most;
  }
}
