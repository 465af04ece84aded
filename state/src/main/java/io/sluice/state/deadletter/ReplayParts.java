package io.sluice.state.deadletter;

import io.sluice.state.deadletter.DeadLetters.Filter;
import io.sluice.state.deadletter.DeadLetters.Sized;
import java.util.ArrayList;
import java.util.List;

/**
 * The letters that a replay takes, part by part: as many as are not too large together to be in
 * memory at once. Those that come later than it are left to another replay, and where there is an
 * open copy of a letter it stands for it. Used by one thread at a time.
 */
public final class ReplayParts {
  private static final int LETTERS_AT_ONCE = 1_000;
  private static final long BYTES_AT_ONCE = 16L << 20;

  private final DeadLetters letters;
  private final Filter filter;
  private final DeadLetters.Extent extent;
  private long after;

  /** Of the letters that are there now. */
  public ReplayParts(DeadLetters letters, Filter filter) {
    this.letters = letters;
    this.filter = filter;
    this.extent = letters.extentToReplay(filter);
  }

  /** How many letters there are in all parts together. */
  public long count() {
    return extent.letters();
  }

  /** Ids of the next part, rising; empty when there was the last one. */
  public List<Long> next() {
    List<Long> part = new ArrayList<>();
    long bytes = 0;
    for (Sized letter : letters.toReplay(filter, after, LETTERS_AT_ONCE)) {
      bytes += letter.bytes();
      if (letter.id() > extent.newest() || bytes > BYTES_AT_ONCE && !part.isEmpty()) {
        break;
      }
      part.add(letter.id());
      after = letter.id();
    }
    return part;
  }
}
