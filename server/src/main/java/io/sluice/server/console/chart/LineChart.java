package io.sluice.server.console.chart;

import io.sluice.server.console.text.Figures;
import io.sluice.server.console.text.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Figures over time, drawn and as a table.
 *
 * @param id unique on its page
 * @param title what it shows
 * @param description in a sentence, for whoever does not see it
 * @param promise how high a value may be, drawn as a line; empty if nothing was promised
 * @param readout every value in words, for who points at the chart
 * @param rows the same in words, at most {@value #ROWS} of them
 */
public record LineChart(
    String id,
    String title,
    String description,
    TimeAxis axis,
    Scale scale,
    List<Drawn> lines,
    Optional<Promise> promise,
    Readout readout,
    List<Row> rows) {
  private static final int ROWS = 24;

  public LineChart {
    lines = List.copyOf(lines);
    rows = List.copyOf(rows);
  }

  /**
   * One figure.
   *
   * @param last its newest value in words
   */
  public record Drawn(String name, String cssClass, Trace trace, String last) {}

  /**
   * A bound.
   *
   * @param at its place from the top, as an SVG attribute
   * @param shift from there down to the label, in pixels: above the line, but where that would be
   *     above the chart
   */
  public record Promise(String label, String at, int shift) {
    private static final double TOP = 0.15;
    private static final int ABOVE = -4;
    private static final int BELOW = 12;

    private static Promise of(String value, double fromTop) {
      return new Promise("promised " + value, Path.percent(fromTop), fromTop < TOP ? BELOW : ABOVE);
    }
  }

  /** The values of one moment, one for each line. */
  public record Row(Instant at, List<String> values) {
    public Row {
      values = List.copyOf(values);
    }
  }

  /**
   * A chart of these.
   *
   * @param promised in the unit's measure; empty if nothing was
   */
  public static LineChart of(
      String id,
      String title,
      TimeAxis axis,
      Scale.Unit unit,
      List<Line> series,
      Optional<Double> promised) {
    Scale scale =
        Scale.upTo(
            unit,
            DoubleStream.concat(
                series.stream().flatMap(s -> s.values().stream()).mapToDouble(Double::doubleValue),
                promised.stream().mapToDouble(Double::doubleValue)));
    List<Drawn> lines = series.stream().map(one -> line(one, axis, scale)).toList();
    TreeMap<Instant, List<String>> all = values(unit, series);
    return new LineChart(
        id,
        title,
        description(title, axis, unit, series),
        axis,
        scale,
        lines,
        promised.map(value -> Promise.of(Figures.round(unit.text(value)), 1 - scale.at(value))),
        Readout.of(axis, series, all),
        rows(all));
  }

  /** Whether there is any value in it. */
  public boolean isEmpty() {
    return lines.stream().allMatch(line -> line.trace().line().isEmpty());
  }

  private static Drawn line(Line series, TimeAxis axis, Scale scale) {
    Trace.Pen pen = new Trace.Pen();
    for (Line.Point point : series.points()) {
      pen.point(axis.within(point.at()), scale.at(point.value()));
    }
    return new Drawn(
        series.name(), series.style().cssClass(), pen.done(), scale.unit().text(series.last()));
  }

  private static String description(
      String title, TimeAxis axis, Scale.Unit unit, List<Line> series) {
    StringBuilder text = new StringBuilder(title);
    text.append(" from ").append(Times.moment(axis.from()));
    text.append(" to ").append(Times.moment(axis.to())).append('.');
    for (Line one : series) {
      double most =
          one.values().stream()
              .mapToDouble(Double::doubleValue)
              .filter(v -> !Double.isNaN(v))
              .max()
              .orElse(Double.NaN);
      text.append(' ').append(one.name()).append(": now ").append(unit.text(one.last()));
      text.append(", at most ").append(unit.text(most)).append('.');
    }
    return text.toString();
  }

  /** All values by their moments, a text for each line. */
  private static TreeMap<Instant, List<String>> values(Scale.Unit unit, List<Line> series) {
    TreeMap<Instant, List<String>> all = new TreeMap<>();
    for (int i = 0; i < series.size(); i++) {
      for (Line.Point point : series.get(i).points()) {
        List<String> values =
            all.computeIfAbsent(
                point.at(),
                at -> new ArrayList<>(Collections.nCopies(series.size(), unit.text(Double.NaN))));
        values.set(i, unit.text(point.value()));
      }
    }
    return all;
  }

  private static List<Row> rows(TreeMap<Instant, List<String>> all) {
    int every = Math.max(1, (all.size() + ROWS - 1) / ROWS);
    List<Row> rows = new ArrayList<>();
    int n = 0;
    for (Map.Entry<Instant, List<String>> one : all.descendingMap().entrySet()) {
      if (n++ % every == 0) {
        rows.add(new Row(one.getKey(), one.getValue()));
      }
    }
    return rows;
  }
}
