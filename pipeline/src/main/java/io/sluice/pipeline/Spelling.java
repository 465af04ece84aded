package io.sluice.pipeline;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant to write. */
public final class Spelling {
  private static final int LONGEST = 100; // the effort grows with the square; nobody misspells more

  private Spelling() {}

  /**
   * The candidate nearest to {@code word}; empty when none is near enough to be worth a question.
   * Nearness counts the letters to be added, dropped, replaced or swapped with their neighbour;
   * case, dashes and underscores weigh nothing.
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    String wanted = bare(word);
    int tolerated = Math.max(1, wanted.length() / 3);
    String best = null;
    for (String candidate : candidates) {
      String known = bare(candidate);
      if (Math.abs(known.length() - wanted.length()) <= tolerated && known.length() <= LONGEST) {
        int distance = distance(wanted, known);
        if (distance < tolerated || (distance == tolerated && best == null)) {
          best = candidate;
          tolerated = distance;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static String bare(String word) {
    return word.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  /**
   * How many letters must be added, dropped, replaced or swapped with their neighbour to make one
   * word of the other: the optimal string alignment distance.
   */
  public static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}
