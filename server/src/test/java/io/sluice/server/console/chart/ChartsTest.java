package io.sluice.server.console.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartsTest {
  private static final Instant FROM = Instant.parse("2026-11-22T10:00:00Z");
  private static final TimeAxis QUARTER = new TimeAxis(FROM, FROM.plus(Duration.ofMinutes(15)));

  @Test
  void a_line_is_interrupted_where_nothing_is_known() {
    Trace trace = Sparkline.of(List.of(1.0, 2.0, Double.NaN, 1.0, 1.0));

    assertThat(trace.line().chars().filter(c -> c == 'M')).hasSize(2);
    assertThat(trace.area().chars().filter(c -> c == 'Z')).hasSize(2);
    assertThat(trace.line() + trace.area()).doesNotContain("NaN");
  }

  @Test
  void the_highest_value_is_at_the_top_and_zero_at_the_bottom() {
    Trace trace = Sparkline.of(List.of(0.0, 10.0));

    assertThat(trace.line()).isEqualTo("M0 96L0.1 96L1000 4");
  }

  @Test
  void nothing_but_zeros_or_gaps_is_no_division_by_zero() {
    assertThat(Sparkline.of(List.of(0.0, 0.0)).line()).doesNotContain("NaN").endsWith("1000 96");
    assertThat(Sparkline.of(List.of()).line()).isEmpty();
    assertThat(Sparkline.of(List.of(Double.NaN)).line()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0", "0.3", "1", "7", "99.9", "100", "18240", "1e9", "3e12"})
  void a_scale_has_room_for_the_highest_value_and_few_round_marks(double most) {
    for (Scale.Unit unit : Scale.Unit.values()) {
      Scale scale = Scale.upTo(unit, DoubleStream.of(most, Double.NaN));

      assertThat(scale.at(most)).isBetween(0.0, 1.0);
      assertThat(scale.ticks()).hasSizeBetween(2, 4);
      assertThat(scale.ticks()).extracting(Scale.Tick::label).doesNotHaveDuplicates();
      assertThat(scale.ticks()).extracting(Scale.Tick::at).endsWith("0%");
    }
  }

  @ParameterizedTest
  @CsvSource({"PT15M,10:05", "PT24H,12:00", "P30D,Nov 26"})
  void a_time_axis_has_marks_at_round_times(Duration length, String expected) {
    List<TimeAxis.Tick> ticks = new TimeAxis(FROM, FROM.plus(length)).ticks();

    assertThat(ticks).hasSizeBetween(2, 6);
    assertThat(ticks).extracting(TimeAxis.Tick::label).contains(expected);
  }

  @Test
  void a_table_says_what_a_chart_draws_in_a_few_rows() {
    List<Line.Point> points = new ArrayList<>();
    for (int i = 0; i < 180; i++) {
      points.add(new Line.Point(FROM.plusSeconds(5L * i), i));
    }
    LineChart chart =
        LineChart.of(
            "rate",
            "Rate",
            QUARTER,
            Scale.Unit.RATE,
            List.of(new Line("rate", Line.Style.MAIN, points)),
            Optional.of(500.0));

    assertThat(chart.rows()).hasSizeLessThanOrEqualTo(24);
    assertThat(chart.rows().get(0).at()).as("newest first").isEqualTo(FROM.plusSeconds(5L * 179));
    assertThat(chart.rows().get(0).values()).containsExactly("179/s");
    assertThat(chart.scale().top()).as("the promise is seen, too").isGreaterThanOrEqualTo(500);
    assertThat(chart.description()).contains("now 179/s", "at most 179/s");
    assertThat(chart.readout().points().split(";", -1))
        .as("every value, for who points at it")
        .hasSize(180)
        .startsWith("0|0/s", "5|1/s")
        .endsWith("895|179/s");
    assertThat(chart.readout().from()).isEqualTo(FROM.toEpochMilli());
    assertThat(chart.readout().length()).isEqualTo(900);
  }

  @Test
  void percentiles_lie_where_the_records_do() {
    Distribution latency =
        Distribution.of(
            List.of(
                new Distribution.Bucket(10, 11, 98),
                new Distribution.Bucket(11, 12, 0),
                new Distribution.Bucket(900, 1_000, 2)));

    assertThat(latency.records()).isEqualTo(100);
    assertThat(latency.bars()).hasSize(2);
    assertThat(latency.marks())
        .extracting(Distribution.Mark::name, Distribution.Mark::value)
        .containsExactly(tuple("p50", "11 ms"), tuple("p95", "11 ms"), tuple("p99", "950 ms"));
    assertThat(latency.ticks()).extracting(Distribution.Tick::x).startsWith("0%").endsWith("100%");
  }

  @Test
  void names_of_percentiles_that_lie_together_are_written_once_and_beside_each_other() {
    Distribution low = Distribution.of(List.of(new Distribution.Bucket(10, 11, 100)));
    Distribution high = Distribution.of(List.of(new Distribution.Bucket(900, 1_000, 100)));
    Distribution apart =
        Distribution.of(
            List.of(
                new Distribution.Bucket(30, 31, 60),
                new Distribution.Bucket(200, 210, 36),
                new Distribution.Bucket(900, 1_000, 4)));

    assertThat(low.labels()).hasSize(1);
    assertThat(low.labels().get(0).text()).isEqualTo("p50 p95 p99");
    assertThat(low.labels().get(0).isLeft()).isFalse();
    assertThat(low.labels().get(0).x()).isEqualTo(low.marks().get(2).x());
    assertThat(high.labels().get(0).isLeft()).isTrue();
    assertThat(high.labels().get(0).x()).isEqualTo(high.marks().get(0).x());
    assertThat(apart.labels())
        .extracting(Distribution.Label::text)
        .containsExactly("p50", "p95", "p99");
  }

  @Test
  void a_latency_of_nothing_and_of_no_time_can_be_drawn() {
    assertThat(Distribution.of(List.of()).isEmpty()).isTrue();
    Distribution zero = Distribution.of(List.of(new Distribution.Bucket(0, 1, 5)));
    assertThat(zero.bars().toString() + zero.marks()).doesNotContain("NaN", "Infinity");
  }

  @Test
  void a_state_of_a_moment_is_still_wide_enough_to_be_seen() {
    Band.Stretch blink =
        Band.stretch(QUARTER, FROM.plusSeconds(60), FROM.plusSeconds(60), "bad", "x");
    Band.Stretch before =
        Band.stretch(QUARTER, FROM.minusSeconds(600), FROM.plusSeconds(90), "good", "x");

    assertThat(blink.width()).isEqualTo("0.3%");
    assertThat(before.x()).isEqualTo("0%");
    assertThat(before.width()).isEqualTo("10%");
  }

  @Test
  void numbers_in_drawings_are_short_and_signed_rightly() {
    assertThat(Path.number(-0.25)).isEqualTo("-0.2");
    assertThat(Path.number(-12.34)).isEqualTo("-12.3");
    assertThat(Path.number(7)).isEqualTo("7");
    assertThat(Path.number(99.96)).isEqualTo("100");
  }
}
