package io.sluice.cli.run;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.cli.server.ServerTarget;
import io.sluice.project.ProjectPipeline;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice signal}. */
@Command(
    name = "signal",
    header = "Tell the source of the pipeline that runs to read tables again, or to stop that.",
    description =
        "Sends Debezium's signal to the source and waits until it is executed and a checkpoint"
            + " tells of it, so that a restart goes on with it, 15 s at most: what cannot be"
            + " executed is told and ends with code 1. The log of the run tells how the reading"
            + " goes on. Changes go on being delivered meanwhile.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice signal execute-snapshot --table public.orders",
      "  sluice signal execute-snapshot shop.yaml --table \"public[.]order.*\" --where \"id"
          + " > 500\"",
      "  sluice signal pause-snapshot shop.yaml",
      "  sluice signal stop-snapshot --table public.orders"
    })
public final class SignalCommand implements Callable<Integer> {
  private static final List<String> TYPES =
      List.of("execute-snapshot", "stop-snapshot", "pause-snapshot", "resume-snapshot");

  private final Surroundings around;

  @Parameters(
      index = "0",
      paramLabel = "SIGNAL",
      description = "execute-snapshot, stop-snapshot, pause-snapshot or resume-snapshot.")
  private String type = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PIPELINE",
      description =
          "The pipeline: its file, or its name. Default: the one that runs, or the only one in this"
              + " folder.")
  private @Nullable Path file;

  @Option(
      names = "--table",
      paramLabel = "EXPRESSION",
      description =
          "Tables to read, or not to read any more: a regular expression for the whole"
              + " schema.table. Several times for several.")
  private List<String> tables = List.of();

  @Option(
      names = "--where",
      paramLabel = "SQL",
      description = "Read only rows that meet this condition.")
  private @Nullable String where;

  @Option(
      names = "--surrogate-key",
      paramLabel = "COLUMN",
      description = "Walk along this column instead of the key.")
  private @Nullable String surrogate;

  @Option(
      names = "--blocking",
      description = "Read whole tables while changes wait; for tables without key.")
  private boolean blocking;

  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public SignalCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    if (!TYPES.contains(type)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected one of " + String.join(", ", TYPES) + " but found '" + type + "'",
          null);
    }
    if (type.equals("execute-snapshot") && tables.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "execute-snapshot: expected --table", null);
    }
    Output output = common.output(around);
    if (server.isPointedAt(around)) {
      return ask(ServedPipeline.of(server, options, around, file), output).number();
    }
    try (ProjectPipeline project = options.open(around, file)) {
      String id = UUID.randomUUID().toString();
      RunningPipeline.of(project).signal(id, type, data());
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("pipeline", project.name());
      document.put("signal", type);
      document.put("id", id);
      output.document(document);
      output.line("Under way. The log of the run tells how it goes on.");
      return ExitCode.OK.number();
    }
  }

  /** A server elsewhere is asked for what its API has: tables that are read again. */
  private ExitCode ask(ServedPipeline served, Output output) {
    if (!type.equals("execute-snapshot") || blocking || surrogate != null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "a server elsewhere takes execute-snapshot, with --table and --where",
          "The others are for the folder of that server.");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("data_collections", tables);
    if (where != null) {
      body.put("condition", where);
    }
    served.post("/snapshot", body);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", served.name());
    document.put("signal", type);
    output.document(document);
    output.line("Under way. The log of the run tells how it goes on.");
    return ExitCode.OK;
  }

  private Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    if (!tables.isEmpty()) {
      data.put("data-collections", tables);
    }
    if (type.equals("execute-snapshot")) {
      data.put("type", blocking ? "blocking" : "incremental");
      if (where != null) {
        data.put(
            "additional-conditions", List.of(Map.of("data-collection", ".*", "filter", where)));
      }
      if (surrogate != null) {
        data.put("surrogate-key", surrogate);
      }
    }
    return data;
  }
}
