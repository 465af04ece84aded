package io.sluice.kafka.worker;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** Stands in front of a sink task, notes what it is in, and hands it nothing while it may not. */
final class WatchedSink extends SinkTask {
  /** Connect looks between two puts whether the task is to end. */
  private static final int GLANCES = 20;

  private final SinkTask task;
  private final TaskCalls.Watch watch;
  private final TaskGate.Pass pass;

  WatchedSink(SinkTask task, TaskCalls calls, TaskGate gate) {
    this.task = task;
    watch = calls.watch();
    pass = gate.pass();
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
    if (!mayPut(records)) {
      return;
    }
    try (TaskCalls.Scope scope = watch.enter("put")) {
      task.put(records);
    }
  }

  /**
   * Whether these may be put.
   *
   * @throws RetriableException when they may not, so that Connect keeps them and comes again
   */
  private boolean mayPut(Collection<SinkRecord> records) {
    try {
      if (pass.awaitOpen(GLANCES)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!records.isEmpty()) {
      throw new RetriableException("this process may not run the pipeline now; it stands still");
    }
    return false;
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
    if (!pass.isOpen()) {
      return Map.of(); // Nothing is committed, neither there nor in Kafka.
    }
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
