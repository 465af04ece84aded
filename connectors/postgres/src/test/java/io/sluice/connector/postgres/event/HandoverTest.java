package io.sluice.connector.postgres.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class HandoverTest {

  private static final Runnable NOTHING = () -> {};

  private final Handover handover = new Handover(10, 20, 1000);

  @Test
  void small_batches_are_joined_up_to_the_largest_batch() throws Exception {
    for (int i = 0; i < 5; i++) {
      handover.offer(records(3), 1, 0, NOTHING);
    }

    assertThat(taken()).hasSize(9);
    assertThat(taken()).hasSize(6);
  }

  @Test
  void there_is_no_room_for_more_records_than_allowed() throws Exception {
    assertThat(handover.offer(records(10), 1, 0, NOTHING)).isTrue();
    assertThat(handover.offer(records(10), 1, 0, NOTHING)).isTrue();
    assertThat(handover.offer(records(1), 1, 0, NOTHING)).isFalse();
    taken();
    assertThat(handover.offer(records(1), 1, 0, NOTHING)).isTrue();
  }

  @Test
  void there_is_no_room_for_more_bytes_than_allowed_but_for_one_large_record() throws Exception {
    assertThat(handover.offer(records(1), 5000, 0, NOTHING)).isTrue();
    assertThat(handover.offer(records(1), 1, 0, NOTHING)).isFalse();
    taken();
    assertThat(handover.offer(records(1), 999, 0, NOTHING)).isTrue();
    assertThat(handover.offer(records(1), 2, 0, NOTHING)).isFalse();
  }

  @Test
  void what_was_given_over_can_be_taken_after_the_end() throws Exception {
    handover.offer(records(1), 1, 0, NOTHING);
    handover.close();

    assertThat(taken()).hasSize(1);
    assertThat(handover.take(0)).isNull();
    assertThat(handover.offer(records(1), 1, 0, NOTHING)).isFalse();
  }

  private List<SourceRecord> taken() throws InterruptedException {
    return Objects.requireNonNull(handover.take(0));
  }

  private static List<SourceRecord> records(int count) {
    List<SourceRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(new SourceRecord(Map.of(), Map.of(), "t", null, null));
    }
    return records;
  }
}
