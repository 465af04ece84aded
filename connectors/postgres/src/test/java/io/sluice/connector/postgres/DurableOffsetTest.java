package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.position.Position;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DurableOffsetTest {

  private long nanos = Long.MAX_VALUE - 5; // It runs over, as nanoTime may.
  private long answerTakes;
  private int asked;
  private boolean unreachable;

  private final DurableOffset offset = new DurableOffset(this::answer, () -> nanos);

  private @Nullable Position answer() {
    asked++;
    nanos += answerTakes;
    if (unreachable) {
      throw new ConnectException("nobody answers");
    }
    return Position.of(Map.of("lsn", 100L + asked));
  }

  private static @Nullable Long lsn(@Nullable Position position) {
    return position == null ? null : position.lsn();
  }

  @Test
  void what_costs_nothing_is_asked_each_time() {
    for (int i = 1; i <= 5; i++) {
      assertThat(lsn(offset.committed())).isEqualTo(100L + i);
    }
  }

  @Test
  void nothing_is_asked_without_news() {
    assertThat(offset.look()).isNull();
    offset.committed();
    assertThat(offset.look()).isNull();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void answers_that_take_long_take_a_twentieth_of_the_time() {
    answerTakes = Duration.ofMillis(10).toNanos();
    long start = nanos;
    for (int i = 0; i < 1_000; i++) {
      nanos += Duration.ofMillis(2).toNanos();
      offset.committed();
    }
    assertThat(asked * answerTakes)
        .isBetween((nanos - start) / 25, (nanos - start) / 20 + answerTakes);
  }

  @Test
  void the_news_of_a_moment_ago_is_looked_at_later() {
    answerTakes = Duration.ofMillis(10).toNanos();
    offset.committed();
    assertThat(offset.committed()).isNull();
    assertThat(offset.look()).isNull();
    nanos += Duration.ofMillis(190).toNanos();
    assertThat(lsn(offset.look())).isEqualTo(102);
    assertThat(offset.look()).isNull();
  }

  @Test
  void news_that_nobody_answered_for_is_asked_again() {
    answerTakes = Duration.ofMillis(10).toNanos();
    unreachable = true;
    assertThatThrownBy(offset::committed).isInstanceOf(ConnectException.class);
    unreachable = false;
    assertThat(offset.look()).as("soon, not at once").isNull();
    nanos += Duration.ofSeconds(5).toNanos();
    assertThat(lsn(offset.look())).isEqualTo(102);
  }

  @Test
  void after_a_standstill_it_is_asked_again_soon() {
    answerTakes = Duration.ofMinutes(10).toNanos();
    offset.committed();
    nanos += Duration.ofSeconds(5).toNanos();
    assertThat(offset.committed()).isNotNull();
  }
}
