package io.sluice.server.fleet;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.run.DirectEngine;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RestartScope;
import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunOptions;
import io.sluice.engine.run.RunStatus;
import io.sluice.engine.run.RunTask;
import io.sluice.pipeline.Pipeline;
import io.sluice.server.folder.Definition;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Runs pipelines in this process, all by one engine. */
final class DirectRunner implements Runner {
  private final Function<Pipeline, DirectEngine> engine;

  /**
   * @param engine of a pipeline, with the plugins that it names at hand
   */
  DirectRunner(Function<Pipeline, DirectEngine> engine) {
    this.engine = engine;
  }

  @Override
  public Execution start(Definition definition, RunOptions options) {
    Pipeline pipeline = definition.direct().orElseThrow();
    return new DirectExecution(
        engine.apply(pipeline).start(pipeline, options), pipeline.retry().stopTimeout());
  }

  private record DirectExecution(PipelineRun run, Duration stopTimeout) implements Execution {
    @Override
    public RunStatus status() {
      return run.status();
    }

    @Override
    public Optional<RunFigures> figures() {
      return Optional.of(run.figures());
    }

    @Override
    public void pause() {
      run.pause();
    }

    @Override
    public void resume() {
      run.resume();
    }

    @Override
    public RestartScope restartScope() {
      return RestartScope.ALL_TASKS;
    }

    @Override
    public void restart(RunTask task) {
      run.restartTasks();
    }

    @Override
    public void stop() {
      run.stop(stopTimeout);
    }

    @Override
    public Duration endsWithin() {
      return stopTimeout;
    }

    @Override
    public boolean mayPass() {
      // What nobody knows the kind of may pass as well as not: to try again harms nobody.
      return run.failedBy().map(Fault::mayPass).orElse(true);
    }
  }
}
