package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Topics of letters are read once for all who look at about the same time. */
@Timeout(30)
class LetterBoardTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();
  private final LetterReaders readers = new LetterReaders(nanos::get);
  private final LetterBoard<Integer> board = new LetterBoard<>(readers, nanos::get);

  @AfterEach
  void close() {
    readers.close();
  }

  private Integer look(Duration takes) throws Exception {
    return board
        .look(
            before -> {
              nanos.addAndGet(takes.toNanos());
              return looks.incrementAndGet();
            })
        .get(20, TimeUnit.SECONDS);
  }

  @Test
  void within_a_moment_nothing_is_read_again() throws Exception {
    assertThat(look(Duration.ZERO)).isEqualTo(1);
    nanos.addAndGet(Duration.ofMillis(1_900).toNanos());
    assertThat(look(Duration.ZERO)).isEqualTo(1);
    nanos.addAndGet(Duration.ofMillis(200).toNanos());
    assertThat(look(Duration.ZERO)).isEqualTo(2);
  }

  @Test
  void what_takes_long_is_read_as_much_more_rarely() throws Exception {
    look(Duration.ofSeconds(10));
    nanos.addAndGet(Duration.ofSeconds(49).toNanos());
    assertThat(look(Duration.ofSeconds(10))).isEqualTo(1);
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(look(Duration.ofSeconds(10))).isEqualTo(2);
  }

  @Test
  void who_comes_while_it_is_read_waits_for_the_same_and_has_what_was_known() throws Exception {
    look(Duration.ZERO);
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Integer> slow =
        board.look(
            before -> {
              assertThat(before).isEqualTo(1);
              await(end);
              return looks.incrementAndGet();
            });

    CompletableFuture<Integer> other = board.look(before -> 99);

    assertThat(slow).isNotDone();
    assertThat(board.seen()).contains(1);
    end.countDown();
    assertThat(other.get(20, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo(2);
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void behind_a_change_it_is_read_anew_whatever_is_being_read() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Integer> before =
        board.look(
            any -> {
              await(end);
              return 1;
            });
    board.forget();

    assertThat(look(Duration.ZERO)).isEqualTo(1);
    looks.set(6);
    end.countDown();
    before.get(20, TimeUnit.SECONDS);
    board.forget();
    assertThat(look(Duration.ZERO)).isEqualTo(7);
  }

  @Test
  void a_failure_is_remembered_for_as_long() {
    CompletableFuture<Integer> failed =
        board.look(
            before -> {
              looks.incrementAndGet();
              throw new IllegalStateException("away");
            });
    assertThatThrownBy(() -> failed.get(20, TimeUnit.SECONDS)).hasMessageContaining("away");

    assertThat(board.look(before -> 1)).isCompletedExceptionally();
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThat(board.look(before -> 1)).succeedsWithin(Duration.ofSeconds(20));
  }
}
