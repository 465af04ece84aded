package io.sluice.bench.connector;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * A source whose records are made before they are asked for: what remains is the engine. One task.
 */
public final class PreparedSourceConnector extends SourceConnector {

  static final String RECORDS = "records";
  static final String BATCH = "batch.size";
  static final String STRIDE = "stride";
  static final String RATE = "rate";
  static final String TOPIC = "topic";
  static final String TOPIC_DEFAULT = "bench.orders";
  static final int BATCH_DEFAULT = 2048;

  private Map<String, String> config = Map.of();

  @Override
  public void start(Map<String, String> properties) {
    config = Map.copyOf(properties);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return PreparedSourceTask.class;
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
        .define(
            RECORDS,
            Type.LONG,
            Importance.HIGH,
            "How many records to hand out before there are no more.")
        .define(BATCH, Type.INT, BATCH_DEFAULT, Importance.LOW, "Records in a poll.")
        .define(
            STRIDE,
            Type.LONG,
            0,
            Importance.LOW,
            "If not 0: how far keys are apart; each record then has its own.")
        .define(
            RATE, Type.LONG, 0, Importance.LOW, "If not 0: so many records a second and no more.")
        .define(TOPIC, Type.STRING, TOPIC_DEFAULT, Importance.LOW, "The topic of the records.");
  }

  @Override
  public String version() {
    return "1";
  }
}
