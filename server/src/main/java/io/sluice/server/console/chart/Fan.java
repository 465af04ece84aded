package io.sluice.server.console.chart;

import java.util.List;
import java.util.stream.IntStream;

/** Curves from one point at the left of a box to several at its right. */
public final class Fan {
  private Fan() {}

  /** A path for each end, from the top; the box is 100 by 100. */
  public static List<String> to(int ends) {
    return IntStream.range(0, ends)
        .mapToDouble(i -> (i + 0.5) / ends * 100)
        .mapToObj(y -> "M0 50C50 50 50 " + Path.number(y) + " 100 " + Path.number(y))
        .toList();
  }
}
