package io.sluice.server.console;

import io.sluice.server.operate.Refusal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Times that people type. */
final class Moments {
  private Moments() {}

  /**
   * What is meant by a time, which is one in UTC as everywhere in the console.
   *
   * @throws Refusal if it is none
   */
  static Instant of(String text) {
    try {
      return text.endsWith("Z")
          ? Instant.parse(text)
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new Refusal(
          Refusal.Kind.INVALID, "The time is none", "Say it as 2026-11-01T00:00, in UTC", e);
    }
  }
}
