package io.sluice.cli.compare;

import io.sluice.cli.compare.side.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the comparison of a table came, so that another process can go on there.
 *
 * @param above the text of the first key column up to which rows were compared; null at the
 *     beginning
 * @param part how many parts were compared, where the key has no ranges
 * @param parts of how many; 1 where it has
 * @param sourceRows rows at the source so far
 * @param targetRows rows in the target so far
 * @param open rows that differed, and are to be looked at again
 */
public record TableProgress(
    @Nullable String above, int part, int parts, long sourceRows, long targetRows, List<Key> open) {

  /** Takes a copy. */
  public TableProgress {
    open = List.copyOf(open);
  }

  /** Where nothing was compared yet. */
  public static TableProgress beginning(int parts) {
    return new TableProgress(null, 0, parts, 0, 0, List.of());
  }
}
