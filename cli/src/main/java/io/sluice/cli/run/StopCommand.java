package io.sluice.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.Project;
import io.sluice.cli.project.ProjectOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice stop}. */
@Command(
    name = "stop",
    header = "Stop the pipeline that runs, wherever it runs.",
    description =
        "As Ctrl-C in its terminal: with a last checkpoint. Returns when the process has let go of"
            + " the pipeline, or after --wait seconds.",
    footerHeading = "%nExamples:%n",
    footer = "  sluice stop shop.yaml")
public final class StopCommand implements Callable<Integer> {
  private static final Duration GLANCE = Duration.ofMillis(100);

  private final Surroundings around;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PIPELINE",
      description =
          "The pipeline file. Default: the one that runs, or the only one in this folder.")
  private @Nullable Path file;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait until it has ended. Default: ${DEFAULT-VALUE}.")
  private int waitSeconds = 60;

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public StopCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    try (Project project = Project.of(around, options, file)) {
      String name = project.pipeline().name();
      RunningPipeline.of(project).stop();
      boolean ended = ended(project, name);
      ObjectNode document = StatusDocument.of(project);
      output.document(document);
      output.line(ended ? "Stopped." : "Asked to stop; still at it: see sluice status.");
      return (ended ? ExitCode.OK : ExitCode.FAILED).number();
    }
  }

  /** Whether the process let go of the pipeline in time. */
  private boolean ended(Project project, String name) {
    long deadline = System.nanoTime() + Duration.ofSeconds(Math.max(1, waitSeconds)).toNanos();
    while (project.state().holderOf(name).isPresent()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(GLANCE.toNanos());
    }
    return true;
  }
}
