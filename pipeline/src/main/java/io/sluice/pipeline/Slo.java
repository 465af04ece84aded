package io.sluice.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What a pipeline promises; missing it is reported, never a reason to stop.
 *
 * @param freshness how old the newest change in the sinks may be while the source has more
 * @param success the share of records that must arrive in the sinks rather than among the dead
 *     letters
 */
public record Slo(Optional<Duration> freshness, Optional<Ratio> success) {
  public static final Slo NONE = new Slo(Optional.empty(), Optional.empty());

  public Slo {
    requireNonNull(freshness, "freshness is null");
    requireNonNull(success, "success is null");
  }
}
