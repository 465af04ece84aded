package io.sluice.engine.figures;

import java.util.ArrayList;
import java.util.List;

/** All that is measured on the way of one run's records, whichever flow they were in. */
public final class RunMeters {
  private final StageMeter poll = new StageMeter();
  private final StageMeter transform = new StageMeter();
  private final StageMeter waiting = new StageMeter();
  private final List<SinkMeter> sinks = new ArrayList<>();

  /**
   * @param sinkNames in the pipeline file's order
   * @param mostDatasets so many topics of a sink are counted each
   */
  public RunMeters(List<String> sinkNames, int mostDatasets) {
    sinkNames.forEach(name -> sinks.add(new SinkMeter(name, mostDatasets)));
  }

  /** Polls that brought something. */
  public StageMeter poll() {
    return poll;
  }

  /** Transforms, and the gate behind them. */
  public StageMeter transform() {
    return transform;
  }

  /** Records that waited for room in a lane. */
  public StageMeter waiting() {
    return waiting;
  }

  /** By its place in the pipeline file. */
  public SinkMeter sink(int index) {
    return sinks.get(index);
  }

  /** In the pipeline file's order. */
  public List<SinkMeter> sinks() {
    return List.copyOf(sinks);
  }
}
