package io.sluice.bench.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Counts into its gauge; takes latencies when asked to. */
public final class CountingSinkTask extends SinkTask {

  private final Clock clock = Clock.systemUTC();
  private final SinkGauge gauge = new SinkGauge();
  private boolean latency;
  private String mark = "";
  private long markRecords;
  private String topic = "";

  @Override
  public void start(Map<String, String> config) {
    latency = Boolean.parseBoolean(config.getOrDefault(CountingSinkConnector.LATENCY, "false"));
    mark = config.getOrDefault(CountingSinkConnector.MARK, "");
    markRecords = Long.parseLong(config.getOrDefault(CountingSinkConnector.MARK_RECORDS, "1"));
    topic = config.getOrDefault(CountingSinkConnector.TOPIC, "");
    gauge.register(config.getOrDefault(CountingSinkConnector.GAUGE, "counting"));
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    if (latency) {
      takeTimes(records);
    }
    int counted = counted(records);
    if (counted == 0) {
      return;
    }
    gauge.handedOver(counted);
    if (!mark.isEmpty() && gauge.getCount() >= markRecords) {
      leaveMark();
    }
  }

  private int counted(Collection<SinkRecord> records) {
    if (topic.isEmpty()) {
      return records.size();
    }
    int counted = 0;
    for (SinkRecord each : records) {
      counted += topic.equals(each.topic()) ? 1 : 0;
    }
    return counted;
  }

  /** Once: it is there from then on. */
  private void leaveMark() {
    try {
      Files.writeString(Path.of(mark), "");
      mark = "";
    } catch (IOException e) {
      throw new ConnectException("Cannot write " + mark, e);
    }
  }

  private void takeTimes(Collection<SinkRecord> records) {
    Instant now = clock.instant();
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    for (SinkRecord each : records) {
      if (each.value() instanceof Struct envelope && envelope.schema().field("source") != null) {
        gauge.took(micros - envelope.getStruct("source").getInt64("ts_us"));
      }
    }
  }

  /** The gauge stays readable: the run is over, its figures are not yet read. */
  @Override
  public void stop() {}

  @Override
  public String version() {
    return "1";
  }
}
