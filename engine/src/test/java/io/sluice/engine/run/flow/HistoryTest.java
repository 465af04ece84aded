package io.sluice.engine.run.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.checkpoint.ResumePoint;
import io.sluice.state.StateDatabase;
import io.sluice.state.checkpoint.EpochRecord;
import io.sluice.state.checkpoint.LaneName;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One sink is at the first epoch, the other at the last: what did the source say in between? */
class HistoryTest {
  private static final String PIPELINE = "shop";
  private static final String SERVER = "{\"server\":\"shop\"}";
  private static final String STREAM = "{\"lsn\":1}";
  private static final String READING = "{\"incremental_snapshot_collections\":\"[]\",\"lsn\":1}";
  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  @TempDir Path folder;
  private StateDatabase state;

  @BeforeEach
  void open() {
    state = StateDatabase.open(folder, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void a_stream_comes_again_as_it_came() {
    assertThat(repeats(STREAM, STREAM, STREAM)).isTrue();
  }

  @Test
  void a_snapshot_that_is_over_is_none() {
    assertThat(repeats("{\"snapshot\":\"false\"}", "{\"snapshot\":false}", STREAM)).isTrue();
  }

  @Test
  void a_snapshot_that_was_under_way_does_not_come_again() {
    assertThat(repeats("{\"snapshot\":\"INITIAL\"}", STREAM, STREAM)).isFalse();
  }

  @Test
  void a_snapshot_that_began_behind_the_epoch_resumed_at_does_not_come_again() {
    assertThat(repeats(STREAM, "{\"snapshot\":true}", STREAM)).isFalse();
  }

  @Test
  void a_reading_beside_the_stream_does_not_come_again() {
    assertThat(repeats(READING, READING, READING)).isFalse();
  }

  @Test
  void a_reading_that_began_behind_the_epoch_resumed_at_does_not_come_again() {
    assertThat(repeats(STREAM, STREAM, READING)).isFalse();
  }

  @Test
  void a_reading_that_began_and_ended_between_the_sinks_does_not_come_again() {
    assertThat(repeats(STREAM, READING, STREAM)).isFalse();
  }

  @Test
  void a_reading_that_began_and_ended_within_an_epoch_does_not_come_again() {
    assertThat(repeats(STREAM, STREAM, "{\"lsn\":9,\"sluice_unrepeatable\":2}")).isFalse();
  }

  @Test
  void a_reading_that_was_over_before_keeps_nothing_from_coming_again() {
    String after = "{\"lsn\":9,\"sluice_unrepeatable\":2}";

    assertThat(repeats(after, after, after)).isTrue();
  }

  @Test
  void what_was_read_behind_the_newest_epoch_that_a_sink_has_does_not_matter() {
    epochs(STREAM, STREAM, READING);
    History history = history();

    assertThat(history.repeats(apart(history, 2))).isTrue();
  }

  private boolean repeats(String... offsets) {
    epochs(offsets);
    History history = history();
    return history.repeats(apart(history, offsets.length));
  }

  /** Epochs from 1 on of a record each; the first one is committed. */
  private void epochs(String... offsets) {
    for (int i = 1; i <= offsets.length; i++) {
      state
          .checkpoints()
          .prepare(
              PIPELINE,
              new EpochRecord(
                  i,
                  Map.of(SERVER, offsets[i - 1]),
                  Map.of(new LaneName("orders", 0), (long) i),
                  1,
                  new LaneLayout(1, 1).toString()));
    }
    state.checkpoints().commit(PIPELINE, 1);
  }

  private History history() {
    return new History(state.checkpoints(), state.deadLetters(), PIPELINE);
  }

  private static ResumePoint apart(History history, long ahead) {
    ResumePoint point = history.decide(List.of(answer("behind", 1), answer("ahead", ahead)));
    assertThat(point.epoch()).isEqualTo(1);
    assertThat(point.newestInUse()).isEqualTo(ahead);
    return point;
  }

  private static ResumePoint.Answer answer(String sink, long next) {
    return new ResumePoint.Answer(sink, sink, Set.of(ORDERS), Map.of(ORDERS, next));
  }
}
