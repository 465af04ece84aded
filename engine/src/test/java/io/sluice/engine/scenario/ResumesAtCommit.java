package io.sluice.engine.scenario;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Has the tasks of a sink pause all their partitions now and then, and resume in preCommit. */
public final class ResumesAtCommit {
  private final Map<Integer, SinkTaskContext> contexts = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> taken = new ConcurrentHashMap<>();
  private final AtomicInteger pauses = new AtomicInteger();

  /**
   * @param most after how many records a task pauses
   */
  public ResumesAtCommit(Target target, int most) {
    target.onOpen = task -> contexts.put(number(task.context()), task.context());
    target.beforePut =
        (task, records) -> {
          SinkTaskContext context = ((TargetSink.TargetTask) task).context();
          int sum = taken.merge(number(context), records.size(), Integer::sum);
          if (sum >= most && !records.isEmpty()) {
            pauses.incrementAndGet();
            context.pause(context.assignment().toArray(new TopicPartition[0]));
          }
        };
    target.beforeCommit =
        number -> {
          SinkTaskContext context = contexts.get(number);
          if (context != null) {
            taken.put(number, 0);
            context.resume(context.assignment().toArray(new TopicPartition[0]));
          }
        };
  }

  /** How often a task paused. */
  public int pauses() {
    return pauses.get();
  }

  private static int number(SinkTaskContext context) {
    return Integer.parseInt(String.valueOf(context.configs().get("task")));
  }
}
