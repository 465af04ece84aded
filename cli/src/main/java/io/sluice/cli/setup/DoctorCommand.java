package io.sluice.cli.setup;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.project.ProjectException;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.inspect.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice doctor}. */
@Command(
    name = "doctor",
    header = "Look for what is or will be wrong, and say what to do about it.",
    description =
        "Checks Java, disk, plugins; with a pipeline also its file, its state, the source (as init"
            + " does) and the targets. Changes nothing. Exit code 1 when something stands in the"
            + " way.",
    footerHeading = "%nExamples:%n",
    footer = {"  sluice doctor", "  sluice doctor shop.yaml -o json"})
public final class DoctorCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PIPELINE",
      description = "The pipeline file. Default: the only one in this folder, if there is one.")
  private @Nullable Path file;

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public DoctorCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    List<Finding> findings = new ArrayList<>(MachineChecks.all(around, options));
    try (ProjectPipeline project = options.open(around, file)) {
      findings.addAll(new ProjectChecks(project).all());
    } catch (CommandFailure | ProjectException e) {
      if (file != null) {
        throw e;
      }
      findings.add(Finding.ok("pipeline", "none here: checked the machine alone"));
    }
    List<Finding> shown = findings.stream().map(this::redacted).toList();
    FindingReport.print(shown, output);
    boolean well = shown.stream().noneMatch(f -> f.level() == Finding.Level.PROBLEM);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("well", well);
    document.put("findings", shown.stream().map(Finding::asDocument).toList());
    output.document(document);
    return (well ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private Finding redacted(Finding finding) {
    return new Finding(
        finding.check(),
        finding.level(),
        around.redaction().apply(finding.message()),
        finding.fixes().stream().map(around.redaction()).toList());
  }
}
