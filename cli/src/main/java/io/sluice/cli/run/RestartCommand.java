package io.sluice.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.project.ProjectPipeline;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice restart}. */
@Command(
    name = "restart",
    header = "Have the pipeline that runs, or a task of it, begin anew where it came to.",
    description = {
      "What is under way is brought into the sinks before, where they can within stop_timeout; a"
          + " pause before another attempt is over.",
      "A task of a pipeline that runs direct does not begin anew alone: one checkpoint spans all"
          + " tasks, and all begin anew from it. On Kafka each task has a place of its own, and the"
          + " others go on.",
      "Of what a server runs, a pipeline begins another run; its tasks begin anew in the same one."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  sluice restart shop.yaml", "  sluice restart shop.yaml --task sink-copy-0"})
public final class RestartCommand extends AskRunningCommand {
  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "The task that is meant: source-0, or sink-NAME-0 of a sink. Default: all.")
  private @Nullable String task;

  public RestartCommand(Surroundings around) {
    super(around);
  }

  @Override
  ExitCode ask(ServedPipeline served, String reason, Output output) {
    String named = task;
    if (named == null) {
      output.document(ServedStatus.after(served, "restart", reason));
      output.line("It runs again from where it came to, or is about to: see sluice status.");
      return ExitCode.OK;
    }
    String path = "/tasks/" + ServedPipeline.encoded(named) + "/restart";
    JsonNode answer = served.post(ServedPipeline.query(path, Map.of("reason", reason)), Map.of());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", served.name());
    document.put("task", named);
    document.put("meaning", answer.path("meaning").asText());
    output.document(document);
    output.line(answer.path("meaning").asText() + ".");
    return ExitCode.OK;
  }

  @Override
  ExitCode ask(LiveClient running, ProjectPipeline project, Output output) {
    String meant = task == null ? "" : task;
    String meaning = running.restart(meant);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", project.name());
    if (!meant.isEmpty()) {
      document.put("task", meant);
    }
    document.put("meaning", meaning);
    output.document(document);
    output.line(meaning + ".");
    return ExitCode.OK;
  }
}
