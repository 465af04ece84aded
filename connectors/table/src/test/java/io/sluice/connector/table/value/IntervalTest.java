package io.sluice.connector.table.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {
  @ParameterizedTest
  @CsvSource({
    "P1Y2M3DT4H5M6.78S, 14, 3, 14706780000",
    "P-1Y-2M3DT0H0M-0.5S, -14, 3, -500000",
    "-P1M2DT3S, -1, -2, -3000000",
    "P2W, 0, 14, 0",
    "PT0.000001S, 0, 0, 1",
    "P178956970Y7M, 2147483647, 0, 0"
  })
  void iso_8601_is_read(String text, int months, int days, long micros) {
    assertThat(Interval.parse(text)).isEqualTo(new Interval(months, days, micros));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "P", "PT", "P1", "1Y", "P1DT", "PT1.5M", "P1Y1Y"})
  void other_text_is_refused_without_being_repeated(String text) {
    assertThatThrownBy(() -> Interval.parse(text))
        .isInstanceOf(DataException.class)
        .hasMessage("a value is not an ISO 8601 interval");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"P178956970Y8M", "PT2562047789H", "PT0.0000001S", "P99999999999999999999D"})
  void what_is_longer_or_finer_is_refused(String text) {
    assertThatThrownBy(() -> Interval.parse(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("64 bits");
  }

  @Test
  void its_text_is_read_again() {
    Interval interval = new Interval(-14, 3, Long.MIN_VALUE + 1);
    assertThat(Interval.parse(interval.toString())).isEqualTo(interval);
  }
}
