package io.sluice.connector.postgres.position;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes with every offset about the tables' rows, as opposed to their changes. Immutable.
 *
 * @param known the tables that need no first reading; null in offsets of Debezium and of the first
 *     version, which do not tell
 * @param plan what is still to be read beside the stream
 * @param changes how often the plan changed. Rows that are read beside the stream do not come a
 *     second time as they came first; where two offsets agree in this and neither has a plan, there
 *     are none between them
 */
public record Reads(@Nullable KnownTables known, ReadPlan plan, long changes) {

  public static final Reads NONE = new Reads(null, ReadPlan.EMPTY, 0);

  private static final String KNOWN = "sluice_known";

  /** What an engine asks for that wants to know whether records repeat themselves. */
  private static final String UNREPEATABLE = "sluice_unrepeatable";

  /** The same with another plan; a plan that is as it was counts as no change. */
  public Reads withPlan(ReadPlan next) {
    return next.equals(plan) ? this : new Reads(known, next, changes + 1);
  }

  public Reads withKnown(KnownTables tables) {
    return new Reads(tables, plan, changes);
  }

  void into(Map<String, @Nullable Object> offset) {
    if (known != null) {
      offset.put(KNOWN, known.toString());
    }
    if (changes > 0) {
      offset.put(UNREPEATABLE, changes);
    }
    plan.into(offset);
  }

  static Reads of(Map<String, ?> offset) {
    Object known = offset.get(KNOWN);
    return new Reads(
        known == null ? null : KnownTables.parse(known.toString()),
        ReadPlan.of(offset),
        Position.number(offset, UNREPEATABLE));
  }
}
