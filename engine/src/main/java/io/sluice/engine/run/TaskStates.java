package io.sluice.engine.run;

import io.sluice.engine.checkpoint.Ledger;
import io.sluice.engine.checkpoint.Ledger.Kind;
import io.sluice.engine.fault.CallWatch;
import io.sluice.engine.run.flow.Flow;
import io.sluice.engine.run.flow.SinkGroup;
import io.sluice.engine.sink.SinkWorker;
import io.sluice.engine.source.SourceWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is shown of each task of a flow. Invariant 8: read off its calls and its counts. */
final class TaskStates {
  /** After this long without progress something is stalled. */
  static final long STALLED_AFTER = TimeUnit.SECONDS.toNanos(10);

  private TaskStates() {}

  /**
   * @param paused whether the run is
   */
  static List<RunStatus.SourceTaskStatus> sourceTasks(
      Flow flow, Ledger.Counts ledger, boolean paused) {
    List<RunStatus.SourceTaskStatus> tasks = new ArrayList<>();
    for (SourceWorker source : flow.sources()) {
      tasks.add(
          new RunStatus.SourceTaskStatus(
              tasks.size(),
              taskState(source.started(), source.watch(), paused),
              ledger.sum(Kind.POLLED, tasks.size(), tasks.size() + 1),
              source.watch().doing(),
              Duration.ofNanos(source.watch().nanos())));
    }
    return tasks;
  }

  /**
   * @param paused whether the run is
   */
  static List<RunStatus.SinkStatus> sinks(Flow flow, Ledger.Counts ledger, boolean paused) {
    List<RunStatus.SinkStatus> sinks = new ArrayList<>();
    for (SinkGroup sink : flow.sinks()) {
      List<RunStatus.SinkTaskStatus> tasks = new ArrayList<>();
      long epoch = Long.MAX_VALUE;
      long delivered = 0;
      long refused = 0;
      int waiting = 0;
      for (SinkWorker worker : sink.workers()) {
        int number = sink.firstWorker() + tasks.size();
        long one = ledger.sum(Kind.DELIVERED, number, number + 1);
        long bad = ledger.sum(Kind.REFUSED_BY_SINK, number, number + 1);
        tasks.add(
            new RunStatus.SinkTaskStatus(
                tasks.size(),
                taskState(worker.started(), worker.watch(), paused),
                one,
                bad,
                worker.waiting(),
                worker.watch().doing(),
                Duration.ofNanos(worker.watch().nanos())));
        epoch = Math.min(epoch, worker.durableEpoch());
        delivered += one;
        refused += bad;
        waiting += worker.waiting();
      }
      sinks.add(
          new RunStatus.SinkStatus(
              sink.name(),
              worst(tasks),
              delivered,
              refused,
              waiting,
              epoch == Long.MAX_VALUE ? 0 : epoch,
              tasks));
    }
    return sinks;
  }

  private static RunState worst(List<RunStatus.SinkTaskStatus> tasks) {
    for (RunState bad : List.of(RunState.STALLED, RunState.RETRYING, RunState.STARTING)) {
      if (tasks.stream().anyMatch(task -> task.state() == bad)) {
        return bad;
      }
    }
    return tasks.isEmpty() ? RunState.RUNNING : tasks.get(0).state();
  }

  private static RunState taskState(boolean started, CallWatch watch, boolean paused) {
    if (watch.trouble() != null) {
      return RunState.RETRYING;
    }
    if (!started) {
      return RunState.STARTING;
    }
    if (isLate(watch)) {
      return RunState.STALLED;
    }
    return paused ? RunState.PAUSED : RunState.RUNNING;
  }

  /** Whether a call other than a poll, which may wait for records, takes too long. */
  static boolean isLate(CallWatch watch) {
    return !watch.doing().equals("poll") && watch.inCall() && watch.nanos() > STALLED_AFTER;
  }
}
