package io.sluice.connector.table;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** The table sink for whose task a minute passes each time that it looks at the time. */
public final class LeapingTimeConnector extends SinkConnector {
  private final TableSinkConnector connector = new TableSinkConnector();

  @Override
  public void start(Map<String, String> properties) {
    connector.start(properties);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return LeapingTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return connector.taskConfigs(maxTasks);
  }

  @Override
  public void stop() {
    connector.stop();
  }

  @Override
  public ConfigDef config() {
    return connector.config();
  }

  @Override
  public String version() {
    return connector.version();
  }

  /** Its task. */
  public static final class LeapingTask extends SinkTask {
    private final AtomicLong time = new AtomicLong();
    private final TableSinkTask task =
        new TableSinkTask(() -> time.addAndGet(TimeUnit.MINUTES.toNanos(1)));

    @Override
    public void initialize(SinkTaskContext given) {
      task.initialize(given);
    }

    @Override
    public void start(Map<String, String> properties) {
      task.start(properties);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
      task.open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      task.put(records);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(
        Map<TopicPartition, OffsetAndMetadata> offsets) {
      return task.preCommit(offsets);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
      task.close(partitions);
    }

    @Override
    public void stop() {
      task.stop();
    }

    @Override
    public String version() {
      return task.version();
    }
  }
}
