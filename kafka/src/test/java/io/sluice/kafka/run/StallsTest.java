package io.sluice.kafka.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StallsTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
  private final Stalls stalls = new Stalls(now::get, Duration.ofSeconds(10));

  @Test
  void a_sink_that_does_nothing_about_what_waits_stalls() {
    stalls.look("shop-table", 7, true);
    pass(Duration.ofSeconds(10));
    assertThat(stalls.look("shop-table", 7, true)).isEmpty();
    pass(Duration.ofSeconds(1));

    assertThat(stalls.look("shop-table", 7, true)).contains(Duration.ofSeconds(11));
  }

  @Test
  void one_that_advances_or_has_nothing_to_do_does_not() {
    stalls.look("shop-table", 7, true);
    pass(Duration.ofSeconds(11));
    assertThat(stalls.look("shop-table", 8, true)).isEmpty();
    pass(Duration.ofSeconds(11));
    assertThat(stalls.look("shop-table", 8, false)).isEmpty();
    pass(Duration.ofSeconds(9));

    assertThat(stalls.look("shop-table", 8, true)).isEmpty();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
