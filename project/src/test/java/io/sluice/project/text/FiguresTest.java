package io.sluice.project.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void a_time_is_told_in_the_units_that_matter() {
    assertThat(Figures.time(Duration.ofMillis(12))).isEqualTo("12 ms");
    assertThat(Figures.time(Duration.ofMillis(3_400))).isEqualTo("3.4 s");
    assertThat(Figures.time(Duration.ofSeconds(312))).isEqualTo("5 min 12 s");
    assertThat(Figures.time(Duration.ofMinutes(123))).isEqualTo("2 h 3 min");
    assertThat(Figures.time(Duration.ofHours(97))).isEqualTo("4 d 1 h");
    assertThat(Figures.time(Duration.ofMinutes(5))).isEqualTo("5 min");
    assertThat(Figures.time(Duration.ofHours(2))).isEqualTo("2 h");
    assertThat(Figures.time(Duration.ofDays(4))).isEqualTo("4 d");
  }

  @Test
  void bytes_are_told_in_powers_of_1024() {
    assertThat(Figures.bytes(640)).isEqualTo("640 B");
    assertThat(Figures.bytes(1024)).isEqualTo("1.0 KB");
    assertThat(Figures.bytes(12_900_000)).isEqualTo("12.3 MB");
    assertThat(Figures.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EB");
  }
}
