package io.sluice.project.text;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Figures {
  private Figures() {}

  /** {@code 1,234,567}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 12,345/s}, with one digit behind the point below ten. */
  public static String perSecond(double value) {
    return String.format(Locale.ROOT, value > 0 && value < 10 ? "%.1f/s" : "%,.0f/s", value);
  }

  /**
   * {@code 12 ms}, {@code 3.4 s}, {@code 5 min 12 s}, {@code 2 h 3 min}, {@code 4 d 1 h}; of two
   * units the second only if there is any of it.
   */
  public static String time(Duration duration) {
    long ms = Math.max(0, duration.toMillis());
    if (ms < 1_000) {
      return ms + " ms";
    }
    if (ms < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }
    long s = ms / 1000;
    if (s < 3_600) {
      return two(s / 60, "min", s % 60, "s");
    }
    if (s < 86_400) {
      return two(s / 3_600, "h", s % 3_600 / 60, "min");
    }
    return two(s / 86_400, "d", s % 86_400 / 3_600, "h");
  }

  /** {@code 640 B}, {@code 12.3 MB}: powers of 1024. */
  public static String bytes(long value) {
    if (value < 1024) {
      return value + " B";
    }
    int power = (63 - Long.numberOfLeadingZeros(value)) / 10;
    return String.format(
        Locale.ROOT, "%.1f %cB", value / (double) (1L << (power * 10)), "KMGTPE".charAt(power - 1));
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
