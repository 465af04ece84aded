package io.sluice.connector.postgres.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.watch.WalForecast.Limit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WalForecastTest {

  private static final long MIB = 1L << 20;
  private static final long SECOND = 1_000_000_000L;

  private final WalForecast forecast = new WalForecast();
  private long now;

  @Test
  void each_share_of_a_limit_is_said_once() {
    Limit limit = new Limit(1000 * MIB, "the limit");

    List<String> words = measure(limit, 490, 500, 500, 600, 740, 760, 760, 910, 990);

    assertThat(words).hasSize(3);
    assertThat(words.get(0)).contains("500.0 MiB").contains("50% of 1000.0 MiB (the limit)");
    assertThat(words.get(2)).contains("91%");
  }

  @Test
  void a_share_is_said_again_after_it_was_over() {
    Limit limit = new Limit(1000 * MIB, "the limit");

    assertThat(measure(limit, 600, 100, 600)).hasSize(2);
  }

  @Test
  void growth_that_meets_the_limit_within_the_hour_is_said_before_half_of_it_is_reached() {
    Limit limit = new Limit(10_000 * MIB, "the limit");

    List<String> words = measure(limit, 1000, 1100, 1200, 1300);

    assertThat(words).hasSize(1);
    assertThat(words.get(0)).contains("growing by").contains("reached in").contains("min");
  }

  @Test
  void a_steady_amount_meets_no_limit() {
    Limit limit = new Limit(10_000 * MIB, "the limit");

    assertThat(measure(limit, 1000, 1000, 1000)).isEmpty();
  }

  @Test
  void without_a_limit_every_doubling_from_one_gigabyte_is_said() {
    List<String> words = measure(null, 900, 1024, 1500, 2048, 2100, 9000, 10000, 20000);

    assertThat(words).hasSize(4);
    assertThat(words.get(0)).contains("1.0 GiB");
  }

  private List<String> measure(@Nullable Limit limit, long... mebibytes) {
    List<String> words = new ArrayList<>();
    for (long retained : mebibytes) {
      now += 10 * SECOND;
      forecast.measured(now, retained * MIB, limit).ifPresent(words::add);
    }
    return words;
  }
}
