package io.sluice.cli.compare;

import io.sluice.cli.compare.side.Key;

/**
 * A row that is not the same on both sides.
 *
 * @param kind in what way
 * @param key which row
 */
public record Difference(Kind kind, Key key) {

  /** In what way a row differs. */
  public enum Kind {
    /** At the source, not in the target. */
    MISSING,
    /** In the target, not at the source. */
    EXTRA,
    /** In both, with another value in some column. */
    DIFFERENT,
    /** More than once in the target. */
    DUPLICATE
  }
}
