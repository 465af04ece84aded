package io.sluice.server.console.chart;

/**
 * The drawing of one figure in a box that is stretched to its place: a line, and the area below it.
 * Where values are missing both have gaps.
 *
 * @param line a path
 * @param area a path
 */
public record Trace(String line, String area) {
  /** How wide the box is in the units of the paths. */
  public static final int WIDTH = 1000;

  /** How high it is. */
  public static final int HEIGHT = 100;

  /** Gathers points from left to right. */
  static final class Pen {
    private final Path line = new Path();
    private final Path area = new Path();
    private double from = Double.NaN;
    private double lastX;

    /**
     * One point.
     *
     * @param x 0 is left, 1 right
     * @param y 0 is the bottom, 1 the top; NaN is a gap
     */
    void point(double x, double y) {
      if (Double.isNaN(y)) {
        lift();
        return;
      }
      double px = x * WIDTH;
      double py = HEIGHT - y * HEIGHT;
      if (Double.isNaN(from)) {
        from = px;
        line.moveTo(px, py);
        area.moveTo(px, HEIGHT);
        // A lone sample would be no line at all; of this length it is a dot, its ends being round.
        line.lineTo(px + 0.1, py);
      } else {
        line.lineTo(px, py);
      }
      area.lineTo(px, py);
      lastX = px;
    }

    private void lift() {
      if (!Double.isNaN(from)) {
        area.lineTo(lastX, HEIGHT);
        area.close();
        from = Double.NaN;
      }
    }

    Trace done() {
      lift();
      return new Trace(line.toString(), area.toString());
    }
  }
}
