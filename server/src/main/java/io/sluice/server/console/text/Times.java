package io.sluice.server.console.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments as people read them. In UTC, so that two who share an address see the same. */
public final class Times {
  private static final DateTimeFormatter MOMENT = formatter("yyyy-MM-dd HH:mm:ss");
  private static final DateTimeFormatter CLOCK = formatter("HH:mm:ss");
  private static final DateTimeFormatter MINUTE = formatter("HH:mm");
  private static final DateTimeFormatter DAY = formatter("MMM d");

  private Times() {}

  /** {@code 2026-11-22 09:48:03 UTC}. */
  public static String moment(Instant at) {
    return MOMENT.format(at) + " UTC";
  }

  /** {@code 09:48:03}. */
  public static String clock(Instant at) {
    return CLOCK.format(at);
  }

  /** What stands on a scale of time that is this long: {@code 09:48} or {@code Nov 22}. */
  public static String tick(Instant at, Duration scale) {
    return (scale.toHours() <= 48 ? MINUTE : DAY).format(at);
  }

  /** {@code 3 min ago}. */
  public static String ago(Instant at, Instant now) {
    String age = Figures.age(Duration.between(at, now));
    return age.equals("now") ? age : age + " ago";
  }

  /** {@code for 3 min}. */
  public static String lasting(Instant since, Instant now) {
    return "for " + Figures.time(Duration.between(since, now));
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }
}
