package io.sluice.project.kafka;

import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.run.Gauges;
import io.sluice.kafka.run.GroupLag;
import io.sluice.kafka.run.Stalls;
import io.sluice.kafka.run.Supervision;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.kafka.KafkaPipeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The picture of a run on Kafka in the words of a direct run, so that it is shown the same way.
 * Counts begin with the run; what waits in topics for a sink is in flight. One thread.
 */
final class KafkaStatus implements AutoCloseable {
  /** After this long without progress something is stalled, as in a direct run. */
  private static final Duration LATE = Duration.ofSeconds(10);

  /** How often a worker commits that nobody told otherwise. */
  private static final Duration COMMITS_SEEN = Duration.ofMinutes(1);

  private final KafkaPipeline pipeline;
  private final Gauges gauges;
  private final Clock clock;
  private final Instant startedAt;

  /** Whether the worker that counts is in this process. */
  private final boolean counted;

  /** What the sinks' groups had committed when Kafka said so last. */
  private final Map<String, Long> committed = new HashMap<>();

  /** What was set aside when Kafka said so last. */
  private final Map<String, Long> setAside = new HashMap<>();

  /** What was delivered at least. */
  private final Map<String, Long> brought = new HashMap<>();

  private final Supervision.Calls calls;
  private final Stalls stalls;
  private @Nullable RunError error;

  /** Whether that is over: the same again is another failure. */
  private boolean passed;

  /** Nothing of the pipeline may run yet. */
  KafkaStatus(KafkaPipeline pipeline, FolderKafka kafka, Clock clock) {
    this.pipeline = pipeline;
    this.gauges = new Gauges(kafka.client());
    this.counted = kafka.isOurs();
    this.calls = kafka.calls();
    this.stalls = new Stalls(System::nanoTime, counted ? LATE : LATE.plus(COMMITS_SEEN));
    this.clock = clock;
    this.startedAt = clock.instant();
    for (SinkSpec sink : pipeline.sinks()) {
      String connector = Translation.sinkConnector(pipeline.name(), sink.name());
      // What is there already is none of this run's.
      lag(connector, Map.of());
      deadLettered(connector, true);
    }
  }

  /**
   * How it stands.
   *
   * @param connectors as Connect has them; empty when nobody asked
   * @param failure what is wrong at this moment, without secrets; null when nothing is
   */
  RunStatus of(
      RunState state,
      List<RunningConnector> connectors,
      int restarts,
      @Nullable KafkaTrouble failure) {
    Instant now = clock.instant();
    RunError last = error;
    if (failure != null && (passed || last == null || !failure.at(last.at()).equals(last))) {
      last = failure.at(now);
      error = last;
    }
    passed = failure == null;
    List<RunStatus.SourceTaskStatus> sources = new ArrayList<>();
    String waitsFor = null;
    long written = 0;
    if (pipeline.source().isPresent()) {
      written = gauges.written(pipeline.name());
      for (RunningConnector.Task task : tasks(connectors, pipeline.name())) {
        Doing doing = doing(pipeline.name(), task);
        waitsFor = doing.late() ? "source task " + task.id() + doing.text() : waitsFor;
        sources.add(
            new RunStatus.SourceTaskStatus(
                task.id(), doing.state(), written, doing.what(), doing.lasts()));
      }
    }
    List<RunStatus.SinkStatus> sinks = new ArrayList<>();
    for (SinkSpec sink : pipeline.sinks()) {
      Sink found = sink(sink.name(), connectors);
      waitsFor = found.waitsFor() == null ? waitsFor : found.waitsFor();
      sinks.add(found.status());
    }
    boolean stalled = state == RunState.RUNNING && waitsFor != null;
    return new RunStatus(
        pipeline.name(),
        stalled ? RunState.STALLED : state,
        startedAt,
        now,
        counts(written, sinks),
        null,
        null,
        null,
        sources,
        sinks,
        restarts,
        last,
        stalled ? waitsFor : null);
  }

  /** What a task is in; a poll may wait for records. */
  private record Doing(RunState state, String what, Duration lasts, boolean late) {
    String text() {
      return ", which has been in " + what + " for " + lasts.toSeconds() + " s";
    }
  }

  private Doing doing(String connector, RunningConnector.Task task) {
    RunState state = stateOf(task.state());
    return calls
        .of(connector, task.id())
        .map(
            call -> {
              boolean late = !call.what().equals("poll") && call.lasts().compareTo(LATE) > 0;
              return new Doing(
                  late && state == RunState.RUNNING ? RunState.STALLED : state,
                  call.what(),
                  call.lasts(),
                  late);
            })
        .orElse(new Doing(state, counted ? "idle" : "Kafka Connect", Duration.ZERO, false));
  }

