package io.sluice.engine.tap;

/**
 * A place where the stream is looked into.
 *
 * @param name of the transform or the sink in the pipeline file; empty for the others
 */
public record TapStage(Kind kind, String name) {
  /** What is there. */
  public enum Kind {
    /** A record as the source task gave it. */
    SOURCE,
    /** Behind a transform that changed, dropped or refused it. */
    TRANSFORM,
    /** Behind the contract on schemas, where that changed or refused it. */
    SCHEMA,
    /** As a sink task is put it, converted if the sink names converters. */
    SINK
  }

  /** Where records come from. */
  public static final TapStage SOURCE = new TapStage(Kind.SOURCE, "");

  /** The contract on schemas. */
  public static final TapStage SCHEMA = new TapStage(Kind.SCHEMA, "");

  /** A transform. */
  public static TapStage transform(String name) {
    return new TapStage(Kind.TRANSFORM, name);
  }

  /** A sink. */
  public static TapStage sink(String name) {
    return new TapStage(Kind.SINK, name);
  }
}
