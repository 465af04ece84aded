package io.sluice.cli.setup;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Question;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.console.TextTable;
import io.sluice.project.inspect.Finding;
import io.sluice.project.inspect.PostgresAddress;
import io.sluice.project.inspect.PostgresInspection;
import io.sluice.project.inspect.SourceTable;
import io.sluice.project.inspect.TableFilter;
import io.sluice.project.text.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice init}. */
@Command(
    name = "init",
    header = "Write a commented pipeline file for your PostgreSQL database.",
    description = {
      "Connects, lists the tables, checks wal_level, privileges, replica identity and free slots,"
          + " and prints the SQL for what is missing. Changes nothing in the database. Asks for"
          + " what the options do not say, if a terminal is attached.",
      "The password is taken from the environment variable SLUICE_PASSWORD or asked for; it is"
          + " never written into the file."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice init",
      "  sluice init --host db --database shop --user sluice --tables"
          + " public.orders,public.customers",
      "  sluice init --database shop --user sluice --target jdbc:postgresql://wh/dwh --output"
          + " shop.yaml"
    })
public final class InitCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(names = "--host", paramLabel = "NAME", description = "Default: localhost.")
  private @Nullable String host;

  @Option(names = "--port", paramLabel = "PORT", description = "Default: 5432.")
  private @Nullable Integer port;

  @Option(names = "--database", paramLabel = "NAME", description = "The database to copy.")
  private @Nullable String database;

  @Option(names = "--user", paramLabel = "NAME", description = "Who logs in.")
  private @Nullable String user;

  @Option(
      names = "--password-env",
      paramLabel = "VARIABLE",
      defaultValue = "SLUICE_PASSWORD",
      description = "The environment variable with the password. Default: ${DEFAULT-VALUE}.")
  private String passwordVariable = "SLUICE_PASSWORD";

  @Option(
      names = "--sslmode",
      paramLabel = "MODE",
      defaultValue = "prefer",
      description = "As libpq has it. Default: ${DEFAULT-VALUE}.")
  private String sslMode = "prefer";

  @Option(
      names = "--tables",
      paramLabel = "LIST",
      description = "schema.table, or regular expressions, separated by commas. Default: all.")
  private @Nullable String tables;

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = "JDBC URL of the target. Default: jdbc:duckdb:warehouse.duckdb.")
  private @Nullable String target;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Of the pipeline. Default: the database's.")
  private @Nullable String name;

  @Option(names = "--owner", paramLabel = "ADDRESS", description = "Who answers for the data.")
  private @Nullable String owner;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      defaultValue = "pipeline.yaml",
      description = "The file to write. Default: ${DEFAULT-VALUE}.")
  private Path file = Path.of("pipeline.yaml");

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean force;

  @Mixin private CommonOptions common = new CommonOptions();

  public InitCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    Output output = common.output(around);
    Path written = around.resolve(file);
    if (Files.exists(written) && !force) {
      throw new CommandFailure(
          ExitCode.CONFLICT,
          file + " exists already",
          "Name another with --output, or use --force.");
    }
    PostgresAddress address = address();
    try (PostgresInspection inspection = PostgresInspection.open(address)) {
      List<SourceTable> all = inspection.tables();
      output.line("Connected to " + address + ".");
      list(all, output);
      String chosen =
          tables != null
              ? tables
              : Question.ask(around, "Tables to copy, separated by commas; empty for all", "");
      List<SourceTable> selected = select(all, chosen);
      PipelineTemplate template =
          template(address, chosen.isBlank() ? List.of() : selected, selected);
      List<Finding> findings =
          new ArrayList<>(inspection.findings(selected, template.slot(), template.slot()));
      if (!template.withoutKey().isEmpty()) {
        findings.add(
            Finding.warning(
                "sink",
                "upsert places rows by primary key, which is missing in: "
                    + String.join(", ", template.withoutKey()),
                "give them a primary key, leave them out with --tables, or copy them with mode:"
                    + " append in a pipeline of their own"));
      }
      FindingReport.print(findings, output);
      Path folder = written.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(written, template.text(file.toString()));
      report(findings, selected, written, output);
      return ExitCode.OK.number();
    } catch (SQLException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "cannot look at " + address + ": " + e.getMessage(),
          "Check host, port, user and password; the password comes from " + passwordVariable + ".",
          e);
    }
  }

  private PostgresAddress address() throws IOException {
    String at = host != null ? host : Question.ask(around, "PostgreSQL host", "localhost");
    int on = port != null ? port : number(Question.ask(around, "Port", "5432"));
    String of = required(database, "--database", "Database");
    String who = required(user, "--user", "User");
    String secret = around.environment().get(passwordVariable);
    if (secret == null) {
      secret = Question.secret(around, "Password of " + who);
    }
    String known = secret;
    if (known != null && known.length() > 3) {
      around.redaction().add(text -> text.replace(known, "***"));
    }
    return new PostgresAddress(at, on, of, who, secret, sslMode);
  }

  private String required(@Nullable String said, String option, String question)
      throws IOException {
    String answer = said != null ? said : Question.ask(around, question, "");
    if (answer.isBlank()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          option + ": is required when no terminal is attached",
          "sluice init --help");
    }
    return answer;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new CommandFailure(ExitCode.USAGE, "expected a port but found '" + text + "'", null, e);
    }
  }

  private static void list(List<SourceTable> all, Output output) {
    TextTable table = new TextTable(List.of("table", "rows (about)", "size", "key"));
    for (SourceTable one : all) {
      table.row(
          List.of(
              one.qualified(),
              one.estimatedRows() < 0 ? "?" : Figures.count(one.estimatedRows()),
              Figures.bytes(one.bytes()),
              one.hasPrimaryKey() ? "primary key" : "none"));
    }
    table.lines().forEach(output::line);
    output.line("");
  }

  private static List<SourceTable> select(List<SourceTable> all, String chosen) {
    if (chosen.isBlank()) {
      return all;
    }
    try {
      List<SourceTable> selected =
          all.stream().filter(TableFilter.of(Map.of("table.include.list", chosen))).toList();
      if (!selected.isEmpty()) {
        return selected;
      }
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), null, e);
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        "--tables: no table is called " + chosen,
        "There are: " + String.join(", ", all.stream().map(SourceTable::qualified).toList()));
  }

  private PipelineTemplate template(
      PostgresAddress address, List<SourceTable> named, List<SourceTable> captured)
      throws IOException {
    String fallback = address.database().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "-");
    String called = name != null ? name : Question.ask(around, "Name of the pipeline", fallback);
    String whose =
        owner != null
            ? owner
            : Question.ask(
                around, "Owner", System.getProperty("user.name", "you") + "@example.com");
    String where =
        target != null
            ? target
            : Question.ask(around, "Target (JDBC URL)", "jdbc:duckdb:warehouse.duckdb");
    return new PipelineTemplate(called, whose, address, passwordVariable, named, captured, where);
  }

  private void report(
      List<Finding> findings, List<SourceTable> selected, Path written, Output output) {
    boolean ready = findings.stream().noneMatch(f -> f.level() == Finding.Level.PROBLEM);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("file", written.toString());
    document.put("ready", ready);
    document.put("tables", selected.stream().map(SourceTable::asDocument).toList());
    document.put("findings", findings.stream().map(Finding::asDocument).toList());
    output.document(document);
    output.line("");
    output.line("Wrote " + file + ".");
    if (!ready) {
      output.line(
          "Before it can run, the problems above must be fixed; check with: sluice doctor " + file);
    }
    output.line(
        (ready ? "Next: " : "Then: ")
            + (around.environment().containsKey(passwordVariable)
                ? ""
                : "export " + passwordVariable + "=..., then ")
            + "sluice run "
            + file);
  }
}
