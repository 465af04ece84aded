package io.sluice.kafka.worker;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** Stands in front of a sink task and notes what it is in. */
final class WatchedSink extends SinkTask {
  private final SinkTask task;
  private final TaskCalls.Watch watch;

  WatchedSink(SinkTask task, TaskCalls calls) {
    this.task = task;
    watch = calls.watch();
  }

  @Override
  public String version() {
    return task.version();
  }

  @Override
  public void initialize(SinkTaskContext context) {
    try (TaskCalls.Scope scope = watch.enter("initialize")) {
      super.initialize(context);
      task.initialize(context);
    }
  }

  @Override
  public void start(Map<String, String> settings) {
    try (TaskCalls.Scope scope = watch.enter("start")) {
      task.start(settings);
    }
  }

  @Override
  public void open(Collection<TopicPartition> partitions) {
    try (TaskCalls.Scope scope = watch.enter("open")) {
      task.open(partitions);
    }
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    try (TaskCalls.Scope scope = watch.enter("put")) {
      task.put(records);
    }
  }

  @Override
  public void flush(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try (TaskCalls.Scope scope = watch.enter("flush")) {
      task.flush(offsets);
    }
  }

  @Override
  public @Nullable Map<TopicPartition, OffsetAndMetadata> preCommit(
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    try (TaskCalls.Scope scope = watch.enter("preCommit")) {
      return task.preCommit(offsets);
    }
  }

  @Override
  public void close(Collection<TopicPartition> partitions) {
    try (TaskCalls.Scope scope = watch.enter("close")) {
      task.close(partitions);
    }
  }

  @Override
  public void stop() {
    try (TaskCalls.Scope scope = watch.enter("stop")) {
      task.stop();
    } finally {
      watch.end();
    }
  }
}
