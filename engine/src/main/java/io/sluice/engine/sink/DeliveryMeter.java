package io.sluice.engine.sink;

import io.sluice.engine.fault.Tools;
import io.sluice.engine.figures.SinkMeter;
import io.sluice.engine.lane.LaneItem.Batch;
import io.sluice.engine.lane.LaneItem.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/** Measures what one sink task is put and commits, a batch at a time. Used by its thread. */
final class DeliveryMeter {
  /** The schema of records that only let a position advance, in Debezium's form. */
  private static final String HEARTBEAT = "io.debezium.connector.common.Heartbeat";

  private final SinkMeter meter;
  private final Map<String, Boolean> heartbeats = new HashMap<>(); // by topic
  private final CommitLatency latency;
  private final Tools tools;
  private volatile long newestSourceMillis = Long.MIN_VALUE;

  DeliveryMeter(SinkMeter meter, Tools tools) {
    this.meter = meter;
    this.latency = new CommitLatency(meter.latency());
    this.tools = tools;
  }

  /** A batch was put, which took so long. */
  void put(Batch batch, long nanos) {
    List<SinkRecord> records = batch.records();
    if (records.isEmpty()) {
      return;
    }
    meter.put().add(records.size(), nanos);
    meter.addBytes(batch.bytes());
    countTopics(batch);
    latency.put(records);
    newestSourceMillis = SourceTime.millis(records.get(records.size() - 1), newestSourceMillis);
  }

  private void countTopics(Batch batch) {
    long now = tools.clock().millis();
    long spanned = batch.spans().stream().mapToLong(span -> span.end() - span.from()).sum();
    if (spanned == batch.records().size()) {
      for (Span span : batch.spans()) {
        count(batch, span.partition().topic(), span.end() - span.from(), now);
      }
      return;
    }
    // Offsets that no record has are in it.
    batch.records().forEach(record -> count(batch, record.topic(), 1, now));
  }

  /** Heartbeats have a topic of their own, which nobody would call a dataset. */
  private void count(Batch batch, String topic, long records, long now) {
    if (!heartbeats.computeIfAbsent(topic, name -> isOfHeartbeats(batch, name))) {
      meter.addTo(topic, records, now);
    }
  }

  private static boolean isOfHeartbeats(Batch batch, String topic) {
    return batch.records().stream()
        .filter(record -> record.topic().equals(topic))
        .anyMatch(
            record ->
                record.valueSchema() != null && HEARTBEAT.equals(record.valueSchema().name()));
  }

  /** What was put so far and is of no earlier epoch is of this one. */
  void ends(long epoch) {
    latency.ends(epoch);
  }

  /** The task committed, which took so long; everything up to this epoch is durable. */
  void committed(long durable, long nanos) {
    meter.commit().add(0, nanos);
    latency.durable(durable, tools.clock().millis());
  }

  /**
   * When the newest record was made at its source; {@link Long#MIN_VALUE} if none. By any thread.
   */
  long newestSourceMillis() {
    return newestSourceMillis;
  }
}
