package io.sluice.cli.deadletter;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Figures;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.console.TextTable;
import io.sluice.cli.deploy.BrokerOptions;
import io.sluice.cli.project.PipelineArgument;
import io.sluice.cli.project.Project;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.state.deadletter.DeadLetters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice dlq ls}. */
@Command(
    name = "ls",
    header = "List open dead letters, grouped by kind of error.",
    description = {
      "Errors of one kind differ in numbers, ids and quoted values only.",
      "Of a pipeline on Kafka: what Connect put into the topics dead-letters.<connector>."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  sluice dlq ls shop.yaml", "  sluice dlq ls shop.yaml --letters -o json"})
public final class DlqLsCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private PipelineArgument pipeline = new PipelineArgument();

  @Option(names = "--letters", description = "Each letter instead of groups, the oldest first.")
  private boolean letters;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "With --letters: at most so many. Default: ${DEFAULT-VALUE}.")
  private int limit = 100;

  @Mixin private BrokerOptions brokers = new BrokerOptions();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public DlqLsCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    try (Project project = Project.of(around, options, pipeline.file())) {
      Optional<KafkaPipeline> onKafka = project.read().onKafka();
      if (onKafka.isPresent()) {
        Map<String, String> client =
            brokers.client(project.folder(), project.stateFolder(), project.secrets());
        ListOnKafka list =
            new ListOnKafka(new LettersOnKafka(onKafka.get(), client), output, around.clock());
        return (letters ? list.letters(Math.max(1, limit)) : list.groups()).number();
      }
      String name = project.pipeline().name();
      DeadLetters.Filter open = DeadLetters.Filter.open(name);
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("pipeline", name);
      if (!project.hasState()) {
        document.put("open", 0);
        output.line("No dead letters.");
      } else {
        DeadLetters all = project.state().deadLetters();
        long count = all.count(open);
        document.put("open", count);
        if (count == 0) {
          output.line("No dead letters.");
        } else if (letters) {
          document.put("letters", letters(all.list(open, 0, Math.max(1, limit)), output));
        } else {
          document.put("groups", groups(all.groups(open), output));
        }
      }
      output.document(document);
      return ExitCode.OK.number();
    }
  }

  private List<Object> groups(List<DeadLetters.Group> groups, Output output) {
    TextTable table =
        new TextTable(
            List.of("count", "stage", "where", "error", "signature", "last seen", "e.g."));
    List<Object> documents = new ArrayList<>();
    for (DeadLetters.Group group : groups) {
      String stage = group.stage().name().toLowerCase(Locale.ROOT);
      table.row(
          List.of(
              Figures.count(group.count()),
              stage,
              group.component(),
              simple(group.errorClass()) + ": " + group.message(),
              group.signature(),
              ago(group.lastSeen()),
              "" + group.newestId()));
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("count", group.count());
      document.put("stage", stage);
      document.put("component", group.component());
      document.put("signature", group.signature());
      document.put("error_class", group.errorClass());
      document.put("message", group.message());
      document.put("first_seen", group.firstSeen().toString());
      document.put("last_seen", group.lastSeen().toString());
      document.put("newest_id", group.newestId());
      documents.add(document);
    }
    table.lines().forEach(output::line);
    output.line("");
    output.line("One of them: sluice dlq show ID. Again, once mended: sluice dlq replay --all.");
    return documents;
  }

  private List<Object> letters(List<DeadLetters.Stored> stored, Output output) {
    TextTable table =
        new TextTable(List.of("id", "stage", "topic", "error", "attempts", "first seen"));
    List<Object> documents = new ArrayList<>();
    for (DeadLetters.Stored letter : stored) {
      table.row(
          List.of(
              "" + letter.id(),
              letter.letter().stage().name().toLowerCase(Locale.ROOT),
              String.valueOf(letter.letter().topic()),
              simple(letter.letter().errorClass()) + ": " + letter.letter().errorMessage(),
              "" + letter.attempts(),
              ago(letter.firstSeen())));
      documents.add(LetterDocument.of(letter));
    }
    table.lines().forEach(output::line);
    return documents;
  }

  private String ago(Instant moment) {
    return Figures.time(Duration.between(moment, around.clock().instant())) + " ago";
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
