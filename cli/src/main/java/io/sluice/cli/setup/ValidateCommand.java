package io.sluice.cli.setup;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.ProblemDocument;
import io.sluice.project.ProjectPipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice validate}. */
@Command(
    name = "validate",
    header = "Report every problem of a pipeline file at once, each with its line.",
    description =
        "Checks the file, then the connectors' settings with the connectors themselves, which may"
            + " connect to source and target. Exit code 2 when the file is not valid, 3 when it is"
            + " but a server that it names does not answer or refuses the login.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice validate shop.yaml",
      "  sluice validate shop.yaml --offline        the file alone, no plugin is asked"
    })
public final class ValidateCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      index = "0",
      arity = "0..*",
      paramLabel = "PIPELINE",
      description = "Pipeline files. Default: pipeline.yaml, or the only one in this folder.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--offline", description = "Only what the file itself can tell.")
  private boolean offline;

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public ValidateCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    List<Problem> all = new ArrayList<>();
    ExitCode code = ExitCode.OK;
    List<@Nullable Path> named = new ArrayList<>(files);
    if (named.isEmpty()) {
      named.add(null);
    }
    for (Path file : named) {
      try (ProjectPipeline project = options.open(around, file)) {
        List<Problem> problems = offline ? project.read().problems() : project.problems();
        problems.forEach(p -> output.line(line(p, output)));
        if (problems.stream().noneMatch(Problem::isError)) {
          output.line(
              output.styled(Style.GOOD, "valid")
                  + "  "
                  + project.file().getFileName()
                  + ": "
                  + project.read().parts().map(p -> way(p, project.read().onKafka())).orElse(""));
        }
        all.addAll(problems);
        ExitCode verdict =
            offline
                ? offlineVerdict(problems)
                : project.verdict(problems).map(ExitCode::of).orElse(ExitCode.OK);
        // Of several files the wrong one counts: waiting would not mend it.
        code = code == ExitCode.USAGE || verdict == ExitCode.OK ? code : verdict;
      }
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("valid", code == ExitCode.OK);
    document.put("problems", all.stream().map(p -> redacted(p)).toList());
    output.document(document);
    return code.number();
  }

  /** From where to where: connectors, and the topics between them. */
  private static String way(PipelineParts parts, Optional<KafkaPipeline> onKafka) {
    List<String> stops = new ArrayList<>();
    parts.source().ifPresent(source -> stops.add(source.connector()));
    onKafka.ifPresent(kafka -> stops.add(kafka.topics().toString()));
    if (!parts.sinks().isEmpty()) {
      stops.add(String.join(", ", parts.sinks().stream().map(ConnectorSpec::connector).toList()));
    }
    return String.join(" to ", stops);
  }

  private static ExitCode offlineVerdict(List<Problem> problems) {
    return problems.stream().anyMatch(Problem::isError) ? ExitCode.USAGE : ExitCode.OK;
  }

  private String line(Problem problem, Output output) {
    return output.styled(
        problem.isError() ? Style.BAD : Style.WARNING,
        around.redaction().apply(problem.toString()));
  }

  private Map<String, Object> redacted(Problem problem) {
    Map<String, Object> document = ProblemDocument.of(problem);
    document.replaceAll((k, v) -> v instanceof String text ? around.redaction().apply(text) : v);
    return document;
  }
}
