package io.sluice.engine.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.figures.LatencyMeter;
import io.sluice.engine.lane.TracedRecord;
import io.sluice.engine.lane.TracedRecord.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Latency counts from a record's making to the commit of its epoch. */
class CommitLatencyTest {
  private final LatencyMeter meter = new LatencyMeter();
  private final CommitLatency latency = new CommitLatency(meter);

  @Test
  void nothing_is_counted_before_its_epoch_is_durable() {
    latency.put(made(1_000, 1_001));
    latency.ends(1);
    latency.put(made(1_010));
    latency.durable(0, 2_000);
    assertThat(meter.read().records()).isZero();

    latency.durable(1, 1_008);

    assertThat(meter.read().counts()).hasSize(9).endsWith(1L, 1L);
    latency.ends(2);
    latency.durable(2, 1_010);
    assertThat(meter.read().records()).isEqualTo(3);
    assertThat(meter.read().below(1)).as("the third is of the second epoch").isEqualTo(1);
  }

  @Test
  void a_large_batch_counts_whole_although_few_of_it_are_looked_at() {
    List<SinkRecord> records = new ArrayList<>();
    for (int i = 0; i < 1_003; i++) {
      records.addAll(made(i < 500 ? 0 : 900));
    }
    latency.put(records);
    latency.ends(1);

    latency.durable(1, 1_000);

    assertThat(meter.read().records()).isEqualTo(1_003);
    // 503 of them took 100 ms and the others 1,000, within the share of one look.
    assertThat(meter.read().below(128)).isBetween(503L - 126, 503L + 126);
  }

  @Test
  void an_epoch_of_very_many_batches_is_thinned_out_and_counts_whole() {
    for (int batch = 0; batch < 100_000; batch++) {
      latency.put(made(batch));
    }
    latency.ends(1);

    latency.durable(1, 100_000);

    assertThat(meter.read().records()).isEqualTo(100_000);
    for (double share : new double[] {0.1, 0.5, 0.9}) {
      assertThat((double) meter.read().percentile(share).orElseThrow())
          .isCloseTo(share * 100_000, Percentage.withPercentage(15));
    }
  }

  @Test
  void a_sink_that_holds_back_for_very_long_is_counted_when_it_commits() {
    for (int epoch = 1; epoch <= 500; epoch++) {
      latency.put(made(1_000));
      latency.ends(epoch);
      latency.durable(0, 1_000 + epoch);
    }

    latency.durable(500, 9_000);

    assertThat(meter.read().records()).isEqualTo(500);
    assertThat(meter.read().below(4_096)).isZero();
  }

  @Test
  void rows_that_a_snapshot_found_are_left_out() {
    latency.put(
        List.of(
            new TracedRecord(
                new SourceRecord(null, null, "rows", null, null, null, null, "row"),
                new Origin(Map.of(), Map.of(), 0, true),
                0,
                0,
                1_000L)));
    latency.ends(1);

    latency.durable(1, 2_000);

    assertThat(meter.read().records()).isZero();
  }

  private static List<SinkRecord> made(long... millis) {
    List<SinkRecord> records = new ArrayList<>();
    for (long at : millis) {
      SourceRecord record =
          new SourceRecord(null, null, "numbers", null, null, null, null, "row", at);
      records.add(new TracedRecord(record, new Origin(Map.of(), Map.of(), 0, false), 0, 0, 1_000L));
    }
    return records;
  }
}
