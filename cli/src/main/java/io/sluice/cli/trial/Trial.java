package io.sluice.cli.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.logging.Logs;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunOptions;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.Problem;
import io.sluice.project.InvalidPipelineException;
import io.sluice.project.ProjectException;
import io.sluice.project.ProjectPipeline;
import io.sluice.state.deadletter.DeadLetters;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A pipeline for a moment: the connector that is tried, and one of ours at the other end. File,
 * state and log are in a folder of its own that is gone afterwards. For one thread.
 */
final class Trial implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
  private static final String NAME = "trial";
  private static final int CHUNK_BYTES = 1 << 16;

  /** A failure may pass once; somebody waits for the answer. */
  private static final Map<String, Object> SOON =
      Map.of("backoff", "200ms", "max_backoff", "1s", "retry_for", "1s", "max_restarts", 1);

  private final Surroundings around;
  private final ProjectOptions options;
  private final boolean debug;
  private final Path folder;
  private final Path file;
  private final ObjectMapper json = new ObjectMapper();
  private long shownBytes;

  private Trial(Surroundings around, ProjectOptions options, boolean debug, Path folder) {
    this.around = around;
    this.options = options;
    this.debug = debug;
    this.folder = folder;
    this.file = folder.resolve("records.jsonl");
  }

  static Trial prepare(Surroundings around, ProjectOptions options, boolean debug)
      throws IOException {
    return new Trial(around, options, debug, Files.createTempDirectory("sluice-trial"));
  }

  /** Shows records until there are enough, or time is up, or it fails. */
  ExitCode ofSource(
      String name,
      TrialSettings settings,
      int enough,
      Duration atMost,
      boolean values,
      Output output)
      throws IOException, InterruptedException {
    Map<String, Object> sink = new LinkedHashMap<>();
    sink.put("connector", TrialSink.class.getName());
    sink.put(
        "config",
        Map.of(
            TrialSink.FILE,
            file.toString(),
            TrialSink.VALUES,
            "" + values,
            TrialSink.ENOUGH,
            "" + enough));
    List<JsonNode> shown = new ArrayList<>();
    RunStatus end =
        run(
            NAME, // the same each time: a source may call a slot after it
            settings,
            Map.of("connector", name, "config", settings.values()),
            sink,
            RunOptions.UNTIL_STOPPED,
            atMost,
            () -> show(shown, enough, output));
    show(shown, enough, output);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("records", shown);
    String summary =
        shown.size()
            + (shown.size() == 1 ? " record" : " records")
            + " came out"
            + (shown.isEmpty() && end.lastError() == null
                ? " within " + atMost.toSeconds() + " s. --for SECONDS waits longer."
                : ".");
    return report(end, shown.isEmpty(), document, summary, output);
  }

  /** Gives the records of standard input to a sink and ends when it has them. */
  ExitCode ofSink(String name, TrialSettings settings, Duration atMost, Output output)
      throws IOException, InterruptedException {
    int given = readInput();
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("connector", TrialSource.class.getName());
    source.put("config", Map.of(TrialSource.FILE, file.toString()));
    RunStatus end =
        run(
            // A sink may remember what it has of a name, and each trial begins with the first line.
            NAME + "-" + UUID.randomUUID(),
            settings,
            source,
            Map.of("connector", name, "config", settings.values()),
            new RunOptions(true, Duration.ofSeconds(1), false),
            atMost,
            () -> false);
    long took = end.counts().delivered();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("given", given);
    document.put("delivered", took);
    document.put("refused", end.counts().deadLettered());
    ExitCode code =
        report(
            end,
            took < given,
            document,
            "The sink took " + took + " of " + given + " records.",
            output);
    return code == ExitCode.OK && took < given ? ExitCode.FAILED : code;
  }

  private interface Enough {
    boolean look() throws IOException;
  }

  private RunStatus run(
      String name,
      TrialSettings settings,
      Map<String, Object> source,
      Map<String, Object> sink,
      RunOptions how,
      Duration atMost,
      Enough enough)
      throws IOException, InterruptedException {
    Map<String, Object> pipeline = new LinkedHashMap<>();
    pipeline.put("name", name);
    pipeline.put("owner", "trial@localhost");
    pipeline.put("source", source);
    pipeline.put("sinks", List.of(sink));
    pipeline.put("retry", SOON);
    // Every JSON document is YAML.
    Path yaml = Files.writeString(folder.resolve("trial.yaml"), json.writeValueAsString(pipeline));
    try (ProjectPipeline project = options.apart(around, yaml, around.directory());
        Logs logs = Logs.toFile(project.stateFolder(), name, around.redaction(), debug);
        PrintStream warnings = new PrintStream(new EachLineOnce(around.err()), true, UTF_8)) {
      logs.alsoWarningsTo(warnings, around.redaction());
      List<Problem> problems = project.problems();
      if (problems.stream().anyMatch(Problem::isError)) {
        throw new InvalidPipelineException(
            "what the connector was given",
            problems.stream().map(settings::shown).toList(),
            project.verdict(problems).orElse(ProjectException.Kind.USAGE));
      }
      PipelineRun run = project.engine().start(project.pipeline(), how);
      RunStatus end;
      try {
        end = watch(run, atMost, enough);
      } finally {
        if (!run.status().state().ended()) {
          run.stop(STOP_WITHIN);
        }
      }
      refused(project, name);
      return end.state().ended() ? end : run.status();
    }
  }

  private static RunStatus watch(PipelineRun run, Duration atMost, Enough enough)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    RunStatus status = run.status();
    while (!status.state().ended() && !enough.look() && System.nanoTime() < end) {
      status = run.awaitEnd(LOOK_EVERY);
    }
    return status;
  }

  /** Why records were set aside, each reason once. */
  private void refused(ProjectPipeline project, String name) {
    for (DeadLetters.Group group :
        project.state().deadLetters().groups(DeadLetters.Filter.open(name))) {
      around
          .err()
          .println(around.redaction().apply(group.count() + " refused: " + group.message()));
    }
  }

  /** Shows what came since the last look. */
  private boolean show(List<JsonNode> shown, int enough, Output output) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (RandomAccessFile records = new RandomAccessFile(file.toFile(), "r")) {
      records.seek(shownBytes);
      BufferedInputStream in =
          new BufferedInputStream(Channels.newInputStream(records.getChannel()), CHUNK_BYTES);
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      // The last line may be half written: it is read from its beginning the next time.
      for (int read = in.read(); read >= 0 && shown.size() < enough; read = in.read()) {
        line.write(read);
        if (read == '\n') {
          show(json.readTree(line.toByteArray()), shown, output);
          shownBytes += line.size();
          line.reset();
        }
      }
    }
    return shown.size() >= enough;
  }

  private static void show(JsonNode record, List<JsonNode> shown, Output output) {
    shown.add(record);
    String part = record.has("value") ? "" : "_shape";
    output.line(
        record.path("topic").asText()
            + "  key "
            + text(record.path("key" + part))
            + "  value "
            + text(record.path("value" + part)));
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.asText() : node.toString();
  }

  private int readInput() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = around.in().readLine(); line != null; line = around.in().readLine()) {
      if (!line.isBlank()) {
        lines.add(line);
        try {
          TrialSource.record(json, line, lines.size());
        } catch (IOException e) {
          throw new CommandFailure(
              ExitCode.USAGE,
              "line " + lines.size() + " of standard input is no JSON object",
              "Write: {\"topic\": \"t\", \"key\": 1, \"value\": {\"id\": 1}}");
        }
      }
    }
    Files.write(file, lines);
    return lines.size();
  }

  /** What was tried again until time was up has failed too, if {@code less} came than should. */
  private ExitCode report(
      RunStatus end, boolean less, Map<String, Object> document, String summary, Output output) {
    RunError error = end.lastError();
    boolean failed = end.state() == RunState.FAILED || less && error != null;
    if (failed && error != null) {
      String message = around.redaction().apply(error.message());
      output.note(message);
      document.put("error", message);
    }
    output.line(summary);
    output.document(document);
    return failed ? ExitCode.FAILED : ExitCode.OK;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
