package io.sluice.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.deploy.BrokerOptions;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.cli.server.ServerTarget;
import io.sluice.engine.deadletter.RecordCodec;
import io.sluice.kafka.deadletter.pipeline.PipelineLetters;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.ProjectPipeline;
import io.sluice.state.deadletter.DeadLetters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice dlq show}. */
@Command(
    name = "show",
    header = "Show one dead letter with its record.",
    description = {
      "Prints the record's values: they are what was asked for.",
      "Asks the server that --server or SLUICE_SERVER names; without one it looks here by itself."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  sluice dlq show shop.yaml 17", "  sluice dlq show 17 -o json | jq .record"})
public final class DlqShowCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      arity = "1..2",
      paramLabel = "[PIPELINE] ID",
      hideParamSyntax = true,
      description = "The pipeline file, if there are several, and the letter's id.")
  private List<String> arguments = new ArrayList<>();

  @Mixin private BrokerOptions brokers = new BrokerOptions();
  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public DlqShowCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    String said = arguments.get(arguments.size() - 1);
    Path file = arguments.size() == 2 ? Path.of(arguments.get(0)) : null;
    Optional<ServedPipeline> served = ServedPipeline.pointedAt(server, options, around, file);
    if (served.isPresent()) {
      return new ServedLetters(served.get(), output, around.clock()).show(said).number();
    }
    try (ProjectPipeline project = options.open(around, file)) {
      Optional<KafkaPipeline> onKafka = project.read().onKafka();
      if (onKafka.isPresent()) {
        Map<String, String> client =
            brokers.client(project.folder(), project.stateFolder(), project.secrets());
        PipelineLetters letters = new PipelineLetters(onKafka.get(), client);
        return new ShowOnKafka(letters, output, around.clock()).show(said).number();
      }
      long id = id(said);
      String name = project.pipeline().name();
      Optional<DeadLetters.Stored> found =
          project.hasState()
              ? project
                  .state()
                  .deadLetters()
                  .find(id)
                  .filter(s -> s.letter().pipeline().equals(name))
              : Optional.empty();
      DeadLetters.Stored stored =
          found.orElseThrow(
              () ->
                  new CommandFailure(
                      ExitCode.NOT_FOUND,
                      "pipeline " + name + " has no dead letter " + id,
                      "See them with: sluice dlq ls --letters"));
      show(stored, output, new LetterTable(output, around.clock()));
      return ExitCode.OK.number();
    }
  }

  private static void show(DeadLetters.Stored stored, Output output, LetterTable table) {
    Map<String, Object> document = LetterDocument.of(stored);
    table.letter(document);
    if (stored.letter().record().length == 0) {
      output.line("The record was purged.");
    } else {
      JsonNode record = LetterDocument.parsed(RecordCodec.toJson(stored.letter().record()));
      document.put("record", record);
      output.line("");
      output.line(Output.asJson(record));
    }
    output.document(document);
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected the id of a letter but found '" + text + "'",
          "sluice dlq show shop.yaml 17",
          e);
    }
  }
}
