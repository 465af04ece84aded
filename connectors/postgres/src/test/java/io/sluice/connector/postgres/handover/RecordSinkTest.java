package io.sluice.connector.postgres.handover;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class RecordSinkTest {

  @Test
  void bytes_that_a_batch_gains_before_it_is_given_over_count_among_those_that_wait() {
    RecordSink sink =
        new RecordSink(new Handover(1, 10, 100), 1, 100, RecordSinkTest::noRoom, () -> {});
    sink.beforeHandover(() -> 60);
    SourceRecord record = new SourceRecord(Map.of(), Map.of(), "t", null, null);
    sink.add(record, 1);

    assertThatThrownBy(() -> sink.add(record, 1)).hasMessage("no room");
  }

  private static void noRoom() {
    throw new CancellationException("no room");
  }
}
