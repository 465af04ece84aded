package io.sluice.server.console.chart;

import io.sluice.server.console.text.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * How often which latency occurred: bars over a logarithmic scale, and marks at percentiles.
 *
 * @param records how many were measured
 * @param labels names of the marks, none over another
 */
public record Distribution(
    long records, List<Bar> bars, List<Mark> marks, List<Label> labels, List<Tick> ticks) {
  private static final double LEAST_MS = 1;

  /** How much of the width one label takes, with room around it. */
  private static final double LABEL = 0.09;

  private static final double[] PERCENTILES = {0.5, 0.95, 0.99};

  public Distribution {
    bars = List.copyOf(bars);
    marks = List.copyOf(marks);
    labels = List.copyOf(labels);
    ticks = List.copyOf(ticks);
  }

  /**
   * How many took between {@code fromMs} and {@code toMs}.
   *
   * @param toMs greater than {@code fromMs}
   */
  public record Bucket(double fromMs, double toMs, long count) {}

  /** A bar; places as SVG attributes. */
  public record Bar(String x, String width, String y, String height, String title) {}

  /** A percentile. */
  public record Mark(String name, String value, String x) {}

  /**
   * What is written beside one mark, or beside several that lie together.
   *
   * @param x of the mark
   * @param isLeft whether the text is left of it; right where there would be no room
   */
  public record Label(String text, String x, boolean isLeft) {
    /** Which end of the text is at the mark. */
    public String anchor() {
      return isLeft ? "end" : "start";
    }

    /** How far it is away from there, in pixels. */
    public int shift() {
      return isLeft ? -4 : 4;
    }
  }

  /** A mark of the scale. */
  public record Tick(String label, String x) {}

  /** Of buckets sorted by time; empty ones may be left out. */
  public static Distribution of(List<Bucket> buckets) {
    List<Bucket> filled = buckets.stream().filter(b -> b.count() > 0).toList();
    if (filled.isEmpty()) {
      return new Distribution(0, List.of(), List.of(), List.of(), List.of());
    }
    double low = floor(filled.get(0).fromMs());
    double high = ceiling(Math.max(filled.get(filled.size() - 1).toMs(), low * 10));
    long total = filled.stream().mapToLong(Bucket::count).sum();
    // Buckets differ in width; what is drawn is how many fall on the same length of the scale.
    double densest = filled.stream().mapToDouble(b -> density(b)).max().orElse(1);
    List<Bar> bars = new ArrayList<>();
    for (Bucket bucket : filled) {
      double x = place(bucket.fromMs(), low, high);
      double width = place(bucket.toMs(), low, high) - x;
      double height = Math.max(0.01, density(bucket) / densest);
      bars.add(
          new Bar(
              Path.percent(x),
              Path.percent(width),
              Path.percent(1 - height),
              Path.percent(height),
              Figures.millis(bucket.fromMs())
                  + " to "
                  + Figures.millis(bucket.toMs())
                  + ": "
                  + Figures.count(bucket.count())
                  + " records"));
    }
    List<Mark> marks = new ArrayList<>();
    List<Double> places = new ArrayList<>();
    for (double percentile : PERCENTILES) {
      double value = percentile(filled, total, percentile);
      places.add(place(value, low, high));
      marks.add(
          new Mark(
              "p" + Math.round(percentile * 100),
              Figures.millis(value),
              Path.percent(place(value, low, high))));
    }
    List<Tick> ticks = new ArrayList<>();
    for (double at = low; at <= high * 1.01; at *= 10) {
      ticks.add(new Tick(Figures.round(Figures.millis(at)), Path.percent(place(at, low, high))));
    }
    return new Distribution(total, bars, marks, labels(marks, places), ticks);
  }

  /** From the left; a mark that has no room for its own shares that of the one before it. */
  private static List<Label> labels(List<Mark> marks, List<Double> places) {
    List<Label> labels = new ArrayList<>();
    for (int i = 0, next; i < marks.size(); i = next) {
      StringBuilder text = new StringBuilder(marks.get(i).name());
      for (next = i + 1; next < marks.size(); next++) {
        if (places.get(next) - places.get(next - 1) > LABEL) {
          break;
        }
        text.append(' ').append(marks.get(next).name());
      }
      boolean isLeft = places.get(i) > LABEL * (next - i);
      labels.add(new Label(text.toString(), marks.get(isLeft ? i : next - 1).x(), isLeft));
    }
    return labels;
  }

  /** Whether nothing was measured. */
  public boolean isEmpty() {
    return bars.isEmpty();
  }

  private static double density(Bucket bucket) {
    double width =
        Math.log(Math.max(LEAST_MS, bucket.toMs()))
            - Math.log(Math.max(LEAST_MS / 2, bucket.fromMs()));
    return bucket.count() / Math.max(width, 0.05);
  }

  private static double percentile(List<Bucket> buckets, long total, double part) {
    double wanted = total * part;
    long seen = 0;
    for (Bucket bucket : buckets) {
      if (seen + bucket.count() >= wanted) {
        double within = (wanted - seen) / bucket.count();
        return bucket.fromMs() + (bucket.toMs() - bucket.fromMs()) * within;
      }
      seen += bucket.count();
    }
    return buckets.get(buckets.size() - 1).toMs();
  }

  private static double place(double ms, double low, double high) {
    double at = Math.log(Math.max(ms, low) / low) / Math.log(high / low);
    return Math.min(1, at);
  }

  private static double floor(double ms) {
    return Math.pow(10, Math.floor(Math.log10(Math.max(LEAST_MS, ms))));
  }

  private static double ceiling(double ms) {
    return Math.pow(10, Math.ceil(Math.log10(ms)));
  }
}
