package io.sluice.engine.source;

/** How a source that can end is told to, and how its tasks say that they are at their end. */
public final class BoundedReading {
  /** Config key of a source connector that can end; declared in its ConfigDef. */
  public static final String SETTING = "sluice.bounded";

  /** Header, with the value true, of the record by which a task says that it is at its end. */
  public static final String END_OF_STREAM = "sluice.end-of-stream";

  private BoundedReading() {}
}
