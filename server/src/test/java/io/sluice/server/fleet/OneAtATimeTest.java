package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.operate.Refusal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody who asks waits for long, and all are told for what. */
@Timeout(60)
class OneAtATimeTest {
  private final OneAtATime turn = new OneAtATime("pipeline shop", Duration.ofMillis(50));
  private final ExecutorService others = Executors.newCachedThreadPool();
  private final CountDownLatch goOn = new CountDownLatch(1);

  @AfterEach
  void end() {
    goOn.countDown();
    others.shutdownNow();
  }

  /** Somebody is at it, and stays there until he may go on. */
  private Future<String> occupied() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    Future<String> other =
        others.submit(
            () ->
                turn.during(
                    "its position is moved",
                    () -> {
                      inside.countDown();
                      awaitLeave();
                      return "moved";
                    }));
    inside.await();
    return other;
  }

  private void awaitLeave() {
    try {
      goOn.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void who_would_wait_for_long_is_refused_and_told_what_is_under_way() throws Exception {
    Future<String> other = occupied();

    assertThatThrownBy(() -> turn.during("a task of it is restarted", () -> "never"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
              assertThat(refusal.hint()).contains("Nothing was changed");
            })
        .hasMessageContaining("pipeline shop is busy: its position is moved, for ");
    assertThat(turn.ifFree(Duration.ofMillis(1), "a look", () -> "never")).isEmpty();

    Future<String> patient = others.submit(() -> turn.whenever("a look", () -> "late"));
    goOn.countDown();
    assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo("moved");
    assertThat(patient.get(10, TimeUnit.SECONDS)).isEqualTo("late");
    assertThat(turn.during("a look", () -> "now")).isEqualTo("now");
  }

  @Test
  void what_fails_leaves_it_free() {
    assertThatThrownBy(
            () ->
                turn.during(
                    "a look",
                    () -> {
                      throw new IllegalStateException("no folder");
                    }))
        .hasMessage("no folder");
    assertThat(others.submit(() -> turn.during("a look", () -> "now")))
        .succeedsWithin(Duration.ofSeconds(10))
        .isEqualTo("now");
  }
}
