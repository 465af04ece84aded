package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetriedWorkTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final AtomicInteger times = new AtomicInteger();

  @Test
  void however_often_it_fails_when_it_is_asked_for_one_retry_is_ahead() {
    try (RetriedWork work =
        new RetriedWork("test", NEVER, () -> times.incrementAndGet() > 1_000_000)) {
      for (int i = 1; i <= 10; i++) {
        int so = i;
        work.ask();
        await().until(() -> times.get() == so);
      }

      await().until(() -> work.ahead() == 1);
      assertThat(work.hasSucceeded()).isFalse();
    }
  }

  @Test
  void who_asks_while_it_is_done_is_served_by_one_more_and_success_leaves_nothing_ahead()
      throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    try (RetriedWork work =
        new RetriedWork(
            "test",
            NEVER,
            () -> {
              boolean first = times.incrementAndGet() == 1;
              return !first || !goesOn(goOn);
            })) {
      work.ask();
      await().until(() -> times.get() == 1);
      for (int i = 0; i < 10; i++) {
        work.ask();
      }
      assertThat(work.ahead()).isEqualTo(1);
      goOn.countDown();

      await().until(work::hasSucceeded);
      await().until(() -> work.ahead() == 0);
      assertThat(times).hasValue(2);
    }
  }

  @Test
  void whatever_is_thrown_it_is_tried_again() {
    try (RetriedWork work =
        new RetriedWork(
            "test",
            Duration.ofMillis(1),
            () -> {
              if (times.incrementAndGet() < 3) {
                throw new NoClassDefFoundError("of a plugin");
              }
              return true;
            })) {
      work.ask();

      await().until(work::hasSucceeded);
      assertThat(times).hasValue(3);
    }
  }

  private static boolean goesOn(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
