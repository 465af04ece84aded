package io.sluice.engine.run.flow;

import io.sluice.engine.checkpoint.CheckpointCoordinator;
import io.sluice.engine.checkpoint.Ledger;
import io.sluice.engine.checkpoint.ResumePoint;
import io.sluice.engine.conversion.Conversion;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.gate.Gate;
import io.sluice.engine.gate.Passages;
import io.sluice.engine.lane.Bell;
import io.sluice.engine.lane.Lane;
import io.sluice.engine.sink.DirectSinkConnectorContext;
import io.sluice.engine.sink.RecordOrder;
import io.sluice.engine.sink.SinkWorker;
import io.sluice.engine.source.BoundedReading;
import io.sluice.engine.source.CommittedOffsets;
import io.sluice.engine.source.DirectSourceConnectorContext;
import io.sluice.engine.source.SourceWorker;
import io.sluice.engine.transform.TransformChain;
import io.sluice.pipeline.BufferSettings;
import io.sluice.pipeline.CheckpointSettings;
import io.sluice.pipeline.SinkSpec;
import io.sluice.plugin.Isolated;
import io.sluice.plugin.SinkTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the parts of a pipeline. Read {@link #assemble} from top to bottom: it is the order in
 * which the parts depend on each other. Sinks come first, because they say where to resume.
 */
final class Assembly {
  private static final Logger log = LoggerFactory.getLogger(Assembly.class);

  private final FlowPlan plan;
  private final FlowParts parts;
  private final Flow flow;
  private final boolean paused;

  /**
   * @param parts to fill; whatever is in them must be let go, also if the assembly fails
   * @param flow whom the parts report to
   * @param paused whether sources wait before their first poll
   */
  Assembly(FlowPlan plan, FlowParts parts, Flow flow, boolean paused) {
    this.plan = plan;
    this.parts = parts;
    this.flow = flow;
    this.paused = paused;
  }

  /**
   * Starts everything.
   *
   * @return false if lanes had to be laid out anew: the position is kept, a new flow has to start
   */
  boolean assemble() throws InterruptedException {
    History history =
        new History(plan.engine().checkpoints(), plan.engine().letters(), plan.name());
    parts.trace = plan.engine().traces().open(plan.pipeline());
    List<List<Map<String, String>>> sinkTasks = startSinkConnectors();
    LaneLayout wanted = wantedLayout(sinkTasks);
    LaneLayout layout = history.layout().orElse(wanted);
    openSinks(sinkTasks, layout, history);
    List<ResumePoint.Answer> answers = awaitOpened();
    ResumePoint resume = history.decide(answers);
    requireNothingLost(resume);
    resume.warnings().forEach(warning -> log.warn("Pipeline {}: {}", plan.name(), warning));
    if (!layout.equals(wanted) && resume.aligned()) {
      history.changeLayout(resume, history.note(wanted, answers));
      return false;
    }
    if (!resume.aligned() && !history.repeats(resume)) {
      log.info(
          "Pipeline {}: its sinks are apart where tables are read, which may not be read alike"
              + " again: all get everything from there on",
          plan.name());
      resume = resume.withoutSkipping();
    }
    parts.misaligned = !layout.equals(wanted);
    long polled = plan.ledger().counts().sum(Ledger.Kind.POLLED);
    plan.ledger().backTo(resume.epoch());
    plan.desk().seenAgain(polled - plan.ledger().counts().sum(Ledger.Kind.POLLED));
    CommittedOffsets offsets = new CommittedOffsets(history.resumeAt(resume));
    ConnectorHandle<SourceConnector> source = startSourceConnector(offsets);
    List<Map<String, String>> tasks = source.taskConfigs(layout.sourceTasks());
    CheckpointCoordinator checkpoints =
        coordinator(
            history.note(layout, answers),
            tasks.size(),
            Math.max(history.newest(), resume.epoch()));
    parts.coordinator = checkpoints;
    List<SourceLanes> lanesBySource = layLanes(tasks.size());
    attachSinks(lanesBySource, checkpoints, resume);
    makeSources(
        new SourceWiring(source, tasks, offsets, layout), lanesBySource, checkpoints, resume);
    parts.tasks = tasks;
    parts.tasksMax = layout.sourceTasks();
    checkpoints.begin(parts.sources.stream().map(SourceWorker::side).toList());
    startThread(new Thread(checkpoints, "sluice " + plan.name() + " checkpoints"));
    if (paused) {
      parts.sources.forEach(SourceWorker::pause);
    }
    String connector = plan.pipeline().source().connector();
    parts.sources.forEach(worker -> startThread(worker.thread(plan.name(), connector)));
    parts.startedSources = List.copyOf(parts.sources);
    return true;
  }

  private List<List<Map<String, String>>> startSinkConnectors() throws InterruptedException {
    List<List<Map<String, String>>> tasks = new ArrayList<>();
    for (SinkSpec spec : plan.pipeline().sinks()) {
      Isolated<SinkConnector> plugin =
          plan.engine().plugins().newSinkConnector(spec.connector().connector());
      Map<String, String> added =
          new HashMap<>(SinkTopics.addedTo(spec.connector().config().values()));
      if (declares(plugin, RecordOrder.SETTING)) {
        added.put(RecordOrder.SETTING, RecordOrder.of(plan.origin().hasHistory()));
      }
      ConnectorHandle<SinkConnector> connector =
          ConnectorHandle.start(
              new ConnectorHandle.Order(
                  "sink " + spec.name(),
                  plan.name() + "-" + spec.name(),
                  spec.connector(),
                  deadline()),
              plugin,
              new DirectSinkConnectorContext(
                  plan.engine().tools().metrics(),
                  () -> flow.reconfigure("sink " + spec.name() + " asked for new tasks"),
                  error -> flow.failed("sink " + spec.name(), error)),
              plan.engine().secrets(),
              added);
      parts.sinks.add(new SinkGroup(spec.name(), count(tasks), connector, new ArrayList<>()));
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
    for (int s = 0; s < parts.sinks.size(); s++) {
      SinkGroup sink = parts.sinks.get(s);
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
                    sink.firstWorker() + t,
                    sink.name(),
                    t,
                    sinkTask(sink),
                    conversion(plan.pipeline().sinks().get(s)),
                    configs.get(t),
                    opens),
                new SinkWorker.Reports(
                    flow,
                    plan.desk(),
                    plan.look().tap(),
                    plan.ledger(),
                    plan.newBackoff(),
                    plan.retryForNanos(),
                    plan.meters().sink(s),
                    parts.trace),
                plan.engine().tools());
        sink.workers().add(worker);
        startThread(
            worker.thread(plan.name(), plan.pipeline().sinks().get(s).connector().connector()));
      }
    }
    parts.startedSinks = List.copyOf(parts.sinks);
  }

  /** Null for a sink that names no converter: it gets records as they are. */
  private @Nullable Conversion conversion(SinkSpec sink) {
    return Conversion.open(
            plan.pipeline().source(),
            sink.connector(),
            plan.engine().plugins(),
            plan.engine().secrets())
        .orElse(null);
  }

  private Isolated<SinkTask> sinkTask(SinkGroup sink) {
    var task = plan.engine().plugins().newTask(sink.connector().connector());
    return task.with((SinkTask) task.instance());
  }

  /** A gap that nobody sees is worse than a pipeline that does not start. */
  private void requireNothingLost(ResumePoint resume) {
    if (!resume.lost().isEmpty() && plan.origin().hasHistory()) {
      throw new FaultException(
          Fault.TARGET_LOST,
          String.join("; ", resume.lost())
              + ". Copy everything anew with 'sluice offsets reset', or put the target back");
    }
  }

  private List<ResumePoint.Answer> awaitOpened() throws InterruptedException {
    List<ResumePoint.Answer> answers = new ArrayList<>();
    for (SinkGroup sink : parts.sinks) {
      for (SinkWorker worker : sink.workers()) {
        Map<TopicPartition, Long> named = worker.awaitOpened(deadline());
        answers.add(new ResumePoint.Answer(worker.name(), sink.name(), worker.opens(), named));
      }
    }
    return answers;
  }

  private ConnectorHandle<SourceConnector> startSourceConnector(CommittedOffsets offsets)
      throws InterruptedException {
    Isolated<SourceConnector> plugin = plan.origin().connector();
    Map<String, String> added = new HashMap<>();
    if (plan.once() && declares(plugin, BoundedReading.SETTING)) {
      added.put(BoundedReading.SETTING, "true");
    }
    ConnectorHandle<SourceConnector> connector =
        ConnectorHandle.start(
            new ConnectorHandle.Order("source", plan.name(), plan.pipeline().source(), deadline()),
            plugin,
            new DirectSourceConnectorContext(
                offsets,
                plan.engine().tools().metrics(),
                flow::tasksMayDiffer,
                error -> flow.failed("source connector", error)),
            plan.engine().secrets(),
            added);
    parts.sourceConnector = connector;
    return connector;
  }

  private static boolean declares(Isolated<? extends Connector> plugin, String setting) {
    try (var scope = plugin.enter()) {
      var definition = plugin.instance().config();
      return definition != null && definition.names().contains(setting);
    }
  }

  private CheckpointCoordinator coordinator(String note, int sourceTasks, long lastEpoch) {
    CheckpointSettings settings = plan.pipeline().checkpoint();
    return new CheckpointCoordinator(
        new CheckpointCoordinator.Plan(
            plan.name(),
            note,
            sourceTasks,
            parts.sinks.stream().mapToInt(sink -> sink.workers().size()).sum(),
            settings.interval().toNanos(),
            settings.maxRecords(),
            lastEpoch),
        plan.engine().checkpoints(),
        parts.gate,
        flow.checkpointListener(),
        new CheckpointCoordinator.Timing(
            plan.engine().tools().ticker(), plan.engine().tools().failpoints(), parts.trace));
  }

  /**
   * The lanes of one source task.
   *
   * @param bySink for each sink, a lane to each of its tasks
   * @param room rung when one of them has room again
   */
  private record SourceLanes(List<List<Lane>> bySink, Bell room) {}

  /** For each source task and each sink, a lane to each of the sink's tasks. */
  private List<SourceLanes> layLanes(int sourceTasks) {
    int count = sourceTasks * parts.sinks.stream().mapToInt(sink -> sink.workers().size()).sum();
    BufferSettings buffer = plan.pipeline().buffer();
    int maxRecords = Math.max(1, buffer.maxRecords() / Math.max(1, count));
    long maxBytes = Math.max(1, buffer.maxBytes().bytes() / Math.max(1, count));
    List<SourceLanes> bySource = new ArrayList<>();
    for (int source = 0; source < sourceTasks; source++) {
      Bell room = new Bell();
      List<List<Lane>> bySink = new ArrayList<>();
      for (SinkGroup sink : parts.sinks) {
        List<Lane> toTasks = new ArrayList<>();
        for (SinkWorker worker : sink.workers()) {
          Lane lane = new Lane(maxRecords, maxBytes, worker.bell(), room);
          toTasks.add(lane);
          parts.lanes.add(lane);
        }
        bySink.add(toTasks);
      }
      bySource.add(new SourceLanes(bySink, room));
    }
    return bySource;
  }

  private void attachSinks(
      List<SourceLanes> lanesBySource, CheckpointCoordinator checkpoints, ResumePoint resume) {
    for (int s = 0; s < parts.sinks.size(); s++) {
      List<SinkWorker> workers = parts.sinks.get(s).workers();
      for (int t = 0; t < workers.size(); t++) {
        List<Lane> toTask = new ArrayList<>();
        for (SourceLanes lanes : lanesBySource) {
          toTask.add(lanes.bySink().get(s).get(t));
        }
        workers
            .get(t)
            .attach(
                new SinkWorker.Feed(
                    toTask,
                    checkpoints,
                    parts.gate,
                    resume.epoch(),
                    resume.nextOffsets(),
                    resume.catchUpTo(),
                    resume.has().get(parts.sinks.get(s).firstWorker() + t)));
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
      List<SourceLanes> lanesBySource,
      CheckpointCoordinator checkpoints,
      ResumePoint resume) {
    Set<TopicPartition> opened = new HashSet<>();
    parts.sinks.forEach(sink -> sink.workers().forEach(worker -> opened.addAll(worker.opens())));
    boolean bounded =
        plan.once() && declares(wiring.connector().connector(), BoundedReading.SETTING);
    for (int task = 0; task < wiring.tasks().size(); task++) {
      Isolated<SourceTask> plugin = plan.origin().task(wiring.connector().connector());
      TransformChain chain =
          TransformChain.open(
              plan.pipeline().transforms(), plan.engine().plugins(), plan.engine().secrets());
      parts.sources.add(
          new SourceWorker(
              new SourceWorker.Job(
                  task,
                  plugin,
                  wiring.tasks().get(task),
                  wiring.offsets(),
                  bounded ? BoundedReading.END_OF_STREAM : null),
              new SourceWorker.Way(
                  chain,
                  passages(),
                  plan.look().tap(),
                  plan.look().masking(),
                  plan.desk(),
                  lanesBySource.get(task).bySink(),
                  lanesBySource.get(task).room(),
                  wiring.layout().partitions(),
                  resume.nextOffsets(),
                  opened,
                  catchUpTo(resume, task, wiring.layout())),
              new SourceWorker.Reports(
                  flow,
                  checkpoints,
                  plan.ledger(),
                  plan.newBackoff(),
                  plan.retryForNanos(),
                  plan.meters(),
                  parts.trace),
              plan.engine().tools()));
    }
  }

  /** Of a source task's own; null for a pipeline whose records nobody judges. */
  private @Nullable Passages passages() {
    Gate gate = plan.engine().gates().open(plan.pipeline());
    return gate == null ? null : new Passages(gate);
  }

  /** What this source task has to come by before the next epoch is cut. */
  private static Map<TopicPartition, Long> catchUpTo(
      ResumePoint resume, int task, LaneLayout layout) {
    Map<TopicPartition, Long> own = new HashMap<>(resume.catchUpTo());
    own.keySet().removeIf(partition -> partition.partition() / layout.partitions() != task);
    return own;
  }

  private static int count(List<List<Map<String, String>>> tasks) {
    return tasks.stream().mapToInt(List::size).sum();
  }

  private Duration deadline() {
    return plan.pipeline().retry().callTimeout();
  }

  private void startThread(Thread thread) {
    thread.setDaemon(true);
    parts.threads.add(thread);
    thread.start();
  }
}
