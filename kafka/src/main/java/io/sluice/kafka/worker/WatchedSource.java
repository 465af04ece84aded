package io.sluice.kafka.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a source task, notes what it is in, passes over records that are none, and
 * asks for none while it may not.
 */
final class WatchedSource extends SourceTask {
  /** Connect looks between two polls whether the task is to end. */
  private static final int GLANCES = 4;

  private final SourceTask task;
  private final TaskCalls.Watch watch;
  private final TaskGate.Pass pass;

  WatchedSource(SourceTask task, TaskCalls calls, TaskGate gate) {
    this.task = task;
    watch = calls.watch();
    pass = gate.pass();
  }

  @Override
  public String version() {
    return task.version();
  }

  @Override
  public void initialize(SourceTaskContext context) {
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
  public @Nullable List<SourceRecord> poll() throws InterruptedException {
    if (!pass.awaitOpen(GLANCES)) {
      return null;
    }
    try (TaskCalls.Scope scope = watch.enter("poll")) {
      return withoutNulls(task.poll());
    }
  }

  /**
   * Connect passes over a null among the records, unless there is a transform, which would break
   * with it; a direct run passes over it always.
   */
  private static @Nullable List<SourceRecord> withoutNulls(
      @Nullable List<@Nullable SourceRecord> polled) {
    if (polled == null) {
      return null;
    }
    List<SourceRecord> records = new ArrayList<>(polled.size());
    for (SourceRecord record : polled) {
      if (record != null) {
        records.add(record);
      }
    }
    return records;
  }

  @Override
  public void commit() throws InterruptedException {
    if (!pass.isOpen()) {
      return; // The source forgets nothing of what another may have to read from it.
    }
    try (TaskCalls.Scope scope = watch.enter("commit")) {
      task.commit();
    }
  }

  /** Not watched: it comes with every record, and the task's other overload calls it. */
  @Override
  public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata)
      throws InterruptedException {
    task.commitRecord(record, metadata);
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
