package io.sluice.connector.postgres.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes with every offset about the tables' rows, as opposed to their changes. Immutable.
 *
 * @param known the tables that need no first reading; null in offsets of Debezium and of the first
 *     version, which do not tell
 * @param plan what is still to be read beside the stream
 */
public record Reads(@Nullable KnownTables known, ReadPlan plan) {

  public static final Reads NONE = new Reads(null, ReadPlan.EMPTY);

  private static final String KNOWN = "sluice_known";

  public Reads withPlan(ReadPlan next) {
    return new Reads(known, next);
  }

  public Reads withKnown(KnownTables tables) {
    return new Reads(tables, plan);
  }

  void into(Map<String, @Nullable Object> offset) {
    if (known != null) {
      offset.put(KNOWN, known.toString());
    }
    plan.into(offset);
  }

  static Reads of(Map<String, ?> offset) {
    Object known = offset.get(KNOWN);
    return new Reads(
        known == null ? null : KnownTables.parse(known.toString()), ReadPlan.of(offset));
  }
}
