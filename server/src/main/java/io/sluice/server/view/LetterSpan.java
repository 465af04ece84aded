package io.sluice.server.view;

import io.sluice.state.deadletter.LetterSurvey.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** How far back the arrivals of dead letters are counted, and in how long intervals. */
public enum LetterSpan {
  HOUR("1h", "1 hour", Duration.ofMinutes(1), 60),
  DAY("24h", "24 hours", Duration.ofMinutes(30), 48),
  WEEK("7d", "7 days", Duration.ofHours(3), 56);

  private final String id;
  private final String label;
  private final Duration interval;
  private final int intervals;

  LetterSpan(String id, String label, Duration interval, int intervals) {
    this.id = id;
    this.label = label;
    this.interval = interval;
    this.intervals = intervals;
  }

  /** Its name in addresses. */
  public String id() {
    return id;
  }

  /** What people call it. */
  public String label() {
    return label;
  }

  /** The one of that name; a day if it is the name of none. */
  public static LetterSpan named(String id) {
    return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst().orElse(DAY);
  }

  /** The intervals up to the one that is under way, at round times, so that they stay put. */
  public Intervals intervals(Instant now) {
    long length = interval.toMillis();
    long end = Math.floorDiv(now.toEpochMilli(), length) * length + length;
    return new Intervals(Instant.ofEpochMilli(end - length * intervals), interval, intervals);
  }
}
