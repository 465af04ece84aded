package io.sluice.server.console.chart;

import java.util.List;

/** A figure's last minutes in a line of text: its shape, not its values. */
public final class Sparkline {
  private Sparkline() {}

  /** Between zero and the highest value; flat on the ground if all are zero. */
  public static Trace of(List<Double> values) {
    double most =
        values.stream()
            .mapToDouble(Double::doubleValue)
            .filter(v -> !Double.isNaN(v))
            .max()
            .orElse(0);
    Trace.Pen pen = new Trace.Pen();
    for (int i = 0; i < values.size(); i++) {
      double x = values.size() == 1 ? 1 : i / (double) (values.size() - 1);
      // A little below the edges, so that the line's width is not cut off.
      pen.point(x, 0.04 + 0.92 * (most == 0 ? values.get(i) * 0 : values.get(i) / most));
    }
    return pen.done();
  }
}
