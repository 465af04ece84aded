package io.sluice.server.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.figures.Latency;
import io.sluice.server.view.Series.SinkPoint;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers on few bytes are read as they were written, and what nobody wrote is refused. */
class VarintsTest {
  private static byte[] written(long number) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Varints.write(bytes, number);
    return bytes.toByteArray();
  }

  private static Varints of(String hex) {
    return new Varints(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "127, 7f",
    "128, 8001",
    "16384, 808001",
    "9223372036854775807, ffffffffffffffff7f"
  })
  void a_number_is_read_as_it_was_written(long number, String hex) {
    assertThat(written(number)).asHexString().isEqualToIgnoringCase(hex);
    assertThat(of(hex).next()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -128, Long.MIN_VALUE})
  void one_below_zero_is_not_written(long number) {
    assertThatThrownBy(() -> written(number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a number from zero on but found " + number);
  }

  @ParameterizedTest
  @CsvSource({
    "ffffffffffffffffff01, on at most 9 bytes",
    "ffffffffffffffffffffffff01, on at most 9 bytes",
    "8000, on as few bytes as it takes",
    "ff8000, on as few bytes as it takes",
    "80, at the end",
    "'', at the end"
  })
  void what_is_on_more_bytes_than_it_takes_or_on_too_few_is_refused(String hex, String said) {
    Varints from = of(hex);

    assertThatThrownBy(from::next)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void a_text_longer_than_what_is_there_is_refused() {
    Varints from = of("ffffffffffffffff7f41");

    assertThatThrownBy(from::nextText)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a text of");
  }

  @Test
  void a_bucket_that_is_none_is_refused() {
    byte[] beyond = HexFormat.of().parseHex("0100" + "ffffffff0f" + "01");

    assertThatThrownBy(() -> LatencyBytes.read(beyond))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("buckets");
  }

  @Test
  void a_lag_that_clocks_make_negative_is_none() {
    byte[] bytes = SinkBytes.write(List.of(new SinkPoint("a", 1, 2, Duration.ofMillis(-700))));

    assertThat(SinkBytes.read(bytes)).containsExactly(new SinkPoint("a", 1, 2, Duration.ZERO));
  }

  @Test
  void what_came_since_a_look_at_another_run_is_all_of_this_one() {
    long[] one = new long[17];
    one[16] = 1;
    Latency before = Latency.of(one, 17);
    Latency now = Latency.of(one.clone(), 16);

    assertThat(now.since(before)).isEqualTo(now);
  }
}
