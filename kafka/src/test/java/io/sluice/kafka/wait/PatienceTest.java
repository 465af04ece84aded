package io.sluice.kafka.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Duration EVERY = Duration.ofMillis(250);

  /** Passes only by sleeping, or by hand. */
  private static final class TurnedTime implements Patience.Time {
    private final List<Duration> slept = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 1; // such a clock may begin anywhere

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleep(long time) {
      slept.add(Duration.ofNanos(time));
      nanos += time;
    }
  }

  private final TurnedTime time = new TurnedTime();

  private int questions(Patience patience) throws InterruptedException {
    int questions = 1;
    while (patience.again()) {
      questions++;
    }
    return questions;
  }

  @Test
  void the_last_question_is_asked_when_all_the_time_is_over() throws InterruptedException {
    int questions = questions(new Patience(Duration.ofMillis(600), EVERY, time));

    assertThat(questions).isEqualTo(4);
    assertThat(time.slept).containsExactly(EVERY, EVERY, Duration.ofMillis(100));
  }

  @Test
  void the_time_that_answers_take_is_part_of_it() throws InterruptedException {
    Patience patience = new Patience(Duration.ofSeconds(1), EVERY, time);
    time.nanos += Duration.ofSeconds(1).toNanos();

    assertThat(patience.again()).isFalse();
    assertThat(time.slept).isEmpty();
  }

  @Test
  void who_has_none_asks_once() throws InterruptedException {
    assertThat(questions(new Patience(Duration.ZERO, EVERY, time))).isEqualTo(1);
    assertThat(questions(new Patience(Duration.ofSeconds(-1), EVERY, time))).isEqualTo(1);
    assertThat(time.slept).isEmpty();
  }

  @Test
  void an_interrupt_ends_the_wait() {
    Patience patience = new Patience(Duration.ofHours(1), Duration.ofHours(1));
    Thread.currentThread().interrupt();

    assertThatThrownBy(patience::again).isInstanceOf(InterruptedException.class);
  }
}
