package io.sluice.server.console.text;

import java.time.Duration;
import java.util.Locale;

/**
 * Numbers as people read them, the same in every locale. Counts, times and sizes are the command
 * line's; what the console has of its own is made for little room: rates, ages, shares.
 */
public final class Figures {
  /** In the place of a figure that nobody knows. */
  public static final String NONE = "–";

  private Figures() {}

  /** {@code 1,234,567}. */
  public static String count(long value) {
    return io.sluice.project.text.Figures.count(value);
  }

  /** {@code 1,234}, {@code 12.3 k}, {@code 4.5 M}: at most four digits. */
  public static String brief(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    if (size < 10 && value != Math.rint(value)) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    if (size < 9_999.5) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    double scaled = value;
    int power = 0;
    // From 999.95 on it would be rounded to 1000.0.
    while (Math.abs(scaled) >= 999.95 && power < 4) {
      scaled /= 1_000;
      power++;
    }
    return String.format(Locale.ROOT, "%.1f %c", scaled, " kMGT".charAt(power));
  }

  /** {@code 12.3 k/s}. */
  public static String perSecond(double value) {
    return Double.isNaN(value) ? NONE : brief(value) + "/s";
  }

  /** As the command line says it: {@code 12 ms}, {@code 3.4 s}, {@code 5 min 12 s}. */
  public static String time(Duration duration) {
    return io.sluice.project.text.Figures.time(duration);
  }

  /** As {@link #time(Duration)}. */
  public static String millis(double value) {
    return Double.isNaN(value) ? NONE : time(Duration.ofMillis(Math.round(value)));
  }

  /**
   * How long ago something was, or how long it will last, to one unit: {@code 3 s}, {@code 5 min},
   * {@code 2 h}, {@code 4 d}; {@code now} within a second.
   */
  public static String age(Duration duration) {
    long s = Math.max(0, duration.toSeconds());
    if (s < 1) {
      return "now";
    }
    if (s < 60) {
      return s + " s";
    }
    if (s < 3_600) {
      return s / 60 + " min";
    }
    return s < 86_400 ? s / 3_600 + " h" : s / 86_400 + " d";
  }

  /** {@code 640 B}, {@code 12.3 MB}: powers of 1024. */
  public static String bytes(long value) {
    return io.sluice.project.text.Figures.bytes(value);
  }

  /** The same without digits behind the point that say nothing: {@code 5 s} for {@code 5.0 s}. */
  public static String round(String figure) {
    return figure.replaceFirst("\\.0(?=\\D|$)", "");
  }

  /** {@code 7 %}; only what is all is 100, only what is nothing is 0. */
  public static String percent(double part) {
    double percent = part * 100;
    if (percent > 0 && percent < 1) {
      return "<1 %";
    }
    return String.format(Locale.ROOT, "%.0f %%", percent < 100 ? Math.min(99, percent) : 100.0);
  }

  /** {@code 1 pipeline}, {@code 3 pipelines}. */
  public static String many(long count, String one) {
    return count(count) + " " + one + (count == 1 ? "" : "s");
  }
}
