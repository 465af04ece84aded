package io.sluice.engine.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows what one poll brought, on its source task's thread until it is in the lanes. Never throws
 * and never waits. Moments are the ticker's nanoseconds.
 */
public interface BatchTrace {
  /**
   * What all records of the batch together spent in one transform.
   *
   * @param transform its name in the pipeline file
   */
  record TransformTime(String transform, long nanos) {}

  /**
   * What became of a batch on its way into the lanes.
   *
   * @param since when the first record met the transforms
   * @param until when the last one was in a lane
   * @param filtered records that a transform dropped
   * @param refused records that became dead letters
   * @param transforms in their order
   */
  record Passed(
      long since, long until, long filtered, long refused, List<TransformTime> transforms) {
    public Passed {
      transforms = List.copyOf(transforms);
    }
  }

  /** The value of a header by which its records say that they are followed; null for none. */
  @Nullable String header();

  /** Records waited for room in a lane. */
  void waited(long since, long until);

  /** All of it is in the lanes: the epoch that is cut next has it. */
  void passed(Passed passed);

  /** It did not get into the lanes. */
  void brokeOff(Throwable failure);
}
