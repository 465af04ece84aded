package io.sluice.server.console.page;

import io.sluice.server.console.chart.Sparkline;
import io.sluice.server.console.chart.Trace;
import io.sluice.server.console.text.Figures;
import io.sluice.server.console.text.Times;
import io.sluice.server.view.Desired;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All pipelines at a glance.
 *
 * @param namespaces all that there are, whatever is shown
 * @param total how many pipelines there are in all
 */
public record HomePage(
    Frame frame,
    HomeQuery query,
    List<String> namespaces,
    List<Tally> tallies,
    int total,
    Totals totals,
    List<Row> rows,
    List<Happening> lately,
    List<Copy> copies) {
  public HomePage {
    namespaces = List.copyOf(namespaces);
    tallies = List.copyOf(tallies);
    rows = List.copyOf(rows);
    lately = List.copyOf(lately);
    copies = List.copyOf(copies);
  }

  /** How many are in a group, of those that the search finds. */
  public record Tally(HomeQuery.Group group, int count, String address, boolean current) {}

  /**
   * All pipelines together.
   *
   * @param worst the longest time that sinks of one of them may be behind
   * @param latest which one that is; empty if none is known
   */
  public record Totals(String rate, String worst, Optional<String> latest) {}

  /**
   * One pipeline.
   *
   * @param trend empty where nothing runs
   * @param wanted how it is meant to be, where that is not how it is
   * @param trouble the worst; empty if there is none
   * @param more how many more there are
   */
  public record Row(
      String name,
      String address,
      String namespace,
      String way,
      Optional<String> about,
      StateLook state,
      Tone tone,
      String since,
      Optional<String> wanted,
      Gauge freshness,
      String rate,
      Optional<Trace> trend,
      String lag,
      Optional<Trouble> trouble,
      int more) {}

  /** Of what is known now. */
  public static HomePage of(
      Frame frame, HomeQuery query, List<Reading> all, List<Happening> lately) {
    List<Reading> found = all.stream().filter(query::finds).toList();
    List<Row> rows =
        found.stream()
            .filter(query::shows)
            .sorted(query.sort().order())
            .map(reading -> row(reading, frame.now()))
            .toList();
    List<Tally> tallies =
        Arrays.stream(HomeQuery.Group.values())
            .map(
                group ->
                    new Tally(
                        group,
                        (int) found.stream().filter(group::has).count(),
                        query.with(group),
                        group == query.group()))
            .toList();
    return new HomePage(
        frame,
        query,
        all.stream().map(one -> one.pipeline().namespace()).distinct().sorted().toList(),
        tallies,
        all.size(),
        totals(found),
        rows,
        lately,
        List.of(new Copy("Command", "sluice status"), new Copy("API call", Curl.get(call(query)))));
  }

  private static String call(HomeQuery query) {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("search", query.text());
    asked.put("namespace", query.namespace());
    return Addresses.query("/api/v1/pipelines", asked);
  }

  private static Totals totals(List<Reading> found) {
    double rate = found.stream().mapToDouble(Reading::rate).filter(one -> !Double.isNaN(one)).sum();
    Optional<Reading> worst =
        found.stream()
            .filter(one -> one.freshness().isPresent())
            .max((a, b) -> a.freshness().get().compareTo(b.freshness().get()));
    return new Totals(
        Figures.perSecond(rate),
        worst.flatMap(Reading::freshness).map(Figures::time).orElse(Figures.NONE),
        worst.map(one -> one.pipeline().name()));
  }

  private static Row row(Reading reading, Instant now) {
    PipelineView pipeline = reading.pipeline();
    List<Trouble> troubles = Troubles.of(reading, false);
    return new Row(
        pipeline.name(),
        Addresses.pipeline(pipeline.name()),
        pipeline.namespace(),
        Way.of(pipeline),
        pipeline.owner(),
        StateLook.of(pipeline.state()),
        reading.tone(),
        Times.lasting(pipeline.since(), now),
        wanted(pipeline),
        Gauge.of(reading.freshness(), pipeline.promised().freshness()),
        Figures.perSecond(reading.rate()),
        Optional.of(reading.trend())
            .filter(trend -> trend.size() > 1 && !Double.isNaN(reading.rate()))
            .map(Sparkline::of),
        reading.lag().map(Figures::time).orElse(Figures.NONE),
        troubles.stream().findFirst(),
        Math.max(0, troubles.size() - 1));
  }

  /** Said only where it differs from what is seen. */
  static Optional<String> wanted(PipelineView pipeline) {
    PipelineState state = pipeline.state();
    boolean as =
        switch (pipeline.desired()) {
          case RUNNING -> state != PipelineState.STOPPED && state != PipelineState.PAUSED;
          case PAUSED -> state == PipelineState.PAUSED;
          case STOPPED ->
              state == PipelineState.STOPPED
                  || state == PipelineState.COMPLETED
                  || state == PipelineState.INVALID;
        };
    return as ? Optional.empty() : Optional.of("wanted " + word(pipeline.desired()));
  }

  private static String word(Desired desired) {
    return switch (desired) {
      case RUNNING -> "running";
      case PAUSED -> "paused";
      case STOPPED -> "stopped";
    };
  }
}
