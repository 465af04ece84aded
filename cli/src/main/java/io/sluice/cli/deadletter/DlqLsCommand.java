package io.sluice.cli.deadletter;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.deploy.BrokerOptions;
import io.sluice.cli.project.PipelineArgument;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.cli.server.ServerTarget;
import io.sluice.kafka.deadletter.pipeline.PipelineLetters;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.text.Figures;
import io.sluice.state.deadletter.DeadLetters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice dlq ls}. */
@Command(
    name = "ls",
    header = "List open dead letters, grouped by kind of error.",
    description = {
      "Errors of one kind differ in numbers, ids and quoted values only.",
      "Of a pipeline on Kafka: what Connect put into the topics dead-letters.<connector>.",
      "Asks the server that --server or SLUICE_SERVER names; without one it looks here by itself."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq ls shop.yaml",
      "  sluice dlq ls shop.yaml --letters -o json",
      "  sluice dlq ls shop --server https://sluice.example.com"
    })
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
  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public DlqLsCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    LetterTable table = new LetterTable(output, around.clock());
    Optional<ServedPipeline> served =
        ServedPipeline.pointedAt(server, options, around, pipeline.file());
    if (served.isPresent()) {
      ServedLetters list = new ServedLetters(served.get(), output, around.clock());
      return (letters ? list.letters(Math.max(1, limit)) : list.groups()).number();
    }
    try (ProjectPipeline project = options.open(around, pipeline.file())) {
      Optional<KafkaPipeline> onKafka = project.read().onKafka();
      if (onKafka.isPresent()) {
        Map<String, String> client =
            brokers.client(project.folder(), project.stateFolder(), project.secrets());
        ListOnKafka list =
            new ListOnKafka(new PipelineLetters(onKafka.get(), client), output, around.clock());
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
          List<Map<String, Object>> listed =
              all.list(open, 0, Math.max(1, limit)).stream().map(LetterDocument::of).toList();
          document.put("letters", listed);
          table.letters(listed);
        } else {
          List<Map<String, Object>> groups =
              all.groups(open).stream().map(DlqLsCommand::group).toList();
          document.put("groups", groups);
          table.groups(groups);
        }
        if (pipeline.file() == null) {
          ofOthers(all, name, output);
        }
      }
      output.document(document);
      return ExitCode.OK.number();
    }
  }

  /** Who does not say which pipeline may not know that there are more of them. */
  private static void ofOthers(DeadLetters all, String name, Output output) {
    Map<String, Long> others =
        all.groups(DeadLetters.Filter.allOpen()).stream()
            .filter(group -> !group.pipeline().equals(name))
            .collect(
                Collectors.groupingBy(
                    DeadLetters.Group::pipeline,
                    TreeMap::new,
                    Collectors.summingLong(DeadLetters.Group::count)));
    if (!others.isEmpty()) {
      output.line(
          "These are of "
              + name
              + ". Open ones of others here: "
              + others.entrySet().stream()
                  .map(other -> other.getKey() + " " + Figures.count(other.getValue()))
                  .collect(Collectors.joining(", "))
              + ". Say which: sluice dlq ls NAME.");
    }
  }

  private static Map<String, Object> group(DeadLetters.Group group) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("count", group.count());
    document.put("stage", group.stage().name().toLowerCase(Locale.ROOT));
    document.put("component", group.component());
    document.put("signature", group.signature());
    document.put("error_class", group.errorClass());
    document.put("message", group.message());
    document.put("first_seen", group.firstSeen().toString());
    document.put("last_seen", group.lastSeen().toString());
    document.put("newest_id", group.newestId());
    return document;
  }
}
