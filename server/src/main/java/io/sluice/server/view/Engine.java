package io.sluice.server.view;

/** What runs a pipeline, and so where its position and its dead letters are kept. */
public enum Engine {
  /** This process: they are in the state. */
  DIRECT,
  /** Kafka Connect: they are in Kafka. */
  KAFKA,
  /** Nobody can read a version of it here: nothing is to be told of either that is not there. */
  UNKNOWN
}
