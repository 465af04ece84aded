package io.sluice.server.console.chart;

import io.sluice.server.console.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The upright scale of a chart: from zero to a round value above all others.
 *
 * @param top in the unit's own measure
 */
public record Scale(Unit unit, double top, List<Tick> ticks) {
  private static final double[] TIME_STEPS = {
    1,
    2,
    5,
    10,
    20,
    50,
    100,
    200,
    500,
    1_000,
    2_000,
    5_000,
    10_000,
    15_000,
    30_000,
    60_000,
    120_000,
    300_000,
    600_000,
    900_000,
    1_800_000,
    3_600_000,
    7_200_000,
    14_400_000,
    43_200_000,
    86_400_000
  };

  public Scale {
    ticks = List.copyOf(ticks);
  }

  /** What is measured. */
  public enum Unit {
    /** Records in a second. */
    RATE,
    /** Milliseconds. */
    TIME,
    /** Records. */
    COUNT;

    /** A value in words. */
    public String text(double value) {
      return switch (this) {
        case RATE -> Figures.perSecond(value);
        case TIME -> Figures.millis(value);
        case COUNT -> Figures.brief(value);
      };
    }
  }

  /**
   * A mark.
   *
   * @param at its place from the top, as an SVG attribute
   */
  public record Tick(String label, String at) {}

  /** A scale that has room for the highest of these; NaN counts for nothing. */
  public static Scale upTo(Unit unit, DoubleStream values) {
    double most = values.filter(v -> !Double.isNaN(v)).max().orElse(0);
    double step = step(unit, Math.max(most, unit == Unit.TIME ? 4 : 1) / 3);
    int steps = Math.max(2, (int) Math.ceil(most / step));
    double top = step * steps;
    List<Tick> ticks = new ArrayList<>();
    for (int i = 1; i <= steps; i++) {
      ticks.add(new Tick(Figures.round(unit.text(step * i)), Path.percent(1 - i / (double) steps)));
    }
    return new Scale(unit, top, ticks);
  }

  /** Where a value is: 0 is the bottom, 1 the top. NaN stays it. */
  public double at(double value) {
    return value / top;
  }

  private static double step(Unit unit, double least) {
    if (unit == Unit.TIME) {
      for (double step : TIME_STEPS) {
        if (step >= least) {
          return step;
        }
      }
      return Math.ceil(least / 86_400_000) * 86_400_000;
    }
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (int times : new int[] {1, 2, 5}) {
      if (times * power >= least) {
        return times * power;
      }
    }
    return 10 * power;
  }
}
