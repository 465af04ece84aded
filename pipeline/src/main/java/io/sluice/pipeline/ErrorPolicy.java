package io.sluice.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What happens to records that cannot be processed, and how many of them a pipeline bears.
 *
 * @param record what happens to one
 * @param maxRate the share of all records in a {@code window} above which the pipeline stops
 * @param window how far back {@code maxRate} looks
 * @param minRecords how many records a window must hold before {@code maxRate} is judged, so that
 *     the first bad record of a quiet hour stops nothing
 * @param maxCount how many dead letters one run bears in all; {@link Long#MAX_VALUE} for no limit
 */
public record ErrorPolicy(
    OnRecord record, Ratio maxRate, Duration window, long minRecords, long maxCount) {
  /**
   * What happens to a record that cannot be processed. There is no way to lose one: invariant 5.
   */
  public enum OnRecord {
    /** It is kept among the dead letters and the pipeline goes on. */
    DEAD_LETTER,
    /** The pipeline stops before it. */
    STOP
  }

  public static final ErrorPolicy DEFAULT =
      new ErrorPolicy(
          OnRecord.DEAD_LETTER, Ratio.ofPercent(1), Duration.ofMinutes(1), 1_000, Long.MAX_VALUE);

  public ErrorPolicy {
    requireNonNull(record, "record is null");
    requireNonNull(maxRate, "maxRate is null");
    requireNonNull(window, "window is null");
  }
}
