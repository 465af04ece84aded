package io.sluice.bench.harness;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param name unique among all results
 * @param unit of value, min, max and the opponent's value
 * @param value the median of the runs
 * @param runs every run of ours, in the order made
 * @param against what it was held against, in words
 * @param againstValue the median of the opponent's runs; null when held against nothing that runs
 * @param ratio the median of the ratios pair by pair; null when held against nothing that runs
 * @param bar where floor and aim lie
 * @param note what limits it, and what a reader must know to read the figure right
 */
public record Result(
    String name,
    String unit,
    double value,
    List<Double> runs,
    String against,
    @Nullable Double againstValue,
    @Nullable Double ratio,
    Bar bar,
    String note) {

  public Result {
    runs = List.copyOf(runs);
  }

  public double min() {
    return runs.stream().mapToDouble(Double::doubleValue).min().orElse(value);
  }

  public double max() {
    return runs.stream().mapToDouble(Double::doubleValue).max().orElse(value);
  }

  /** How the figure stands to its bar. */
  public Verdict verdict() {
    if (bar.of() == Bar.Of.NOTHING) {
      return Verdict.UNJUDGED;
    }
    double judged = bar.of() == Bar.Of.RATIO ? (ratio == null ? Double.NaN : ratio) : value;
    if (bar.met(bar.aim(), judged)) {
      return Verdict.AIM;
    }
    return bar.met(bar.floor(), judged) ? Verdict.FLOOR : Verdict.BELOW;
  }

  /** What a figure reached: its aim, at least its floor, or neither; or nobody set it a bar. */
  public enum Verdict {
    UNJUDGED,
    AIM,
    FLOOR,
    BELOW
  }

  /** Where floor and aim lie, on the ratio or on the value, and which way is better. */
  public record Bar(Of of, boolean higherIsBetter, double floor, double aim) {

    /** What floor and aim are about. */
    public enum Of {
      NOTHING,
      RATIO,
      VALUE
    }

    /** Told, not judged; the ratio is how many times less it is than the opponent's. */
    public static Bar none() {
      return new Bar(Of.NOTHING, false, Double.NaN, Double.NaN);
    }

    /** At least so many times the opponent. */
    public static Bar ratio(double floor, double aim) {
      return new Bar(Of.RATIO, true, floor, aim);
    }

    /** At least so much. */
    public static Bar atLeast(double floor, double aim) {
      return new Bar(Of.VALUE, true, floor, aim);
    }

    /** At most so much. */
    public static Bar atMost(double floor, double aim) {
      return new Bar(Of.VALUE, false, floor, aim);
    }

    boolean met(double bound, double judged) {
      return higherIsBetter ? judged >= bound : judged <= bound;
    }
  }
}
