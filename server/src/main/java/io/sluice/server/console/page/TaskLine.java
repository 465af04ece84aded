package io.sluice.server.console.page;

import io.sluice.engine.run.RunStatus;
import io.sluice.engine.run.RunTask;
import io.sluice.server.access.Permission;
import io.sluice.server.console.text.Figures;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one task of a run stands.
 *
 * @param name by which commands and the API know it
 * @param connector whose task it is: a connector's or a sink's name
 * @param doing what its thread is in, and for how long where that is long
 * @param records that it has read, or delivered
 * @param restart where it is asked to begin anew; empty for who may not
 */
public record TaskLine(
    String name,
    String connector,
    StateLook state,
    String doing,
    String records,
    Optional<String> restart) {
  /** What takes no longer is said without its time, which would change with every look. */
  private static final Duration BRIEF = Duration.ofSeconds(1);

  /** Those of the run that is under way. */
  static List<TaskLine> of(Frame frame, PipelineView pipeline) {
    List<TaskLine> lines = new ArrayList<>();
    boolean may = frame.may(Permission.OPERATE, pipeline.namespace());
    Optional<RunStatus> running = pipeline.status().filter(run -> !run.state().ended());
    running.ifPresent(
        run -> {
          for (RunStatus.SourceTaskStatus task : run.sourceTasks()) {
            lines.add(
                new TaskLine(
                    new RunTask(Optional.empty(), task.task()).name(),
                    pipeline.source(),
                    StateLook.of(PipelineState.of(task.state())),
                    doing(task.doing(), task.busyFor()),
                    Figures.count(task.polled()) + " read",
                    Optional.empty()));
          }
          for (RunStatus.SinkStatus sink : run.sinks()) {
            for (RunStatus.SinkTaskStatus task : sink.tasks()) {
              lines.add(
                  new TaskLine(
                      new RunTask(Optional.of(sink.name()), task.task()).name(),
                      sink.name(),
                      StateLook.of(PipelineState.of(task.state())),
                      doing(task.doing(), task.busyFor()),
                      Figures.count(task.delivered()) + " delivered",
                      Optional.empty()));
            }
          }
        });
    return may ? lines.stream().map(line -> line.restartable(pipeline.name())).toList() : lines;
  }

  private TaskLine restartable(String pipeline) {
    return new TaskLine(
        name,
        connector,
        state,
        doing,
        records,
        Optional.of(RestartTaskPage.address(pipeline, name)));
  }

  private static String doing(String what, Duration since) {
    return since.compareTo(BRIEF) < 0 ? what : what + " for " + Figures.time(since);
  }
}
