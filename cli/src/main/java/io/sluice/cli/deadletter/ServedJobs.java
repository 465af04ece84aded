package io.sluice.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Question;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.project.text.Figures;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * {@code sluice dlq replay} and {@code purge} as clients of a server: it does them as jobs, for
 * whose end they wait.
 */
final class ServedJobs {
  /** As long as the server has a request wait. */
  private static final String WAIT = "20";

  private final ServedPipeline pipeline;
  private final Map<String, Object> selection;
  private final Output output;
  private final Surroundings around;

  /**
   * @throws CommandFailure when it is not said which letters
   */
  ServedJobs(
      ServedPipeline pipeline, LetterSelection selection, Output output, Surroundings around) {
    this.pipeline = pipeline;
    this.selection = selection.document();
    this.output = output;
    this.around = around;
  }

  /**
   * Sends letters through again.
   *
   * @param yes whether nobody is asked
   */
  ExitCode replay(boolean yes) throws IOException {
    OptionalLong count = count();
    boolean some = count.isEmpty() || count.getAsLong() > 0;
    if (some
        && !yes
        && !Question.confirm(
            around,
            "Replay "
                + letters(count)
                + "? Where the source has changed a row since, the older state goes over"
                + " the newer one: change such a row once more at the source instead.")) {
      output.line("Nothing was replayed.");
      return ExitCode.OK;
    }
    long replayed = 0;
    long failedAgain = 0;
    if (some) {
      JsonNode job = ended("/dead-letters/replay", Map.of());
      replayed = job.path("done").asLong();
      failedAgain = job.path("failed_again").asLong();
      requireWell(job, Figures.count(replayed) + " were replayed.");
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", pipeline.name());
    document.put("replayed", replayed);
    document.put("failed_again", failedAgain);
    output.document(document);
    output.line(
        !some
            ? "No such open letters."
            : Figures.count(replayed)
                + " replayed, "
                + Figures.count(failedAgain)
                + " failed again.");
    return failedAgain == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  /**
   * Deletes records for good.
   *
   * @param yes whether nobody is asked
   */
  ExitCode purge(String reason, boolean dryRun, boolean yes) throws IOException {
    OptionalLong count = count();
    boolean some = count.isEmpty() || count.getAsLong() > 0;
    boolean go =
        !dryRun && some && (yes || Question.confirm(around, "Purge " + letters(count) + "?"));
    long purged = 0;
    if (go) {
      JsonNode job = ended("/dead-letters/purge", Map.of("reason", reason));
      purged = job.path("done").asLong();
      requireWell(job, Figures.count(purged) + " were purged.");
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", pipeline.name());
    count.ifPresent(matching -> document.put("matching", matching));
    document.put("purged", purged);
    output.document(document);
    output.line(
        dryRun
            ? "Dry run: " + letters(count) + " would be purged."
            : Figures.count(purged)
                + (count.isEmpty() ? "" : " of " + Figures.count(count.getAsLong()))
                + " letters purged.");
    return ExitCode.OK;
  }

  private static String letters(OptionalLong count) {
    return count.isEmpty() ? "all such letters" : Figures.count(count.getAsLong()) + " letters";
  }

  /**
   * How many are meant, as far as the server lists kinds; ids are taken for what they say. Empty
   * where nobody has counted, as of a pipeline on Kafka before somebody looked into its topics.
   */
  private OptionalLong count() {
    if (selection.get("ids") instanceof List<?> ids) {
      return OptionalLong.of(ids.size());
    }
    if (selection.containsKey("all")) {
      JsonNode open = pipeline.get("").path("open_dead_letters");
      return open.isNumber() ? OptionalLong.of(open.asLong()) : OptionalLong.empty();
    }
    long count = 0;
    for (JsonNode group : pipeline.get("/dead-letters/groups").path("groups")) {
      boolean meant = group.path("signature").asText().equals(selection.get("signature"));
      count += meant ? group.path("count").asLong() : 0;
    }
    return OptionalLong.of(count);
  }

  /** Begins a job and waits for its end. */
  private JsonNode ended(String path, Map<String, String> query) {
    Map<String, String> asked = new LinkedHashMap<>(query);
    asked.put("wait", WAIT);
    JsonNode job = pipeline.post(ServedPipeline.query(path, asked), selection);
    while (job.path("state").asText().equals("running")) {
      String id = ServedPipeline.encoded(job.path("id").asText());
      job = pipeline.get("/dead-letters/jobs/" + id + "?wait=" + WAIT);
    }
    return job;
  }

  private static void requireWell(JsonNode job, String before) {
    String state = job.path("state").asText();
    if (!state.equals("done")) {
      throw new CommandFailure(
          ExitCode.FAILED,
          job.path("problem").asText("somebody stopped the job"),
          "Until then: " + before + " What is open is shown by: sluice dlq ls");
    }
  }
}
