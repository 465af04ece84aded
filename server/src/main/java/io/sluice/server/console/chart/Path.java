package io.sluice.server.console.chart;

/** Makes the text of an SVG path, with one digit behind the point: more would not be seen. */
final class Path {
  private final StringBuilder text = new StringBuilder();

  void moveTo(double x, double y) {
    add('M', x, y);
  }

  void lineTo(double x, double y) {
    add('L', x, y);
  }

  void close() {
    text.append('Z');
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** A number as attributes want it, without a needless {@code .0}. */
  static String number(double value) {
    // A page has thousands of them: String.format would take longer than all the rest.
    long tenths = Math.round(value * 10);
    long rest = Math.abs(tenths % 10);
    String whole = (tenths < 0 && tenths > -10 ? "-" : "") + tenths / 10;
    return rest == 0 ? whole : whole + "." + rest;
  }

  /** A share of the whole width or height. */
  static String percent(double part) {
    return number(part * 100) + "%";
  }

  private void add(char command, double x, double y) {
    text.append(command).append(number(x)).append(' ').append(number(y));
  }
}
