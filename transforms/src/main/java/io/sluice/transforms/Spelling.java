package io.sluice.transforms;

import java.util.Locale;
import java.util.Set;

/** Finds what somebody may have meant. */
final class Spelling {
  private Spelling() {}

  /** The name nearest to the word, if one is near enough to be a slip; else empty. */
  static String nearest(String word, Set<?> names) {
    String best = "";
    int allowed = Math.max(1, word.length() / 3);
    for (Object candidate : names) {
      String name = String.valueOf(candidate);
      int distance = distance(word.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < allowed || (distance == allowed && best.isEmpty())) {
        best = name;
        allowed = distance;
      }
    }
    return best;
  }

  /** How many letters are to be put in, taken out, exchanged or swapped with their neighbour. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
