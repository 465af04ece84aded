package io.sluice.engine.run;

import io.sluice.engine.run.RunStatus.SinkStatus;
import io.sluice.engine.run.RunStatus.SinkTaskStatus;
import io.sluice.engine.run.RunStatus.SourceTaskStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of tasks while no flow is at work: before the first, between two attempts, and
 * after the end. None of them runs then, whatever it did last (invariant 8). The one that failed is
 * told apart from those that only had to stop with it. Thread-safe.
 */
final class RestingTasks {
  private static final String IDLE = "idle";

  private volatile List<SourceTaskStatus> sources;
  private volatile List<SinkStatus> sinks;

  /**
   * Before any flow has planned its tasks, one task stands for all of the source.
   *
   * @param sinkNames as in the pipeline file, in its order
   */
  RestingTasks(List<String> sinkNames) {
    this.sources = List.of(new SourceTaskStatus(0, RunState.STARTING, 0, IDLE, Duration.ZERO));
    this.sinks =
        sinkNames.stream()
            .map(name -> new SinkStatus(name, RunState.STARTING, 0, 0, 0, 0, List.of()))
            .toList();
  }

  /** A flow is over; with these counts. */
  void flowEnded(List<SourceTaskStatus> lastSources, List<SinkStatus> lastSinks) {
    sources = List.copyOf(lastSources);
    sinks = List.copyOf(lastSinks);
  }

  /**
   * @param run the state of the run
   * @param error its last one; null if there was none
   */
  List<SourceTaskStatus> sources(RunState run, @Nullable RunError error) {
    return sources.stream()
        .map(
            task ->
                new SourceTaskStatus(
                    task.task(),
                    state(run, error != null && error.isOfSource(task.task())),
                    task.polled(),
                    IDLE,
                    Duration.ZERO))
        .toList();
  }

  /** The same of sinks. */
  List<SinkStatus> sinks(RunState run, @Nullable RunError error) {
    return sinks.stream().map(sink -> sink(sink, run, error)).toList();
  }

  private static SinkStatus sink(SinkStatus last, RunState run, @Nullable RunError error) {
    String name = last.name();
    return new SinkStatus(
        name,
        state(run, error != null && error.isOfSink(name)),
        last.delivered(),
        last.deadLettered(),
        0,
        last.epoch(),
        last.tasks().stream()
            .map(
                task ->
                    new SinkTaskStatus(
                        task.task(),
                        state(run, error != null && error.isOfSink(name, task.task())),
                        task.delivered(),
                        task.deadLettered(),
                        0,
                        IDLE,
                        Duration.ZERO))
            .toList());
  }

  private static RunState state(RunState run, boolean failed) {
    return switch (run) {
      case RETRYING, FAILED -> failed ? run : RunState.STOPPED;
      case STARTING, COMPLETED -> run;
      case RUNNING, STALLED, PAUSED, STOPPING, STOPPED -> RunState.STOPPED;
    };
  }

  /** Number of a sink's first task over all sinks, as of the last flow. */
  int firstWorker(int sink) {
    return sinks.stream().limit(sink).mapToInt(before -> before.tasks().size()).sum();
  }

  /** How many tasks a sink had in the last flow. */
  int workers(int sink) {
    return sink < sinks.size() ? sinks.get(sink).tasks().size() : 0;
  }
}
