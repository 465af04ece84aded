package io.sluice.engine.run;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.checkpoint.Ledger;
import io.sluice.engine.deadletter.DeadLetterDesk;
import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.Pause;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.fault.Tools;
import io.sluice.engine.run.flow.FlowPlan;
import io.sluice.engine.run.flow.FlowPlan.Origin;
import io.sluice.engine.run.replay.Replay;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Plugins;
import io.sluice.state.StateDatabase;
import io.sluice.state.file.PipelineLock;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
  private final Clock clock;
  private final Failpoints failpoints;
  private final List<PipelineRun> runs = new CopyOnWriteArrayList<>();

  /**
   * @param secrets resolves what pipelines refer to, and takes it out of every text shown
   * @param failpoints {@link Failpoints#NONE} but in tests
   */
  public DirectEngine(
      Plugins plugins, StateDatabase state, Secrets secrets, Clock clock, Failpoints failpoints) {
    this.plugins = requireNonNull(plugins);
    this.state = requireNonNull(state);
    this.secrets = requireNonNull(secrets);
    this.clock = requireNonNull(clock);
    this.failpoints = requireNonNull(failpoints);
  }

  /**
   * Starts a run from the pipeline's last checkpoint. Returns at once; what fails from here on is
   * in the run's status.
   *
   * @throws io.sluice.state.file.StateException of kind LOCKED if a run of this pipeline is under
   *     way, in this or another process
   */
  public PipelineRun start(Pipeline pipeline, RunOptions options) {
    DeadLetterDesk desk =
        new DeadLetterDesk(
            new DeadLetterDesk.Owner(pipeline.name(), pipeline.version(), secrets::redact),
            state.deadLetters()::addIdentified,
            pipeline.onError(),
            Ticker.SYSTEM);
    return begin(
        plan(pipeline.name(), pipeline, options, desk, Origin.of(pipeline, plugins)), options);
  }

  private FlowPlan plan(
      String name, Pipeline pipeline, RunOptions options, DeadLetterDesk desk, Origin origin) {
    Tools tools =
        new Tools(clock, Ticker.SYSTEM, Pause.SLEEP, failpoints, PluginFigures::ofItsOwn, log);
    return new FlowPlan(
        name,
        pipeline,
        options.once(),
        new FlowPlan.Engine(plugins, secrets, state.checkpoints(), state.deadLetters(), tools),
        new Ledger(),
        desk,
        origin);
  }

  private PipelineRun begin(FlowPlan plan, RunOptions options) {
    PipelineLock lock = state.lock(plan.name());
    try {
      long row =
          state.runs().start(plan.name(), plan.pipeline().version(), ProcessHandle.current().pid());
      PipelineRun run = new PipelineRun(plan, options, lock, new RunRecord(state.runs(), row));
      runs.removeIf(earlier -> earlier.status().state().ended());
      runs.add(run);
      run.begin();
      return run;
    } catch (RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  /**
   * Sends open dead letters through the pipeline as it is now, and blocks until it is known what
   * became of each. Letters of a transform go through all transforms into every sink; letters of a
   * sink, which are kept as they left the transforms, go into that sink. Works beside a run of the
   * same pipeline. Ids that are not open letters of this pipeline are left out of the outcome.
   */
  public ReplayOutcome replay(Pipeline pipeline, List<Long> deadLetterIds)
      throws InterruptedException {
    Replay replay = new Replay(pipeline, state.deadLetters(), secrets::redact);
    for (Replay.Part part : replay.parts(deadLetterIds)) {
      PipelineRun run =
          begin(
              plan(part.name(), part.pipeline(), RunOptions.ONCE, part.desk(), part.origin()),
              RunOptions.ONCE);
      try {
        RunStatus end = run.awaitEnd();
        replay.settle(part);
        if (end.state() != RunState.COMPLETED) {
          throw new FaultException(
              Fault.TASK_FAILED,
              "The replay broke off; letters that had not arrived by then are still open. "
                  + (end.lastError() == null ? "" : end.lastError().message()));
        }
      } finally {
        run.stop(run.stopTimeout());
      }
    }
    return new ReplayOutcome(replay.replayed(), replay.failedAgain());
  }

  /** Stops all runs, each within its pipeline's stop timeout. */
  @Override
  public void close() {
    for (PipelineRun run : runs) {
      run.stop(run.stopTimeout());
    }
  }
}
