package io.sluice.connector.postgres.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DailyWindowTest {

  @ParameterizedTest
  @CsvSource({
    "22:00-06:00 Europe/Berlin, 2026-07-01T19:30:00Z, PT30M",
    "22:00-06:00 Europe/Berlin, 2026-07-01T20:00:00Z, PT0S",
    "22:00-06:00 Europe/Berlin, 2026-07-02T03:59:59Z, PT0S",
    "22:00-06:00 Europe/Berlin, 2026-07-02T04:00:00Z, PT16H",
    "02:00-03:00, 2026-07-01T03:00:00Z, PT23H",
    "02:00-03:00, 2026-07-01T02:30:00Z, PT0S",
    // The night in which the clock goes from 2 to 3: half past two comes as half past three.
    "02:30-05:00 Europe/Berlin, 2026-03-29T00:30:00Z, PT1H"
  })
  void it_is_known_how_long_until_it_is_open(String text, Instant now, Duration wait) {
    DailyWindow window = Objects.requireNonNull(DailyWindow.parse("w", text));

    assertThat(window.untilOpen(now)).isEqualTo(wait);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"22-6", "22:00", "22:00-22:00", "22:00-25:00", "22:00-06:00 Mars/X", "a b c"})
  void what_is_no_window_is_refused_by_the_name_of_the_setting(String text) {
    assertThatThrownBy(() -> DailyWindow.parse("sluice.snapshot.window", text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sluice.snapshot.window");
  }
}
