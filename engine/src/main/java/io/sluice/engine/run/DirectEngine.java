package io.sluice.engine.run;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.checkpoint.Ledger;
import io.sluice.engine.deadletter.DeadLetterDesk;
import io.sluice.engine.deadletter.RecordCodec;
import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.Pause;
import io.sluice.engine.fault.PluginThread;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.fault.Tools;
import io.sluice.engine.figures.RunMeters;
import io.sluice.engine.gate.Gates;
import io.sluice.engine.run.flow.FlowPlan;
import io.sluice.engine.run.flow.FlowPlan.Origin;
import io.sluice.engine.run.rehearsal.Rehearsal;
import io.sluice.engine.run.rehearsal.RehearsedWay;
import io.sluice.engine.run.replay.Replay;
import io.sluice.engine.tap.Masking;
import io.sluice.engine.tap.Tap;
import io.sluice.engine.tap.TapBounds;
import io.sluice.engine.trace.Traces;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Plugins;
import io.sluice.state.StateDatabase;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.lease.PipelineLock;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs pipelines in this process: source to transforms to sinks, records handed over as objects.
 * Any number of pipelines at once, which share plugins and state and nothing else. Thread-safe.
 */
public final class DirectEngine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DirectEngine.class);

  private final Plugins plugins;
  private final StateDatabase state;
  private final Secrets secrets;
  private final Gates gates;
  private final Traces traces;
  private final Clock clock;
  private final Failpoints failpoints;
  private final Map<String, Tap> taps = new ConcurrentHashMap<>();
  private final List<PipelineRun> runs = new CopyOnWriteArrayList<>();

  /** An engine for pipelines that promise nothing about schemas. */
  public DirectEngine(
      Plugins plugins, StateDatabase state, Secrets secrets, Clock clock, Failpoints failpoints) {
    this(plugins, state, secrets, Gates.NONE, clock, failpoints);
  }

  /** An engine whose batches nobody follows. */
  public DirectEngine(
      Plugins plugins,
      StateDatabase state,
      Secrets secrets,
      Gates gates,
      Clock clock,
      Failpoints failpoints) {
    this(plugins, state, secrets, gates, Traces.NONE, clock, failpoints);
  }

  /**
   * @param secrets resolves what pipelines refer to, and takes it out of every text shown
   * @param gates judge records before they reach sinks
   * @param traces follow some of the batches
   * @param failpoints {@link Failpoints#NONE} but in tests
   */
  public DirectEngine(
      Plugins plugins,
      StateDatabase state,
      Secrets secrets,
      Gates gates,
      Traces traces,
      Clock clock,
      Failpoints failpoints) {
    this.plugins = requireNonNull(plugins);
    this.state = requireNonNull(state);
    this.secrets = requireNonNull(secrets);
    this.gates = requireNonNull(gates);
    this.traces = requireNonNull(traces);
    this.clock = requireNonNull(clock);
    this.failpoints = requireNonNull(failpoints);
  }

  /**
   * Starts a run from the pipeline's last checkpoint. Returns at once; what fails from here on is
   * in the run's status.
   *
   * @throws io.sluice.state.storage.StateException of kind LOCKED if a run of this pipeline is
   *     under way, in this or another process
   */
  public PipelineRun start(Pipeline pipeline, RunOptions options) {
    return holding(
        pipeline.name(),
        lock -> {
          DeadLetterDesk desk =
              new DeadLetterDesk(
                  new DeadLetterDesk.Owner(pipeline.name(), pipeline.version(), secrets::redact),
                  state.deadLetters(lock)::addIdentified,
                  pipeline.onError(),
                  Ticker.SYSTEM);
          return begin(
              lock,
              plan(
                  lock,
                  pipeline,
                  options,
                  desk,
                  Origin.of(pipeline, plugins),
                  tap(pipeline.name())),
              options);
        });
  }

  /** Where the stream of a pipeline's runs can be looked into, the present one and later ones. */
  public Tap tap(String pipeline) {
    return taps.computeIfAbsent(pipeline, this::newTap);
  }

  private Tap newTap(String pipeline) {
    return new Tap(pipeline, TapBounds.usual(), secrets::redact, clock, Ticker.SYSTEM);
  }

  /** Names of the transforms that mask, in the file's order. */
  public List<String> masks(Pipeline pipeline) {
    return Masking.of(pipeline.transforms(), plugins, secrets).masks();
  }

  /** What begins a run that has the pipeline; the run lets go of it. */
  private PipelineRun holding(String name, Function<PipelineLock, PipelineRun> beginning) {
    PipelineLock lock = state.lock(name);
    try {
      return beginning.apply(lock);
    } catch (RuntimeException | Error failed) {
      lock.close();
      throw failed;
    }
  }

  private FlowPlan plan(
      PipelineLock lock,
      Pipeline pipeline,
      RunOptions options,
      DeadLetterDesk desk,
      Origin origin,
      Tap tap) {
    Masking masking = Masking.of(pipeline.transforms(), plugins, secrets);
    tap.beginsRun(masking);
    Tools tools =
        new Tools(clock, Ticker.SYSTEM, Pause.SLEEP, failpoints, PluginFigures::ofItsOwn, log);
    return new FlowPlan(
        lock.pipeline(),
        pipeline,
        options.once(),
        new FlowPlan.Engine(
            plugins,
            secrets,
            state.checkpoints(lock),
            state.deadLetters(lock),
            gates,
            traces,
            tools),
        new Ledger(),
        desk,
        origin,
        new RunMeters(
            pipeline.sinks().stream().map(SinkSpec::name).toList(),
            RunFigures.SinkFigures.MOST_DATASETS),
        new FlowPlan.Look(tap, masking));
  }

  private PipelineRun begin(PipelineLock lock, FlowPlan plan, RunOptions options) {
    long row =
        state.runs().start(plan.name(), plan.pipeline().version(), ProcessHandle.current().pid());
    PipelineRun run = new PipelineRun(plan, options, lock, new RunRecord(state.runs(), row));
    runs.removeIf(earlier -> earlier.status().state().ended());
    runs.add(run);
    run.begin();
    return run;
  }

  /**
   * Sends open dead letters through the pipeline as it is now, and blocks until it is known what
   * became of each. Letters of a transform go through all transforms into every sink; letters of a
   * sink, which are kept as they left the transforms, go into that sink. Works beside a run of the
   * same pipeline. Ids that are not open letters of this pipeline are left out of the outcome.
   *
   * @param who wants it: what the letters that arrive are marked with
   */
  public ReplayOutcome replay(Pipeline pipeline, List<Long> deadLetterIds, String who)
      throws InterruptedException {
    AtomicReference<ReplayOutcome> outcome = new AtomicReference<>();
    replay(pipeline, deadLetterIds, who, outcome::set);
    return requireNonNull(outcome.get(), "it tells before it returns");
  }

  /**
   * The same for who is to know what became of letters also where it breaks off.
   *
   * @param settled told once, at the end: what is written down of letters by then
   */
  public void replay(
      Pipeline pipeline, List<Long> deadLetterIds, String who, Consumer<ReplayOutcome> settled)
      throws InterruptedException {
    Replay replay = new Replay(pipeline, state.deadLetters(), who, secrets::redact);
    try {
      replay(replay, deadLetterIds);
    } finally {
      settled.accept(new ReplayOutcome(replay.replayed(), replay.failedAgain()));
    }
  }

  private void replay(Replay replay, List<Long> deadLetterIds) throws InterruptedException {
    for (Replay.Part part : replay.parts(deadLetterIds)) {
      PipelineRun run =
          holding(
              part.name(),
              lock ->
                  begin(
                      lock,
                      plan(
                          lock,
                          part.pipeline(),
                          RunOptions.ONCE,
                          part.desk(),
                          part.origin(),
                          newTap(part.name())),
                      RunOptions.ONCE));
      RunStatus end = endOf(run, replay, part);
      if (end.state() != RunState.COMPLETED) {
        throw new FaultException(
            Fault.TASK_FAILED,
            "The replay broke off; letters that had not arrived by then are still open. "
                + (end.lastError() == null ? "" : end.lastError().message()));
      }
    }
  }

  /**
   * Blocks until the run has ended, in order also when this thread is interrupted, and writes down
   * what became of its letters: one that a sink has must not stay open, since it would be sent
   * again.
   */
  private static RunStatus endOf(PipelineRun run, Replay replay, Replay.Part part)
      throws InterruptedException {
    RunStatus end;
    boolean interruptedAgain = false;
    try {
      end = run.awaitEnd();
    } finally {
      run.stop(run.stopTimeout());
      // A pool of connections gives none to a thread that is interrupted.
      interruptedAgain = Thread.interrupted();
      try {
        replay.settle(part);
      } finally {
        if (interruptedAgain) {
          Thread.currentThread().interrupt();
        }
      }
    }
    return end;
  }

  /**
   * What would become of a dead letter that is replayed now, up to where a sink would be handed it;
   * nothing is written anywhere. Works beside a run of the same pipeline.
   *
   * @param record in place of the letter's own, as {@link RecordCodec} has it
   * @throws FaultException if it does not come back within the pipeline's time for a call, or the
   *     record cannot be read
   */
  public Rehearsal rehearse(Pipeline pipeline, DeadLetter letter, byte[] record)
      throws InterruptedException {
    String name = "sluice " + pipeline.name() + " rehearsal";
    try (PluginThread thread = new PluginThread(name, DirectEngine.class.getClassLoader())) {
      return thread.call(
          "taking a record through",
          pipeline.retry().callTimeout(),
          () ->
              new RehearsedWay(pipeline, plugins, secrets, gates)
                  .go(letter, RecordCodec.decode(record)));
    }
  }

  /** Stops all runs, each within its pipeline's stop timeout. */
  @Override
  public void close() {
    for (PipelineRun run : runs) {
      run.stop(run.stopTimeout());
    }
  }
}
