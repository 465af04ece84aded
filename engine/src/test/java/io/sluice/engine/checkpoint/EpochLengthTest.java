package io.sluice.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.checkpoint.CheckpointProtocol.Action;
import io.sluice.engine.checkpoint.CheckpointProtocol.Event;
import io.sluice.engine.checkpoint.CheckpointProtocol.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long epochs are, with one source task, two sink tasks and an interval of 200. */
class EpochLengthTest {
  private static final int INTERVAL = 200;

  private final CheckpointProtocol protocol =
      new CheckpointProtocol(new Settings(1, 2, INTERVAL, 10_000, 5_000, "1x1"), 0, 0);

  @Test
  void an_epoch_lasts_the_interval_while_commits_are_cheap() {
    commit(0, 3, 5);
    assertThat(lengthOfNext()).isEqualTo(INTERVAL);
  }

  @Test
  void an_epoch_lasts_nine_times_as_long_as_the_dearest_of_the_last_commits() {
    commit(0, 3, 50);
    assertThat(lengthOfNext()).isEqualTo(450);
  }

  @Test
  void an_epoch_is_not_stretched_beyond_ten_intervals() {
    commit(0, 10_000, 50);
    assertThat(lengthOfNext()).isEqualTo(10 * INTERVAL);
  }

  @Test
  void an_epoch_is_as_short_as_before_once_commits_are_cheap_again() {
    commit(0, 100, 100);
    commit(10_000, 1, 1);
    assertThat(lengthOfNext()).isEqualTo(INTERVAL);
  }

  @Test
  void a_stretched_epoch_still_ends_by_size() {
    commit(0, 100, 100);
    assertThat(protocol.on(new Event.Tick(cutAt + 1, 10_000, false, false))).isNotEmpty();
  }

  @Test
  void a_stretched_epoch_ends_soon_after_the_last_record() {
    commit(0, 100, 100);
    protocol.on(new Event.Tick(cutAt + 190, 1, false, false));
    assertThat(protocol.on(new Event.Tick(cutAt + 239, 1, false, false))).isEmpty();
    assertThat(protocol.on(new Event.Tick(cutAt + 240, 1, false, false))).isNotEmpty();
  }

  @Test
  void while_one_task_waits_for_a_slower_one_further_epochs_come_ever_more_rarely() {
    answeredByTheFirst(INTERVAL);
    answeredByTheFirst(2 * INTERVAL);
    long third = lengthOfNext();
    for (int i = 3; i <= 8; i++) {
      answeredByTheFirst(cutAt + 3 * INTERVAL);
    }
    assertThat(third).isEqualTo(INTERVAL);
    assertThat(lengthOfNext()).isEqualTo(3 * INTERVAL);
  }

  @Test
  void no_further_epoch_comes_while_nobody_has_answered_the_newest_of_two() {
    answeredByTheFirst(INTERVAL);
    cut(2 * INTERVAL);
    assertThat(protocol.on(new Event.Tick(100 * INTERVAL, 1, true, false))).isEmpty();
  }

  @Test
  void no_further_epoch_comes_for_nothing() {
    answeredByTheFirst(INTERVAL);
    answeredByTheFirst(2 * INTERVAL);
    assertThat(protocol.on(new Event.Tick(100 * INTERVAL, 0, true, false))).isEmpty();
  }

  private void cut(long at) {
    cutAt = at;
    epoch++;
    protocol.on(new Event.Tick(at, 1, true, false));
    protocol.on(new Event.BarrierSent(0, epoch, new SourceCut(Map.of(), Map.of(), 1)));
    protocol.on(new Event.Prepared(epoch));
  }

  private void answeredByTheFirst(long at) {
    cut(at);
    protocol.on(new Event.Answered(0, epoch, epoch, 1));
  }

  private long cutAt;
  private long epoch;

  /** Cuts an epoch, not before that time, and has both sinks answer it after so long. */
  private void commit(long notBefore, long firstTook, long secondTook) {
    cutAt = Math.max(notBefore, cutAt + INTERVAL);
    epoch++;
    assertThat(protocol.on(new Event.Tick(cutAt, 1, true, false)))
        .containsExactly(new Action.SendBarriers(epoch));
    protocol.on(new Event.BarrierSent(0, epoch, new SourceCut(Map.of(), Map.of(), 1)));
    protocol.on(new Event.Prepared(epoch));
    protocol.on(new Event.Answered(0, epoch, epoch, firstTook));
    protocol.on(new Event.Answered(1, epoch, epoch, secondTook));
    protocol.on(new Event.Committed(epoch));
  }

  private long lengthOfNext() {
    long length = 0;
    while (protocol.on(new Event.Tick(cutAt + length, length + 1, false, false)).isEmpty()) {
      length++;
    }
    return length;
  }
}
