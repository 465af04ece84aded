package io.sluice.server.console.page;

import java.time.Duration;
import java.util.Arrays;

/** How far back charts go. */
public enum Span {
  MINUTES("15m", "15 min", Duration.ofMinutes(15)),
  DAY("24h", "24 h", Duration.ofHours(24)),
  MONTH("30d", "30 d", Duration.ofDays(30));

  private final String id;
  private final String label;
  private final Duration length;

  Span(String id, String label, Duration length) {
    this.id = id;
    this.label = label;
    this.length = length;
  }

  /** Its name in addresses. */
  public String id() {
    return id;
  }

  /** What the page calls it. */
  public String label() {
    return label;
  }

  /** How long it is. */
  public Duration length() {
    return length;
  }

  /** By its name; the shortest if there is none of that name. */
  public static Span named(String id) {
    return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst().orElse(MINUTES);
  }
}
