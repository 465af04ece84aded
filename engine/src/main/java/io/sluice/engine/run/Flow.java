package io.sluice.engine.run;

import io.sluice.engine.checkpoint.CheckpointCoordinator;
import io.sluice.engine.checkpoint.PreparedGate;
import io.sluice.engine.checkpoint.ResumePoint;
import io.sluice.engine.fault.Failure;
import io.sluice.engine.lane.Lane;
import io.sluice.engine.sink.SinkWorker;
import io.sluice.engine.source.CommittedOffsets;
import io.sluice.engine.source.ConnectorContext;
import io.sluice.engine.source.SourceWorker;
import io.sluice.engine.transform.TransformChain;
import io.sluice.pipeline.BufferSettings;
import io.sluice.pipeline.CheckpointSettings;
import io.sluice.pipeline.SinkSpec;
import io.sluice.plugin.Isolated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a pipeline joined together and at work, from one checkpoint until the first failure
 * or the end. A run makes a new flow after a failure; nothing of the old one is used again.
 *
 * <p>Read {@link #start} from top to bottom: it is the order in which the parts depend on each
 * other. Sinks come first, because they say where to resume.
 */
final class Flow implements SourceWorker.Listener, SinkWorker.Listener {
  private static final Logger log = LoggerFactory.getLogger(Flow.class);

  /** What a flow reports; called on any thread. */
  interface Listener {
    /** Something broke; only the first report of a flow counts. */
    void failed(Failure failure);

    /** A connector wants its tasks planned anew, or the lanes may now be laid out as wanted. */
    void reconfigure(String why);

    /** An epoch is committed. */
    void committed(long epoch);
  }

  private final FlowPlan plan;
  private final Listener listener;
  private final PreparedGate gate = new PreparedGate();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final List<SinkGroup> sinks = new ArrayList<>();
  private final List<SourceWorker> sources = new ArrayList<>();
  private volatile List<SourceWorker> startedSources = List.of();
  private volatile List<SinkGroup> startedSinks = List.of();
  private volatile @Nullable CheckpointCoordinator coordinator;
  private @Nullable ConnectorHandle<SourceConnector> sourceConnector;
  private volatile boolean ending;
  private volatile boolean misaligned;
  private volatile boolean broken;

  Flow(FlowPlan plan, Listener listener) {
    this.plan = plan;
    this.listener = listener;
  }

  /**
   * Starts everything. If it throws, {@link #end} still has to be called.
   *
   * @return false if lanes had to be laid out anew: the position is kept, a new flow has to start
   */
  boolean start() throws InterruptedException {
    History history = new History(plan.engine().checkpoints(), plan.name());
    List<List<Map<String, String>>> sinkTasks = startSinkConnectors();
    LaneLayout wanted = wantedLayout(sinkTasks);
    LaneLayout layout = history.layout().orElse(wanted);
    openSinks(sinkTasks, layout, history);
    ResumePoint resume = history.decide(awaitOpened());
    resume.warnings().forEach(warning -> log.warn("Pipeline {}: {}", plan.name(), warning));
    if (!layout.equals(wanted) && resume.aligned()) {
      history.changeLayout(resume, wanted);
      return false;
    }
    misaligned = !layout.equals(wanted);
    plan.ledger().backTo(resume.epoch());
    CommittedOffsets offsets = new CommittedOffsets(history.resumeAt(resume));
    ConnectorHandle<SourceConnector> source = startSourceConnector(offsets);
    List<Map<String, String>> tasks = source.taskConfigs(layout.sourceTasks());
    CheckpointCoordinator checkpoints =
        coordinator(layout, tasks.size(), Math.max(history.newest(), resume.epoch()));
    coordinator = checkpoints;
    List<List<List<Lane>>> lanesBySource = layLanes(tasks.size());
    attachSinks(lanesBySource, checkpoints, resume);
    makeSources(
        new SourceWiring(source, tasks, offsets, layout), lanesBySource, checkpoints, resume);
    checkpoints.begin(sources.stream().map(SourceWorker::side).toList());
    startThread(new Thread(checkpoints, "sluice " + plan.name() + " checkpoints"));
    sources.forEach(worker -> startThread(worker.thread(plan.name())));
    startedSources = List.copyOf(sources);
    return true;
  }

  private List<List<Map<String, String>>> startSinkConnectors() throws InterruptedException {
    List<List<Map<String, String>>> tasks = new ArrayList<>();
    for (SinkSpec spec : plan.pipeline().sinks()) {
      boolean only = plan.pipeline().sinks().size() == 1;
      Isolated<SinkConnector> plugin =
          plan.engine().plugins().newSinkConnector(spec.connector().connector());
      ConnectorHandle<SinkConnector> connector =
          ConnectorHandle.start(
              new ConnectorHandle.Order(
                  "sink " + spec.name(),
                  only ? plan.name() : plan.name() + "-" + spec.name(),
                  spec.connector(),
                  deadline()),
              plugin,
              new io.sluice.engine.sink.ConnectorContext(
                  plan.engine().tools().metrics(),
                  () -> reconfigure("sink " + spec.name() + " asked for new tasks"),
                  error -> failed("sink " + spec.name(), error)),
              plan.engine().secrets(),
              Map.of());
      sinks.add(new SinkGroup(spec.name(), count(tasks), connector, new ArrayList<>()));
      List<Map<String, String>> planned = connector.taskConfigs(connector.tasksMax());
      if (planned.isEmpty()) {
        throw new IllegalStateException("sink " + spec.name() + " planned no task");
      }
      tasks.add(planned);
    }
    return tasks;
  }

  private LaneLayout wantedLayout(List<List<Map<String, String>>> sinkTasks) {
    Map<String, String> source = plan.engine().secrets().resolve(plan.pipeline().source().config());
    int partitions = sinkTasks.stream().mapToInt(List::size).max().orElse(1);
    return new LaneLayout(ConnectorHandle.tasksMax(source), partitions);
  }

  private void openSinks(
      List<List<Map<String, String>>> tasks, LaneLayout layout, History history) {
    for (int s = 0; s < sinks.size(); s++) {
      SinkGroup sink = sinks.get(s);
      List<Map<String, String>> configs = tasks.get(s);
      for (int t = 0; t < configs.size(); t++) {
        Set<TopicPartition> opens = new HashSet<>();
        for (TopicPartition partition : history.partitions()) {
          if (layout.sinkTask(partition, configs.size()) == t) {
            opens.add(partition);
          }
        }
        SinkWorker worker =
            new SinkWorker(
                new SinkWorker.Job(
                    sink.firstWorker() + t, sink.name(), t, sinkTask(sink), configs.get(t), opens),
                new SinkWorker.Reports(
                    this, plan.desk(), plan.ledger(), plan.newBackoff(), plan.retryForNanos()),
                plan.engine().tools());
        sink.workers().add(worker);
        startThread(worker.thread(plan.name()));
      }
    }
    startedSinks = List.copyOf(sinks);
  }

  private Isolated<SinkTask> sinkTask(SinkGroup sink) {
    var task = plan.engine().plugins().newTask(sink.connector().connector());
    return task.with((SinkTask) task.instance());
  }

  private List<ResumePoint.Answer> awaitOpened() throws InterruptedException {
    List<ResumePoint.Answer> answers = new ArrayList<>();
    for (SinkGroup sink : sinks) {
      for (SinkWorker worker : sink.workers()) {
        Map<TopicPartition, Long> named = worker.awaitOpened(deadline());
        answers.add(new ResumePoint.Answer(worker.name(), worker.opens(), named));
      }
    }
    return answers;
  }

  private ConnectorHandle<SourceConnector> startSourceConnector(CommittedOffsets offsets)
      throws InterruptedException {
    Isolated<SourceConnector> plugin = plan.origin().connector();
    Map<String, String> added = new HashMap<>();
    if (plan.options().once() && isBounded(plugin)) {
      added.put(RunOptions.BOUNDED, "true");
    }
    ConnectorHandle<SourceConnector> connector =
        ConnectorHandle.start(
            new ConnectorHandle.Order("source", plan.name(), plan.pipeline().source(), deadline()),
            plugin,
            new ConnectorContext(
                offsets,
                plan.engine().tools().metrics(),
                () -> reconfigure("the source connector asked for new tasks"),
                error -> failed("source connector", error)),
            plan.engine().secrets(),
            added);
    sourceConnector = connector;
    return connector;
  }

  private static boolean isBounded(Isolated<SourceConnector> plugin) {
    try (var scope = plugin.enter()) {
      var definition = plugin.instance().config();
      return definition != null && definition.names().contains(RunOptions.BOUNDED);
    }
  }

  private CheckpointCoordinator coordinator(LaneLayout layout, int sourceTasks, long lastEpoch) {
    CheckpointSettings settings = plan.pipeline().checkpoint();
    return new CheckpointCoordinator(
        new CheckpointCoordinator.Plan(
            plan.name(),
            layout.toString(),
            sourceTasks,
            sinks.stream().mapToInt(sink -> sink.workers().size()).sum(),
            settings.interval().toNanos(),
            settings.maxRecords(),
            lastEpoch),
        plan.engine().checkpoints(),
        gate,
        new CheckpointListener(),
        new CheckpointCoordinator.Timing(
            plan.engine().tools().ticker(), plan.engine().tools().failpoints()));
  }

  /** For each source task and each sink, a lane to each of the sink's tasks. */
  private List<List<List<Lane>>> layLanes(int sourceTasks) {
    int count = sourceTasks * sinks.stream().mapToInt(sink -> sink.workers().size()).sum();
    BufferSettings buffer = plan.pipeline().buffer();
    int maxRecords = Math.max(1, buffer.maxRecords() / Math.max(1, count));
    long maxBytes = Math.max(1, buffer.maxBytes().bytes() / Math.max(1, count));
    List<List<List<Lane>>> bySource = new ArrayList<>();
    for (int source = 0; source < sourceTasks; source++) {
      List<List<Lane>> bySink = new ArrayList<>();
      for (SinkGroup sink : sinks) {
        List<Lane> toTasks = new ArrayList<>();
        for (SinkWorker worker : sink.workers()) {
          Lane lane = new Lane(maxRecords, maxBytes, worker.bell());
          toTasks.add(lane);
          lanes.add(lane);
        }
        bySink.add(toTasks);
      }
      bySource.add(bySink);
    }
    return bySource;
  }

  private void attachSinks(
      List<List<List<Lane>>> lanesBySource, CheckpointCoordinator checkpoints, ResumePoint resume) {
    for (int s = 0; s < sinks.size(); s++) {
      List<SinkWorker> workers = sinks.get(s).workers();
      for (int t = 0; t < workers.size(); t++) {
        List<Lane> toTask = new ArrayList<>();
        for (List<List<Lane>> bySink : lanesBySource) {
          toTask.add(bySink.get(s).get(t));
        }
        workers
            .get(t)
            .attach(
                new SinkWorker.Feed(
                    toTask,
                    checkpoints,
                    gate,
                    resume.epoch(),
                    resume.nextOffsets(),
                    resume.has().get(sinks.get(s).firstWorker() + t)));
      }
    }
  }

  private record SourceWiring(
      ConnectorHandle<SourceConnector> connector,
      List<Map<String, String>> tasks,
      CommittedOffsets offsets,
      LaneLayout layout) {}

  private void makeSources(
      SourceWiring wiring,
      List<List<List<Lane>>> lanesBySource,
      CheckpointCoordinator checkpoints,
      ResumePoint resume) {
    Set<TopicPartition> opened = new HashSet<>();
    sinks.forEach(sink -> sink.workers().forEach(worker -> opened.addAll(worker.opens())));
    boolean bounded = plan.options().once() && isBounded(wiring.connector().connector());
    for (int task = 0; task < wiring.tasks().size(); task++) {
      Isolated<SourceTask> plugin = plan.origin().task(wiring.connector().connector());
      TransformChain chain =
          TransformChain.open(
              plan.pipeline().transforms(), plan.engine().plugins(), plan.engine().secrets());
      sources.add(
          new SourceWorker(
              new SourceWorker.Job(
                  task,
                  plugin,
                  wiring.tasks().get(task),
                  wiring.offsets(),
                  bounded ? RunOptions.END_OF_STREAM : null),
              new SourceWorker.Way(
                  chain,
                  plan.desk(),
                  lanesBySource.get(task),
                  wiring.layout().partitions(),
                  resume.nextOffsets(),
                  opened,
                  sinksHave(resume, task, wiring.layout())),
              new SourceWorker.Reports(
                  this, checkpoints, plan.ledger(), plan.newBackoff(), plan.retryForNanos()),
              plan.engine().tools()));
    }
  }

  /** Offsets below which some sink has the records of a partition of this source task. */
  private static Map<TopicPartition, Long> sinksHave(
      ResumePoint resume, int task, LaneLayout layout) {
    Map<TopicPartition, Long> have = new HashMap<>();
    for (Map<TopicPartition, Long> has : resume.has()) {
      has.forEach(
          (partition, end) -> {
            if (partition.partition() / layout.partitions() == task) {
              have.merge(partition, end, Math::max);
            }
          });
    }
    return have;
  }

  private static int count(List<List<Map<String, String>>> tasks) {
    return tasks.stream().mapToInt(List::size).sum();
  }

  private Duration deadline() {
    return plan.pipeline().retry().callTimeout();
  }

  private void startThread(Thread thread) {
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  List<SourceWorker> sources() {
    return startedSources;
  }

  List<SinkGroup> sinks() {
    return startedSinks;
  }

  /** Whether all that was polled is committed, and sources were told. */
  boolean isSettled() {
    CheckpointCoordinator checkpoints = coordinator;
    return checkpoints != null
        && startedSources.stream()
            .allMatch(source -> source.side().polledSinceBarrier() == 0 && source.toldAll())
        && checkpoints.isSettled();
  }

  /** Whether a sink has records already that its source has yet to read again. */
  boolean isCatchingUp() {
    return startedSources.stream().anyMatch(source -> source.side().isBehindItsSinks());
  }

  void pause() {
    startedSources.forEach(SourceWorker::pause);
  }

  void resume() {
    startedSources.forEach(SourceWorker::resume);
  }

  /**
   * Brings everything that was polled into the sinks and commits it; polls nothing more.
   *
   * @param deadline in the ticker's nanoseconds
   * @return whether everything is committed
   */
  boolean settle(long deadline) throws InterruptedException {
    CheckpointCoordinator checkpoints = coordinator;
    if (checkpoints == null) {
      return false;
    }
    for (SourceWorker source : startedSources) {
      if (!source.close(Math.max(0, deadline - now()))) {
        return false;
      }
    }
    CompletableFuture<Boolean> settled = checkpoints.settle();
    while (!settled.isDone() && now() < deadline && !ending && !broken) {
      Waiting.forDone(settled, TimeUnit.MILLISECONDS.toNanos(20));
    }
    while (!startedSources.stream().allMatch(SourceWorker::toldAll) && now() < deadline) {
      plan.engine().tools().pause().sleep(Duration.ofMillis(2));
    }
    return settled.getNow(false);
  }

  /**
   * Lets go of everything. What does not come back by the deadline is interrupted, and then
   * abandoned (invariant 7).
   *
   * @param deadline in the ticker's nanoseconds
   */
  void end(long deadline) {
    ending = true;
    CheckpointCoordinator checkpoints = coordinator;
    if (checkpoints != null) {
      checkpoints.stop();
    }
    gate.close();
    lanes.forEach(Lane::close);
    sources.forEach(SourceWorker::stop);
    sinks.forEach(sink -> sink.workers().forEach(SinkWorker::stop));
    Waiting.forThreads(plan.name(), threads, deadline, plan.engine().tools().ticker());
    awaitStopped(deadline);
    sources.forEach(SourceWorker::release);
    Duration rest = Duration.ofNanos(Math.max(TimeUnit.SECONDS.toNanos(1), deadline - now()));
    ConnectorHandle<SourceConnector> source = sourceConnector;
    if (source != null) {
      source.stop(rest);
    }
    sinks.forEach(sink -> sink.connector().stop(rest));
  }

  /**
   * A task that is letting go of its source is not to be interrupted, nor followed by a new one.
   */
  private void awaitStopped(long deadline) {
    try {
      for (SourceWorker source : sources) {
        source.awaitStopped(Math.max(0, deadline - now()));
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  private long now() {
    return plan.engine().tools().ticker().nanos();
  }

  private void reconfigure(String why) {
    if (!startedSources.isEmpty() && !ending) {
      listener.reconfigure(why);
    }
  }

  private void failed(String where, Exception error) {
    listener.failed(Failure.of(where, "running", error));
  }

  @Override
  public void sourceEnded(int task) {
    log.debug("Pipeline {}: source task {} is at its end", plan.name(), task);
  }

  @Override
  public void sourceFailed(int task, Failure failure) {
    broken = true;
    if (!ending) {
      listener.failed(failure);
    }
  }

  @Override
  public void sinkFailed(int worker, Failure failure) {
    broken = true;
    if (!ending) {
      listener.failed(failure);
    }
  }

  /** What the coordinator tells this flow. */
  private final class CheckpointListener implements CheckpointCoordinator.Listener {
    @Override
    public void beforePrepare(long epoch) {
      plan.desk().write(); // Invariant 5: refused by a transform, and not polled again.
    }

    @Override
    public void committed(long epoch) {
      plan.ledger().committed(epoch);
      listener.committed(epoch);
      if (misaligned && sources.stream().noneMatch(worker -> worker.side().isBehindItsSinks())) {
        misaligned = false;
        reconfigure("all sinks are at one checkpoint again");
      }
    }

    @Override
    public void coordinatorFailed(Throwable cause) {
      broken = true;
      if (!ending && !(cause instanceof CancellationException)) {
        listener.failed(Failure.of("checkpoint", "writing the state", cause));
      }
    }
  }
}
