package io.sluice.cli.compare;

import io.sluice.cli.compare.side.Key;
import java.util.List;

/**
 * What the comparison of a table has found.
 *
 * @param sourceRows rows at the source, counted range by range while it went on
 * @param targetRows rows in the target, likewise
 * @param differences rows that differ
 * @param undecided rows that changed too often to be compared at one position
 * @param complete whether all of the table was compared; false when there were more differences
 *     than wanted
 * @param atPosition whether differences were compared at one position; false when the pipeline did
 *     not come to it, so that changes on their way may be among them
 */
public record TableOutcome(
    long sourceRows,
    long targetRows,
    List<Difference> differences,
    List<Key> undecided,
    boolean complete,
    boolean atPosition) {

  /** Takes copies. */
  public TableOutcome {
    differences = List.copyOf(differences);
    undecided = List.copyOf(undecided);
  }

  /** Whether every row was shown to be the same. */
  public boolean equal() {
    return complete && differences.isEmpty() && undecided.isEmpty();
  }

  /** How many rows differ in that way. */
  public long count(Difference.Kind kind) {
    return differences.stream().filter(d -> d.kind() == kind).count();
  }
}
