package io.sluice.bench.connector;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** A sink that counts what it is given and drops it. One task, whatever is asked for. */
public final class CountingSinkConnector extends SinkConnector {

  /** The name of the gauge that the task keeps. */
  static final String GAUGE = "gauge";

  /**
   * Whether to take the time from {@code source.ts_us} of each Debezium envelope to its arrival.
   */
  static final String LATENCY = "latency";

  /** A file that appears when so many records were handed over: for readers in other processes. */
  static final String MARK = "mark";

  static final String MARK_RECORDS = "mark.records";

  /** The topic whose records are counted, empty for those of all. */
  static final String TOPIC = "count.topic";

  private Map<String, String> config = Map.of();

  @Override
  public void start(Map<String, String> properties) {
    config = Map.copyOf(properties);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return CountingSinkTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(config);
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define(GAUGE, Type.STRING, "counting", Importance.HIGH, "Name of the gauge to keep.")
        .define(TOPIC, Type.STRING, "", Importance.LOW, "The only topic to count.")
        .define(MARK, Type.STRING, "", Importance.LOW, "File to make when enough has come.")
        .define(MARK_RECORDS, Type.LONG, 1, Importance.LOW, "How many records are enough.")
        .define(
            LATENCY, Type.BOOLEAN, false, Importance.LOW, "Take the time from commit to arrival.");
  }

  @Override
  public String version() {
    return "1";
  }
}
