package io.sluice.connector.postgres.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.handover.RecordSink.Completed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class RecordSinkTest {

  @Test
  void bytes_that_a_batch_gains_before_it_is_given_over_count_among_those_that_wait() {
    RecordSink sink =
        new RecordSink(new Handover(1, 10, 100), 1, 100, RecordSinkTest::noRoom, () -> {});
    sink.completeBy((end, most) -> new Completed(end, 60));
    SourceRecord record = new SourceRecord(Map.of(), Map.of(), "t", null, null);
    sink.add(record, 1);

    assertThatThrownBy(() -> sink.add(record, 1)).hasMessage("no room");
  }

  @Test
  void a_batch_that_is_completed_in_parts_is_given_over_in_parts_and_in_order() throws Exception {
    Handover handover = new Handover(1, 10, 100);
    RecordSink sink = new RecordSink(handover, 5, 100, RecordSinkTest::noRoom, () -> {});
    List<Long> ends = new ArrayList<>();
    AtomicLong given = new AtomicLong();
    sink.completeBy(
        (end, most) -> {
          ends.add(end);
          return new Completed(Math.min(end, given.addAndGet(2)), 10);
        });

    for (int i = 0; i < 5; i++) {
      sink.add(new SourceRecord(Map.of(), Map.of(), "t" + i, null, null), 1);
    }

    assertThat(ends).as("the last that waits, at each part").containsExactly(5L, 5L, 5L);
    List<String> topics = new ArrayList<>();
    for (List<SourceRecord> part = handover.take(0); part != null; part = handover.take(0)) {
      assertThat(part).hasSizeLessThanOrEqualTo(2);
      part.forEach(record -> topics.add(record.topic()));
    }
    assertThat(topics).containsExactly("t0", "t1", "t2", "t3", "t4");
    assertThat(sink.next()).isEqualTo(5);
  }

  private static void noRoom() {
    throw new CancellationException("no room");
  }
}
