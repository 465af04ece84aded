package io.sluice.bench.limit;

import io.sluice.bench.harness.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/**
 * Hands the records of a source task to a sink task in a loop of one thread: the least that
 * Connect's own interfaces cost, with neither checkpoints nor a second thread.
 */
public final class BareLoop implements Contender {

  private final SourceTask source;
  private final Map<String, String> sourceConfig;
  private final SinkTask sink;
  private final Map<String, String> sinkConfig;
  private final long records;

  public BareLoop(
      SourceTask source,
      Map<String, String> sourceConfig,
      SinkTask sink,
      Map<String, String> sinkConfig,
      long records) {
    this.source = source;
    this.sourceConfig = sourceConfig;
    this.sink = sink;
    this.sinkConfig = sinkConfig;
    this.records = records;
  }

  @Override
  public double run() throws Exception {
    source.start(sourceConfig);
    sink.start(sinkConfig);
    try {
      long start = System.nanoTime();
      long offset = 0;
      while (offset < records) {
        List<SourceRecord> polled = source.poll();
        if (polled == null) {
          throw new IllegalStateException(
              "Expected " + records + " records from the source but it ended after " + offset);
        }
        List<SinkRecord> batch = new ArrayList<>(polled.size());
        for (SourceRecord each : polled) {
          batch.add(
              new SinkRecord(
                  each.topic(),
                  0,
                  each.keySchema(),
                  each.key(),
                  each.valueSchema(),
                  each.value(),
                  offset++,
                  each.timestamp(),
                  org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                  each.headers()));
        }
        sink.put(batch);
      }
      return Rate.perSecond(offset, System.nanoTime() - start);
    } finally {
      sink.stop();
      source.stop();
    }
  }
}
