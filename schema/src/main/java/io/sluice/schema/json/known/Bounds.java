package io.sluice.schema.json.known;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.json.model.Draft;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between which numbers something is. */
public final class Bounds {
  private Bounds() {}

  /**
   * One end of a range.
   *
   * @param open whether the number itself is outside
   */
  public record End(BigDecimal number, boolean open) {}

  /** The lower end that a schema asks for; null if it asks for none. */
  public static @Nullable End lower(SchemaNode schema) {
    return end(schema, Keyword.MINIMUM, Keyword.EXCLUSIVE_MINIMUM, 1);
  }

  /** The upper end that a schema asks for; null if it asks for none. */
  public static @Nullable End upper(SchemaNode schema) {
    return end(schema, Keyword.MAXIMUM, Keyword.EXCLUSIVE_MAXIMUM, -1);
  }

  /** The lower end that is known; null if none is. */
  public static @Nullable End lower(Known known) {
    End tightest = null;
    for (SchemaNode schema : known.schemas()) {
      tightest = tighter(tightest, lower(schema), 1);
    }
    return whole(tightest, known, 1);
  }

  /** The upper end that is known; null if none is. */
  public static @Nullable End upper(Known known) {
    End tightest = null;
    for (SchemaNode schema : known.schemas()) {
      tightest = tighter(tightest, upper(schema), -1);
    }
    return whole(tightest, known, -1);
  }

  /** Whether nothing is between the two. */
  public static boolean leaveNothing(@Nullable End lower, @Nullable End upper) {
    if (lower == null || upper == null) {
      return false;
    }
    int order = lower.number().compareTo(upper.number());
    return order > 0 || (order == 0 && (lower.open() || upper.open()));
  }

  /**
   * Whether whatever is within the known end is within the asked one.
   *
   * @param direction 1 for lower ends, -1 for upper ones
   */
  public static boolean isWithin(@Nullable End known, End asked, int direction) {
    if (known == null) {
      return false;
    }
    int order = known.number().compareTo(asked.number()) * direction;
    return order > 0 || (order == 0 && (known.open() || !asked.open()));
  }

  private static @Nullable End end(
      SchemaNode schema, Keyword closed, Keyword exclusive, int direction) {
    JsonNode bound = schema.value(closed);
    JsonNode open = schema.value(exclusive);
    End end = bound == null ? null : new End(bound.decimalValue(), false);
    if (open == null) {
      return end;
    }
    if (schema.draft() == Draft.DRAFT_4) {
      return end == null ? null : new End(end.number(), open.asBoolean());
    }
    return tighter(end, new End(open.decimalValue(), true), direction);
  }

  private static @Nullable End tighter(@Nullable End one, @Nullable End other, int direction) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return isWithin(one, other, direction) ? one : other;
  }

  /** The end at the next whole number, if only whole numbers are known to be there. */
  private static @Nullable End whole(@Nullable End end, Known known, int direction) {
    if (end == null || known.canBe(InstanceType.FRACTION)) {
      return end;
    }
    BigDecimal number =
        end.number().setScale(0, direction > 0 ? RoundingMode.CEILING : RoundingMode.FLOOR);
    if (end.open() && number.compareTo(end.number()) == 0) {
      number = number.add(BigDecimal.valueOf(direction));
    }
    return new End(number, false);
  }

  /** The largest of the numbers that a keyword has; null if there is none. */
  public static @Nullable BigDecimal largest(Known known, Keyword keyword) {
    List<JsonNode> values = known.values(keyword);
    return values.stream().map(JsonNode::decimalValue).max(BigDecimal::compareTo).orElse(null);
  }

  /** The smallest of the numbers that a keyword has; null if there is none. */
  public static @Nullable BigDecimal smallest(Known known, Keyword keyword) {
    List<JsonNode> values = known.values(keyword);
    return values.stream().map(JsonNode::decimalValue).min(BigDecimal::compareTo).orElse(null);
  }
}
