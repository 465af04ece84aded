package io.sluice.cli.demo;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.live.LiveView;
import io.sluice.engine.run.RunStatus;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Pipelines;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One of the pipelines that a server runs, shown while somebody waits. For one thread. */
final class Watch {
  private final Pipelines pipelines;
  private final String name;
  private final CountDownLatch stop;
  private final LiveView view;
  private @Nullable RunStatus last;

  /**
   * @param stop counted down when nobody wants to wait any more
   */
  Watch(Pipelines pipelines, String name, CountDownLatch stop, LiveView view) {
    this.pipelines = pipelines;
    this.name = name;
    this.stop = stop;
    this.view = view;
  }

  /**
   * Waits until it is enough, or somebody wants it to stop, whatever becomes of the pipeline: a
   * server keeps one that failed, so that people can see why.
   *
   * @param untilEnded whether the end of the run is enough
   * @return its newest status
   */
  RunStatus until(BooleanSupplier enough, boolean untilEnded) throws InterruptedException {
    boolean over = false;
    while (!over) {
      over = stop.await(view.pace().toMillis(), TimeUnit.MILLISECONDS) || enough.getAsBoolean();
      Optional<RunStatus> status = look();
      over |= untilEnded && status.filter(run -> run.state().ended()).isPresent();
    }
    return newest();
  }

  /** Waits for a moment. */
  RunStatus glance() throws InterruptedException {
    // Whoever wanted it to stop has been heard already.
    TimeUnit.MILLISECONDS.sleep(view.pace().toMillis());
    look();
    return newest();
  }

  private Optional<RunStatus> look() {
    Optional<RunStatus> status = pipelines.named(name).flatMap(PipelineView::status);
    status.ifPresent(
        run -> {
          last = run;
          view.show(run);
        });
    return status;
  }

  private RunStatus newest() {
    RunStatus seen = last;
    if (seen != null) {
      return seen;
    }
    Optional<String> why = pipelines.named(name).flatMap(PipelineView::why);
    throw new CommandFailure(
        ExitCode.FAILED, name + " did not run" + why.map(said -> ": " + said).orElse(""), null);
  }
}