  /** Of the sink that is furthest behind; of the topics where there is none. */
  private static RunStatus.Counts counts(long written, List<RunStatus.SinkStatus> sinks) {
    RunStatus.Counts slowest = new RunStatus.Counts(written, written, 0, RunStatus.UNKNOWN, 0);
    for (int i = 0; i < sinks.size(); i++) {
      RunStatus.SinkStatus sink = sinks.get(i);
      if (i == 0 || sink.delivered() < slowest.delivered()) {
        slowest =
            new RunStatus.Counts(
                sink.delivered() + Math.max(0, sink.deadLettered()) + Math.max(0, sink.inFlight()),
                sink.delivered(),
                sink.deadLettered(),
                RunStatus.UNKNOWN,
                sink.inFlight());
      }
    }
    return slowest;
  }

  /**
   * A sink.
   *
   * @param waitsFor what it hangs in, or since when it has done nothing; null when it advances
   */
  private record Sink(RunStatus.SinkStatus status, @Nullable String waitsFor) {}

  private Sink sink(String name, List<RunningConnector> connectors) {
    String connector = Translation.sinkConnector(pipeline.name(), name);
    Optional<GroupLag.Lag> lag = lag(connector, config(connectors, connector));
    long dead = deadLettered(connector, lag.isPresent());
    lag.ifPresent(now -> committed.put(connector, now.committed()));
    long delivered = delivered(connector, dead);
    long waiting = lag.map(GroupLag.Lag::records).orElse(RunStatus.UNKNOWN);
    Optional<Duration> still =
        stalls.look(connector, delivered + committed.getOrDefault(connector, 0L), waiting > 0);
    String waitsFor =
        still
            .map(time -> "sink " + name + ", which has not advanced for " + time.toSeconds() + " s")
            .orElse(null);
    List<RunStatus.SinkTaskStatus> tasks = new ArrayList<>();
    RunState worst = RunState.STARTING;
    for (RunningConnector.Task task : tasks(connectors, connector)) {
      Doing doing = doing(connector, task);
      // The call says more than that nothing comes of it.
      boolean named = doing.late() || still.isPresent() && !doing.lasts().isZero();
      waitsFor = named ? "sink " + name + ", task " + task.id() + doing.text() : waitsFor;
      worst = tasks.isEmpty() || worst == RunState.RUNNING ? doing.state() : worst;
      tasks.add(
          new RunStatus.SinkTaskStatus(
              task.id(), doing.state(), delivered, dead, 0, doing.what(), doing.lasts()));
    }
    return new Sink(
        new RunStatus.SinkStatus(
            name,
            still.isPresent() && worst == RunState.RUNNING ? RunState.STALLED : worst,
            delivered,
            dead,
            waiting,
            0,
            tasks),
        waitsFor == null || waiting <= 0
            ? waitsFor
            : waitsFor
                + String.format(Locale.ROOT, ", with %,d records waiting before it", waiting));
  }

  /**
   * By the worker's own count in this process, else by what is in the topic.
   *
   * @param answers whether Kafka does at this moment: else what it said last stands
   */
  private long deadLettered(String connector, boolean answers) {
    if (counted) {
      return gauges.deadLettered(connector);
    }
    try {
      if (answers) {
        gauges.letters(connector).ifPresent(count -> setAside.put(connector, count));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return setAside.getOrDefault(connector, RunStatus.UNKNOWN);
  }

  /** A dead letter is seen before the sink commits behind it: no count goes back for that. */
  private long delivered(String connector, long dead) {
    // A sink is handed only what converters could read; its group passes over what they could not.
    long taken =
        counted ? gauges.delivered(connector) + gauges.skipped(connector) : gauges.moved(connector);
    return brought.merge(connector, Math.max(0, taken - Math.max(0, dead)), Math::max);
  }

  private Optional<GroupLag.Lag> lag(String connector, Map<String, String> config) {
    try {
      return gauges.lag(connector, config);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Map<String, String> config(List<RunningConnector> all, String connector) {
    return all.stream()
        .filter(each -> each.name().equals(connector))
        .findFirst()
        .map(RunningConnector::config)
        .orElse(Map.of());
  }

  private static List<RunningConnector.Task> tasks(List<RunningConnector> all, String connector) {
    return all.stream()
        .filter(each -> each.name().equals(connector))
        .flatMap(each -> each.tasks().stream())
        .toList();
  }

  private static RunState stateOf(String word) {
    return switch (word) {
      case "RUNNING" -> RunState.RUNNING;
      case "PAUSED" -> RunState.PAUSED;
      case "FAILED" -> RunState.FAILED;
      case "STOPPED" -> RunState.STOPPED;
      default -> RunState.STARTING;
    };
  }

  @Override
  public void close() {
    gauges.close();
  }
}
