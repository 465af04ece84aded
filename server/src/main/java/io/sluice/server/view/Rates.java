package io.sluice.server.view;

import java.util.List;

/**
 * How fast records go over each edge of a pipeline now, over the last seconds.
 *
 * @param polled records a second from the source
 * @param delivered records a second that are in all sinks
 * @param sinks in the pipeline file's order
 */
public record Rates(double polled, double delivered, List<SinkRate> sinks) {
  /** Nothing moves, or nobody has looked twice yet. */
  public static final Rates NONE = new Rates(0, 0, List.of());

  public Rates {
    sinks = List.copyOf(sinks);
  }

  /**
   * Into one sink.
   *
   * @param records a second, also those that it is handed again
   * @param bytes a second, as estimated in memory
   */
  public record SinkRate(String sink, double records, double bytes) {}
}
