package io.sluice.engine.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Stages what it is put and writes it to a {@link Target} at preCommit. */
public final class TargetSink extends SinkConnector {
  private Map<String, String> config = Map.of();

  @Override
  public void start(Map<String, String> props) {
    config = props;
  }

  @Override
  public Class<? extends Task> taskClass() {
    return TargetTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    List<Map<String, String>> tasks = new ArrayList<>();
    for (int task = 0; task < maxTasks; task++) {
      Map<String, String> one = new HashMap<>(config);
      one.put("task", Integer.toString(task));
      tasks.add(one);
    }
    return tasks;
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define("target", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Which target");
  }

  @Override
  public String version() {
    return "1";
  }

  /** The task; tests get at its context through the hooks of the target. */
  public static final class TargetTask extends SinkTask {
    private Target target = new Target();
    private int number;
    private final List<SinkRecord> staged = new ArrayList<>();
    private final List<SinkRecord> refused = new ArrayList<>();
    private final Map<TopicPartition, Long> kept = new HashMap<>();

    @Override
    public void start(Map<String, String> props) {
      target = Scripts.target(String.valueOf(props.get("target")));
      number = Integer.parseInt(String.valueOf(props.get("task")));
      target.calls.add("start");
      call(target.onStart);
    }

    /** What the sink task's context offers. */
    public org.apache.kafka.connect.sink.SinkTaskContext context() {
      return context;
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
      target.calls.add("open");
      target.onOpen.accept(this);
      Map<TopicPartition, Long> stored = target.offsets();
      for (TopicPartition partition : partitions) {
        target.opened.merge(partition.toString(), 1, Integer::sum);
        Long next = stored.get(partition);
        if (target.ownOffsets && next != null) {
          context.offset(partition, next);
          kept.put(partition, next);
        } else if (target.saysZero) {
          context.offset(partition, 0L);
        }
      }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      target.puts.incrementAndGet();
      try {
        target.beforePut.beforePut(this, List.copyOf(records));
      } catch (InterruptedException asked) {
        Thread.currentThread().interrupt();
        throw new ConnectException(asked);
      }
      records.stream().filter(record -> !refused.contains(record)).forEach(staged::add);
      refused.clear();
    }

    /** Reports a record of the put under way, and leaves it out. */
    public void refuse(SinkRecord record, Exception reason) {
      refused.add(record);
      context.errantRecordReporter().report(record, reason);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(
        Map<TopicPartition, OffsetAndMetadata> current) {
      call(target.beforeCommit);
      Map<TopicPartition, Long> next = new HashMap<>();
      current.forEach((partition, offset) -> next.put(partition, offset.offset()));
      if (target.offsetsOfRecords) {
        next.clear();
        staged.forEach(
            record ->
                kept.put(
                    new TopicPartition(record.topic(), record.kafkaPartition()),
                    record.kafkaOffset() + 1));
        next.putAll(kept);
      }
      target.committing.accept(next);
      target.commit(staged, next);
      staged.clear();
      call(target.afterCommit);
      var admits = target.admits;
      if (target.offsetsOfRecords) {
        Map<TopicPartition, OffsetAndMetadata> own = new HashMap<>();
        kept.forEach((partition, offset) -> own.put(partition, new OffsetAndMetadata(offset)));
        return own;
      }
      return admits == null ? current : admits.apply(current);
    }

    private void call(Target.CommitHook hook) {
      try {
        hook.at(number);
      } catch (InterruptedException asked) {
        Thread.currentThread().interrupt();
        throw new ConnectException(asked);
      }
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
      target.calls.add("close");
      staged.clear();
    }

    @Override
    public void stop() {
      target.calls.add("stop");
    }

    @Override
    public String version() {
      return "1";
    }
  }
}
