package io.sluice.cli.run;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.console.TextTable;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.SinkDatabases;
import io.sluice.project.query.NotAQueryException;
import io.sluice.project.query.QueryResult;
import io.sluice.project.query.ReadOnlyTarget;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice sql}. */
@Command(
    name = "sql",
    header = "Ask the sink's database: one query, read-only.",
    description =
        "Asks the process that runs the pipeline (DuckDB lets one process at a time open a file);"
            + " if none does, opens the database itself, read-only.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice sql \"select status, count(*) from orders group by status\"",
      "  sluice sql \"from orders order by id desc\" --limit 5 -p shop.yaml",
      "  sluice sql \"select * from customers\" --csv > customers.csv"
    })
public final class SqlCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      index = "0",
      paramLabel = "QUERY",
      description = "A single SELECT (in DuckDB also FROM, DESCRIBE, SHOW).")
  private String sql = "";

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "PIPELINE",
      description =
          "The pipeline file. Default: the one that runs, or the only one in this folder.")
  private @Nullable Path file;

  @Option(
      names = "--sink",
      paramLabel = "NAME",
      defaultValue = "",
      description =
          "Which sink, if the pipeline has several. Default: the first that is a database.")
  private String sink = "";

  @Option(
      names = "--limit",
      paramLabel = "ROWS",
      defaultValue = "1000",
      description = "At most so many rows. Default: ${DEFAULT-VALUE}.")
  private int limit = 1000;

  @Option(names = "--csv", description = "Print CSV (RFC 4180) instead of a table.")
  private boolean csv;

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public SqlCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    if (limit < 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "--limit: expected 1 or more but found " + limit, null);
    }
    try (ProjectPipeline project = options.open(around, file)) {
      QueryResult result = ask(project);
      output.document(document(result));
      if (csv) {
        Csv.lines(result).forEach(output::exact);
      } else {
        table(result).lines().forEach(output::line);
      }
      if (result.truncated()) {
        output.note("(the first " + limit + " rows; more with --limit)");
      }
      return ExitCode.OK.number();
    }
  }

  private QueryResult ask(ProjectPipeline project) {
    Optional<LiveClient> live = LiveClient.find(project.stateFolder(), project.pipeline().name());
    if (live.isPresent()) {
      return live.get().query(sink, sql, limit);
    }
    try (ReadOnlyTarget target = SinkDatabases.find(project, sink).openAlone()) {
      return target.query(sql, limit);
    } catch (NotAQueryException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), null, e);
    } catch (SQLException e) {
      boolean connecting = String.valueOf(e.getSQLState()).startsWith("08");
      throw new CommandFailure(
          connecting ? ExitCode.UNREACHABLE : ExitCode.FAILED,
          String.valueOf(e.getMessage()),
          null,
          e);
    }
  }

  private static Map<String, Object> document(QueryResult result) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("columns", result.columns());
    document.put("rows", result.rows());
    document.put("truncated", result.truncated());
    return document;
  }

  private static TextTable table(QueryResult result) {
    TextTable table = new TextTable(result.columns());
    for (List<@Nullable Object> row : result.rows()) {
      table.row(row.stream().map(v -> Objects.toString(v, "NULL")).toList());
    }
    return table;
  }
}
