package io.sluice.server.console.page;

import io.sluice.server.console.chart.Trace;
import java.util.Optional;

/**
 * A number that matters.
 *
 * @param note what to hold it against; empty if there is nothing
 * @param gauge a bar below it
 * @param trend its last minutes
 */
public record Figure(
    String label,
    String value,
    String note,
    Tone tone,
    Optional<Gauge> gauge,
    Optional<Trace> trend) {
  /** A number alone. */
  static Figure plain(String label, String value, String note, Tone tone) {
    return new Figure(label, value, note, tone, Optional.empty(), Optional.empty());
  }
}
