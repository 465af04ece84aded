package io.sluice.engine.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How one run of a pipeline is to go.
 *
 * @param once whether to end when the source has been read up to where it stood at the start. A
 *     source that declares the config key {@value #BOUNDED} says itself when that is; any other is
 *     taken to be at its end when it handed out nothing for {@code idleMeansEnd}
 * @param idleMeansEnd see {@code once}
 * @param startPaused whether to wait for {@link PipelineRun#resume()} before the first poll
 */
public record RunOptions(boolean once, Duration idleMeansEnd, boolean startPaused) {
  /** Config key by which a source that can end is told to; declared in its ConfigDef. */
  public static final String BOUNDED = "sluice.bounded";

  /** Header, with the value true, of the record by which a bounded source task says its end. */
  public static final String END_OF_STREAM = "sluice.end-of-stream";

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
