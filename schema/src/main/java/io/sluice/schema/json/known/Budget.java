package io.sluice.schema.json.known;

/**
 * How much thinking a comparison may cost, since combinations can grow beyond all bounds. For one
 * thread.
 */
public final class Budget {
  /**
   * A step is what one keyword, or one schema that is known, costs; a million take about a second.
   */
  private static final int STEPS = 3_000_000;

  /** Schemas within each other, on both sides; each takes some frames of the stack. */
  private static final int DEPTH = 300;

  /** Cases that are looked at one by one. */
  private static final int CASES = 20_000;

  private int steps;
  private int cases = CASES;
  private int depth;

  /**
   * @param steps what one keyword, or one schema that is known, costs is a step
   */
  public Budget(int steps) {
    this.steps = steps;
  }

  /** What is thrown when it is spent; caught where the comparison began. */
  public static final class Spent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Spent() {
      super("The comparison would take too long", null, false, false);
    }
  }

  /**
   * Takes steps.
   *
   * @throws Spent if there are not as many
   */
  public void spend(int more) {
    steps -= more;
    if (steps < 0) {
      throw new Spent();
    }
  }

  /**
   * Goes one schema deeper, until {@link #leave}.
   *
   * @throws Spent if that is too deep
   */
  public void enter() {
    spend(1);
    if (++depth > DEPTH) {
      throw new Spent();
    }
  }

  /** Comes back from one schema. */
  public void leave() {
    depth--;
  }

  /** Whether cases may be told apart once more: without that an answer is coarser, not wrong. */
  public boolean allowsCases(int number) {
    if (cases < number) {
      return false;
    }
    cases -= number;
    return true;
  }
}
