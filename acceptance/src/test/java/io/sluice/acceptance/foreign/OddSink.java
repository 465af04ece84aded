package io.sluice.acceptance.foreign;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** A sink that does, where {@code at} says, what {@code does} says; and keeps nothing else. */
public final class OddSink extends SinkConnector {
  private Map<String, String> config = Map.of();

  @Override
  public void start(Map<String, String> props) {
    config = props;
    Oddity.of(props).at("Connector.start");
  }

  @Override
  public Class<? extends Task> taskClass() {
    return OddTask.class;
  }

  @Override
  public @Nullable List<Map<String, String>> taskConfigs(int maxTasks) {
    Oddity.of(config).at("Connector.taskConfigs");
    return "no tasks".equals(config.get("does")) ? null : List.of(config);
  }

  @Override
  public void stop() {
    Oddity.of(config).at("Connector.stop");
  }

  @Override
  public ConfigDef config() {
    return Oddity.DEFINITION;
  }

  @Override
  public String version() {
    return "1";
  }

  /** Takes. */
  public static final class OddTask extends SinkTask {
    private Map<String, String> config = Map.of();

    @Override
    public void start(Map<String, String> props) {
      config = props;
      Oddity.of(config).at("Task.start");
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
      Oddity.of(config).at("Task.open");
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      Oddity.of(config).at("Task.put");
    }

    @Override
    public @Nullable Map<TopicPartition, OffsetAndMetadata> preCommit(
        Map<TopicPartition, OffsetAndMetadata> offsets) {
      Oddity.of(config).at("Task.preCommit");
      return "no offsets".equals(config.get("does")) ? null : offsets;
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
      Oddity.of(config).at("Task.close");
    }

    @Override
    public void stop() {
      Oddity.of(config).at("Task.stop");
    }

    @Override
    public String version() {
      return "1";
    }
  }
}
