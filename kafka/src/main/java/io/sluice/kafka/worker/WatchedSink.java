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
  private final TaskCalls calls;
  private volatile TaskCalls.@Nullable Watch watch;

  WatchedSink(SinkTask task, TaskCalls calls) {
    this.task = task;
    this.calls = calls;
  }

  @Override
  public String version() {
    return task.version();
  }

  @Override
  public void initialize(SinkTaskContext context) {
    try (TaskCalls.Scope scope = enter("initialize")) {
      super.initialize(context);
      task.initialize(context);
    }
  }

  @Override
  public void start(Map<String, String> settings) {
    try (TaskCalls.Scope scope = enter("start")) {
      task.start(settings);
    }
  }

  @Override
  public void open(Collection<TopicPartition> partitions) {
    try (TaskCalls.Scope scope = enter("open")) {
      task.open(partitions);
    }
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    try (TaskCalls.Scope scope = enter("put")) {
      task.put(records);
    }
  }

  @Override
  public void flush(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try (TaskCalls.Scope scope = enter("flush")) {
      task.flush(offsets);
    }
  }

  @Override
  public @Nullable Map<TopicPartition, OffsetAndMetadata> preCommit(
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    try (TaskCalls.Scope scope = enter("preCommit")) {
      return task.preCommit(offsets);
    }
  }

  @Override
  public void close(Collection<TopicPartition> partitions) {
    try (TaskCalls.Scope scope = enter("close")) {
      task.close(partitions);
    }
  }

  @Override
  public void stop() {
    try (TaskCalls.Scope scope = enter("stop")) {
      task.stop();
    } finally {
      watch().end();
    }
  }

  private TaskCalls.Scope enter(String what) {
    return watch().enter(what);
  }

  private TaskCalls.Watch watch() {
    TaskCalls.Watch known = watch;
    if (known == null) {
      known = calls.watch();
      watch = known;
    }
    return known;
  }
}
