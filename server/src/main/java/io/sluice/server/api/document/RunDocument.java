package io.sluice.server.api.document;

import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link RunStatus}, with the keys of {@code sluice status -o json}; a test holds both alike. */
@Meaning("How the run that is under way, or ended last, stands")
public record RunDocument(
    String pipeline,
    RunState state,
    Instant startedAt,
    @Meaning("When this was read") Instant at,
    Counts records,
    @Meaning("From the making of the newest delivered record at the source to its delivery")
        @Nullable Long lagMs,
    @Meaning("How far the sinks' picture may be behind the source's") @Nullable Long freshnessMs,
    @Nullable Checkpoint checkpoint,
    List<SourceTask> sources,
    List<Sink> sinks,
    @Meaning("How often this run went back to its last checkpoint after a failure") int restarts,
    @Meaning("The newest failure of this run, passed or not") @Nullable ErrorDocument lastError,
    @Meaning("While it is stalled: which task everybody waits for") @Nullable String waitsFor) {

  /** Records of a run. */
  @Meaning("Records of this run; polled is the sum of the others where all are known")
  public record Counts(
      long polled,
      long delivered,
      @Nullable Long deadLettered,
      @Meaning("Dropped by a transform; absent on Kafka, where nobody counts it")
          @Nullable Long filtered,
      @Nullable Long inFlight) {}

  /** The newest checkpoint. */
  @Meaning("The newest committed checkpoint: what is durable in every sink")
  public record Checkpoint(long epoch, Instant at, long records) {}

  /** A task of the source. */
  @Meaning("A task of the source")
  public record SourceTask(
      int task,
      RunState state,
      long polled,
      @Meaning("What its thread is in, as poll") String doing,
      long busyForMs) {}

  /** A sink. */
  @Meaning("A sink with its tasks")
  public record Sink(
      String name,
      RunState state,
      long delivered,
      @Nullable Long deadLettered,
      @Nullable Long inFlight,
      @Meaning("The newest epoch that all its tasks made durable") long epoch,
      List<SinkTask> tasks) {}

  /** A task of a sink. */
  @Meaning("A task of a sink")
  public record SinkTask(
      int task,
      RunState state,
      long delivered,
      @Nullable Long deadLettered,
      @Meaning("Records in the lanes before it") int waiting,
      @Meaning("What its thread is in, as put") String doing,
      long busyForMs) {}

  /**
   * What there is to say of it.
   *
   * @param look whether who asks may look at records
   */
  public static RunDocument of(RunStatus status, boolean look) {
    return new RunDocument(
        status.pipeline(),
        status.state(),
        status.startedAt(),
        status.at(),
        counts(status.counts()),
        millis(status.lag()),
        millis(status.freshness()),
        Optional.ofNullable(status.checkpoint())
            .map(c -> new Checkpoint(c.epoch(), c.at(), c.records()))
            .orElse(null),
        status.sourceTasks().stream().map(RunDocument::source).toList(),
        status.sinks().stream().map(RunDocument::sink).toList(),
        status.restarts(),
        Optional.ofNullable(status.lastError())
            .map(error -> ErrorDocument.of(status.pipeline(), error, look))
            .orElse(null),
        status.waitsFor());
  }

  private static Counts counts(RunStatus.Counts counts) {
    return new Counts(
        counts.polled(),
        counts.delivered(),
        known(counts.deadLettered()),
        known(counts.filtered()),
        known(counts.inFlight()));
  }

  private static SourceTask source(RunStatus.SourceTaskStatus task) {
    return new SourceTask(
        task.task(), task.state(), task.polled(), task.doing(), task.busyFor().toMillis());
  }

  private static Sink sink(RunStatus.SinkStatus sink) {
    return new Sink(
        sink.name(),
        sink.state(),
        sink.delivered(),
        known(sink.deadLettered()),
        known(sink.inFlight()),
        sink.epoch(),
        sink.tasks().stream().map(RunDocument::task).toList());
  }

  private static SinkTask task(RunStatus.SinkTaskStatus task) {
    return new SinkTask(
        task.task(),
        task.state(),
        task.delivered(),
        known(task.deadLettered()),
        task.waiting(),
        task.doing(),
        task.busyFor().toMillis());
  }

  private static @Nullable Long known(long count) {
    return count == RunStatus.UNKNOWN ? null : count;
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }
}
