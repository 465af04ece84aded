package io.sluice.server.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.figures.Latency;
import io.sluice.pipeline.Slo;
import io.sluice.server.console.chart.LineChart;
import io.sluice.server.view.Series;
import io.sluice.server.view.Series.Point;
import io.sluice.server.view.Series.SinkPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What of a pipeline is drawn. */
class ChartsTest {
  private static final Instant FROM = Instant.parse("2030-01-01T00:00:00Z");

  /** Of sinks that lag a second, two seconds, and so on. */
  private static Series series(int sinks) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      points.add(
          new Point(
              FROM.plusSeconds(5L * i),
              Duration.ofSeconds(5),
              50,
              50,
              0,
              0,
              Duration.ofSeconds(9),
              Duration.ofSeconds(9),
              Latency.NONE,
              IntStream.rangeClosed(1, sinks)
                  .mapToObj(n -> new SinkPoint("s" + n, 10L * n, 0, Duration.ofSeconds(n)))
                  .toList()));
    }
    return new Series("shop", FROM, FROM.plusSeconds(50), Duration.ofSeconds(5), points);
  }

  private static LineChart chart(Series series, String id) {
    return Charts.of(series, Slo.NONE).stream()
        .filter(chart -> chart.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_sink_that_lags_among_two_is_seen() {
    LineChart lag = chart(series(2), "lag");

    assertThat(lag.title()).isEqualTo("Lag of each sink");
    assertThat(lag.lines()).extracting(LineChart.Drawn::name).containsExactly("s2", "s1");
    assertThat(lag.lines()).extracting(LineChart.Drawn::last).containsExactly("2.0 s", "1.0 s");
    assertThat(chart(series(2), "sinks").lines().get(0).last()).contains("4");
  }

  @Test
  void of_many_those_that_lag_most_are_drawn_each_as_another_line() {
    LineChart lag = chart(series(7), "lag");

    assertThat(lag.lines())
        .extracting(LineChart.Drawn::name)
        .containsExactly("s7", "s6", "s5", "s4");
    assertThat(lag.lines()).extracting(LineChart.Drawn::cssClass).doesNotHaveDuplicates();
  }

  @Test
  void one_alone_has_the_pipelines_line() {
    List<LineChart> charts = Charts.of(series(0), Slo.NONE);

    assertThat(charts)
        .extracting(LineChart::id)
        .containsExactly("rate", "freshness", "latency", "lag");
    assertThat(chart(series(0), "lag").lines())
        .extracting(LineChart.Drawn::last)
        .containsExactly("9.0 s");
  }
}
