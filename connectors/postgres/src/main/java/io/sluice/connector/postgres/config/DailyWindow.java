package io.sluice.connector.postgres.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The same hours of every day, possibly over midnight.
 *
 * @param from the first moment that is within
 * @param to the first one that is not
 * @param zone whose clock it is
 */
public record DailyWindow(LocalTime from, LocalTime to, ZoneId zone) {

  /**
   * @param text {@code HH:MM-HH:MM} and possibly a zone, UTC otherwise; null for none
   * @throws ConfigException naming the setting
   */
  static @Nullable DailyWindow parse(String setting, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String[] parts = text.strip().split("\\s+");
    String[] ends = parts[0].split("-", -1);
    try {
      if (ends.length == 2 && parts.length <= 2) {
        DailyWindow window =
            new DailyWindow(
                LocalTime.parse(ends[0]),
                LocalTime.parse(ends[1]),
                parts.length == 2 ? ZoneId.of(parts[1]) : ZoneOffset.UTC);
        if (!window.from.equals(window.to)) {
          return window;
        }
      }
    } catch (DateTimeException e) {
      throw new ConfigException(
          setting, text, "must be like '22:00-06:00 Europe/Berlin': " + e.getMessage());
    }
    throw new ConfigException(setting, text, "must be like '22:00-06:00 Europe/Berlin'");
  }

  /** How long until it is open, zero while it is. */
  public Duration untilOpen(Instant now) {
    ZonedDateTime local = now.atZone(zone);
    LocalTime time = local.toLocalTime();
    boolean open =
        from.isBefore(to)
            ? !time.isBefore(from) && time.isBefore(to)
            : !time.isBefore(from) || time.isBefore(to);
    if (open) {
      return Duration.ZERO;
    }
    ZonedDateTime next = local.with(from);
    if (!next.isAfter(local)) {
      next = local.plusDays(1).with(from);
    }
    return Duration.between(local, next);
  }
}
