package io.sluice.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.Project;
import io.sluice.cli.project.ProjectOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice resume}. */
@Command(
    name = "resume",
    header = "Go on with a paused pipeline.",
    description = "Does nothing when it is not paused.",
    footerHeading = "%nExamples:%n",
    footer = "  sluice resume shop.yaml")
public final class ResumeCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PIPELINE",
      description =
          "The pipeline file. Default: the one that runs, or the only one in this folder.")
  private @Nullable Path file;

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public ResumeCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    try (Project project = Project.of(around, options, file)) {
      JsonNode status = RunningPipeline.of(project).resume();
      output.document(status);
      output.line("Resumed.");
      return ExitCode.OK.number();
    }
  }
}
