package io.sluice.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When an epoch ends: by time or by size, whichever comes first.
 *
 * @param interval the longest time that a record waits in an open epoch
 * @param maxRecords how many records an epoch holds at most, over all lanes
 */
public record CheckpointSettings(Duration interval, long maxRecords) {
  public static final CheckpointSettings DEFAULT =
      new CheckpointSettings(Duration.ofMillis(200), 250_000);

  public CheckpointSettings {
    requireNonNull(interval, "interval is null");
  }
}
