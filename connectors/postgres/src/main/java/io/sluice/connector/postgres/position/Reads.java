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
 * @param publication mark of the publication as it was when the known tables were looked at, null
 *     when there is none
 */
public record Reads(
    @Nullable KnownTables known, ReadPlan plan, long changes, @Nullable String publication) {

  public static final Reads NONE = new Reads(null, ReadPlan.EMPTY, 0);

  private static final String KNOWN = "sluice_known";
  private static final String PUBLICATION = "sluice_publication";

  /** What an engine asks for that wants to know whether records repeat themselves. */
  private static final String UNREPEATABLE = "sluice_unrepeatable";

  /** Without a mark of the publication. */
  public Reads(@Nullable KnownTables known, ReadPlan plan, long changes) {
    this(known, plan, changes, null);
  }

  /** The same with another plan; a plan that is as it was counts as no change. */
  public Reads withPlan(ReadPlan next) {
    return next.equals(plan) ? this : new Reads(known, next, changes + 1, publication);
  }

  public Reads withKnown(KnownTables tables) {
    return new Reads(tables, plan, changes, publication);
  }

  /** The same with another mark of the publication. */
  public Reads withPublication(String mark) {
    return new Reads(known, plan, changes, mark);
  }

  void into(Map<String, @Nullable Object> offset) {
    if (known != null) {
      offset.put(KNOWN, known.toString());
    }
    if (publication != null) {
      offset.put(PUBLICATION, publication);
    }
    if (changes > 0) {
      offset.put(UNREPEATABLE, changes);
    }
    plan.into(offset);
  }

  static Reads of(Map<String, ?> offset) {
    Object known = offset.get(KNOWN);
    Object publication = offset.get(PUBLICATION);
    return new Reads(
        known == null ? null : KnownTables.parse(known.toString()),
        ReadPlan.of(offset),
        Position.number(offset, UNREPEATABLE),
        publication == null ? null : publication.toString());
  }
}
