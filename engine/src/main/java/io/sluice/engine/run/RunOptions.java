package io.sluice.engine.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How one run of a pipeline is to go.
 *
 * @param once whether to end when the source has been read up to where it stood at the start. A
 *     source that declares the config key {@value io.sluice.engine.source.BoundedReading#SETTING}
 *     says itself when that is; any other is taken to be at its end when it handed out nothing for
 *     {@code idleMeansEnd}
 * @param idleMeansEnd see {@code once}
 * @param startPaused whether to wait for {@link PipelineRun#resume()} before the first poll
 */
public record RunOptions(boolean once, Duration idleMeansEnd, boolean startPaused) {
  /** Runs until it is stopped. */
  public static final RunOptions UNTIL_STOPPED =
      new RunOptions(false, Duration.ofSeconds(10), false);

  /** Runs through the snapshot and up to the position at the start, then ends. */
  public static final RunOptions ONCE = new RunOptions(true, Duration.ofSeconds(10), false);

  public RunOptions {
    requireNonNull(idleMeansEnd);
    if (idleMeansEnd.isNegative() || idleMeansEnd.isZero()) {
      throw new IllegalArgumentException("idleMeansEnd expected above zero, found " + idleMeansEnd);
    }
  }
}
