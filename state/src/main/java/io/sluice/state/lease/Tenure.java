package io.sluice.state.lease;

/**
 * What a holder knows of its lease without asking: until when nobody else can have it. Pure; times
 * are of the holder's own monotonic clock, in nanoseconds. Not thread-safe.
 *
 * <p>The database counts a lease from when it hears of it, the holder from when it asked, which was
 * earlier: so the holder's end comes before the database's, however long the answer took, as long
 * as both clocks run at nearly the same rate. What they show does not matter.
 */
final class Tenure {
  private final long token;
  private final long countedNanos;
  private final long toEndNanos;
  private long endNanos;
  private boolean lost;

  /**
   * @param token of this tenure
   * @param askedNanos when the lease was asked for
   */
  Tenure(long token, LeaseTerms terms, long askedNanos) {
    this.token = token;
    this.countedNanos = terms.length().minus(terms.margin()).toNanos();
    this.toEndNanos = terms.margin().dividedBy(2).toNanos(); // The rest is for the clocks.
    this.endNanos = askedNanos + countedNanos;
  }

  long token() {
    return token;
  }

  /** The database has answered that the lease is still ours; asked for at this time. */
  void renewed(long askedNanos) {
    long end = askedNanos + countedNanos;
    if (end - endNanos > 0) { // Answers may overtake one another.
      endNanos = end;
    }
  }

  /** Somebody else has had it, or it was let go: nothing makes it ours again. */
  void lost() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  /** Whether nobody else can have it at this time. */
  boolean holds(long nowNanos) {
    return !lost && nowNanos - endNanos < 0;
  }

  /** The same with half of the margin, in which what is under way is ended. */
  boolean mayEnd(long nowNanos) {
    return !lost && nowNanos - endNanos - toEndNanos < 0;
  }
}
