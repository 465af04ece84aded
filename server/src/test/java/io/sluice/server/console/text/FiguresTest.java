package io.sluice.server.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0",
        "0.04|0.0",
        "9.96|10.0",
        "12|12",
        "9999|9,999",
        "10000|10.0 k",
        "999949|999.9 k",
        "999950|1.0 M",
        "1234567890|1.2 G",
        "5e15|5000.0 T",
        "NaN|–"
      })
  void large_numbers_are_brief(double value, String expected) {
    assertThat(Figures.brief(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "PT-1S,0 ms",
    "PT0.9994S,999 ms",
    "PT5S,5.0 s",
    "PT60S,1 min",
    "PT312S,5 min 12 s",
    "PT2H3M,2 h 3 min",
    "PT97H,4 d 1 h"
  })
  void times_have_two_units_at_most(Duration time, String expected) {
    assertThat(Figures.time(time)).isEqualTo(expected);
  }

  @Test
  void what_is_not_all_is_not_told_to_be() {
    assertThat(Figures.percent(0)).isEqualTo("0 %");
    assertThat(Figures.percent(0.0001)).isEqualTo("<1 %");
    assertThat(Figures.percent(0.9999)).isEqualTo("99 %");
    assertThat(Figures.percent(1)).isEqualTo("100 %");
  }

  @Test
  void figures_that_stand_alone_lose_digits_that_say_nothing() {
    assertThat(Figures.round("5.0 s")).isEqualTo("5 s");
    assertThat(Figures.round("10.0 k/s")).isEqualTo("10 k/s");
    assertThat(Figures.round("5.05 s")).isEqualTo("5.05 s");
    assertThat(Figures.many(1, "table")).isEqualTo("1 table");
  }

  @Test
  void moments_are_told_in_utc_and_by_their_age() {
    Instant at = Instant.parse("2026-11-22T09:48:03Z");

    assertThat(Times.moment(at)).isEqualTo("2026-11-22 09:48:03 UTC");
    assertThat(Times.ago(at, at.plusSeconds(200))).isEqualTo("3 min ago");
    assertThat(Times.ago(at, at.minusSeconds(5))).as("clocks differ").isEqualTo("now");
  }
}
