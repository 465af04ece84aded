package io.sluice.server.health;

import java.time.Duration;

/**
 * Durations as sentences have them: {@code 850 ms}, {@code 42 s}, {@code 12 min}, {@code 3 h}. Not
 * as exact as the figures beside them, on purpose: a sentence with two units, or with digits behind
 * the point, would be another one at each look, and is not read for them. A unit begins at two of
 * it, so that no text is wrong by more than a half.
 */
final class Durations {
  private Durations() {}

  static String text(Duration time) {
    if (time.toMillis() < 1_000) {
      return time.toMillis() + " ms";
    }
    if (time.toSeconds() < 120) {
      return time.toSeconds() + " s";
    }
    if (time.toMinutes() < 120) {
      return time.toMinutes() + " min";
    }
    return time.toHours() < 48 ? time.toHours() + " h" : time.toDays() + " days";
  }
}
