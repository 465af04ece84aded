package io.sluice.server.console.page;

import io.sluice.server.console.text.Figures;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A time beside what was promised of it.
 *
 * @param text the time
 * @param note the promise in words; empty if there is none
 * @param width of the bar, as an SVG attribute
 * @param full the bar is drawn only where there is a promise
 */
public record Gauge(String text, String note, String width, boolean full, Tone tone) {
  /** Nearer than this to what was promised is worth a look. */
  private static final double NEAR = 0.8;

  /** Of a time that may be unknown. */
  public static Gauge of(Optional<Duration> time, Optional<Duration> promised) {
    String text = time.map(Figures::time).orElse(Figures.NONE);
    if (promised.isEmpty()) {
      return new Gauge(text, "", "0%", false, Tone.IDLE);
    }
    String bound = Figures.round(Figures.time(promised.get()));
    String note = "of " + bound + " promised";
    if (time.isEmpty()) {
      return new Gauge(text, "", "0%", false, Tone.IDLE);
    }
    double part = time.get().toMillis() / (double) Math.max(1, promised.get().toMillis());
    Tone tone = part > 1 ? Tone.BAD : part > NEAR ? Tone.WARN : Tone.GOOD;
    String width = String.format(Locale.ROOT, "%.0f%%", Math.min(1, part) * 100);
    return new Gauge(text, part > 1 ? "late: " + bound + " promised" : note, width, true, tone);
  }
}
