package io.sluice.server.console.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.engine.figures.Latency;
import io.sluice.pipeline.Slo;
import io.sluice.server.console.chart.Band;
import io.sluice.server.console.chart.LineChart;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Series;
import io.sluice.server.view.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the quarter of an hour shows in which the server was started anew. */
class StateBandTest {
  private static final Instant NOW = Samples.NOW;
  private static final Instant FROM = NOW.minus(Duration.ofMinutes(15));
  private static final Duration STEP = Duration.ofSeconds(5);

  /** When the server before this one died: its last whole minute is the last that is known. */
  private static final Instant DIED = FROM.plus(Duration.ofMinutes(8));

  private static final Instant BACK = DIED.plus(Duration.ofMinutes(2));
  private static final PipelineView PIPELINE = Samples.reading(PipelineState.RUNNING).pipeline();

  /** Minutes of the one, steps of the other. */
  private static Series series() {
    List<Series.Point> points = new ArrayList<>();
    for (Instant at = FROM; at.isBefore(DIED); at = at.plus(Duration.ofMinutes(1))) {
      points.add(point(at, Duration.ofSeconds(59)));
    }
    for (Instant at = BACK; at.isBefore(NOW); at = at.plus(STEP)) {
      points.add(point(at, STEP));
    }
    return new Series(PIPELINE.name(), FROM, NOW, STEP, points);
  }

  private static Series.Point point(Instant at, Duration watched) {
    return new Series.Point(
        at, watched, 10, 10, 0, 100, Duration.ofSeconds(1), Duration.ofSeconds(1), Latency.NONE);
  }

  private static StateChange change(Instant at, Optional<PipelineState> from, PipelineState to) {
    return new StateChange(PIPELINE.name(), at, from, to, "");
  }

  private static double percent(String attribute) {
    return Double.parseDouble(attribute.replace("%", ""));
  }

  @Test
  void a_state_lasts_until_somebody_last_looked_and_from_before_the_time_that_is_shown() {
    StateBand band =
        StateBand.of(
            series(),
            List.of(
                change(FROM.minusSeconds(3_600), Optional.empty(), PipelineState.RUNNING),
                change(BACK, Optional.empty(), PipelineState.STARTING),
                change(
                    BACK.plusSeconds(30),
                    Optional.of(PipelineState.STARTING),
                    PipelineState.RUNNING)),
            PIPELINE);

    List<Band.Stretch> stretches = band.band().stretches();
    assertThat(stretches).hasSize(3);
    assertThat(percent(stretches.get(0).x())).isZero();
    assertThat(percent(stretches.get(0).width())).isCloseTo(100 * 8.0 / 15, within(0.5));
    assertThat(percent(stretches.get(1).x())).isCloseTo(100 * 10.0 / 15, within(0.5));
    assertThat(band.changes()).hasSize(2);
  }

  @Test
  void minutes_are_joined_to_a_line_and_the_time_without_a_server_is_a_gap() {
    LineChart rate = Charts.of(series(), Slo.NONE).get(0);

    String line = rate.lines().get(0).trace().line();
    assertThat(line.chars().filter(c -> c == 'M')).as(line).hasSize(2);
  }
}
