package io.sluice.cli.setup;

import io.sluice.cli.live.LiveClient;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.secret.UnresolvedSecretException;
import io.sluice.plugin.PluginException;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.SinkDatabases;
import io.sluice.project.inspect.Finding;
import io.sluice.project.inspect.PostgresAddress;
import io.sluice.project.inspect.PostgresInspection;
import io.sluice.project.inspect.SourceTable;
import io.sluice.project.inspect.TableFilter;
import io.sluice.project.query.MissingDatabaseException;
import io.sluice.project.query.ReadOnlyTarget;
import io.sluice.project.query.SinkDatabase;
import io.sluice.project.text.Figures;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.history.Runs;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code sluice doctor} looks at in one project. */
final class ProjectChecks {
  private final ProjectPipeline project;

  ProjectChecks(ProjectPipeline project) {
    this.project = project;
  }

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    List<Problem> problems = project.problems();
    for (Problem problem : problems) {
      findings.add(
          problem.isError()
              ? Finding.problem("pipeline", problem.toString())
              : Finding.warning("pipeline", problem.toString()));
    }
    Optional<Pipeline> pipeline = project.read().pipeline();
    if (pipeline.isEmpty()) {
      return findings;
    }
    if (problems.isEmpty()) {
      findings.add(Finding.ok("pipeline", project.file().getFileName() + " is valid"));
    }
    findings.addAll(state(pipeline.get()));
    try {
      findings.addAll(source(pipeline.get()));
      pipeline.get().sinks().forEach(sink -> findings.add(target(sink)));
    } catch (UnresolvedSecretException | PluginException e) {
      // Already among the problems of the file, with its line.
      findings.add(Finding.problem("connections", "could not be tried", "mend the file first"));
    }
    return findings;
  }

  private List<Finding> state(Pipeline pipeline) {
    List<Finding> findings = new ArrayList<>();
    findings.add(MachineChecks.space(project.stateFolder()));
    if (!project.hasState()) {
      findings.add(Finding.ok("state", "none yet: it never ran"));
      return findings;
    }
    try {
      findings.add(integrity());
      long open = project.state().deadLetters().count(DeadLetters.Filter.open(pipeline.name()));
      if (open > 0) {
        findings.add(
            Finding.warning(
                "dead letters",
                Figures.count(open) + " are open",
                "sluice dlq ls " + project.file()));
      }
      boolean held = project.state().holderOf(pipeline.name()).isPresent();
      project.state().runs().latest(pipeline.name()).ifPresent(run -> findings.add(run(run, held)));
    } catch (StateException e) {
      findings.add(Finding.problem("state", String.valueOf(e.getMessage())));
    }
    return findings;
  }

  private Finding integrity() {
    if (project.state().dialect() != Storage.Dialect.SQLITE) {
      return Finding.ok("state", "in " + project.project().location());
    }
    String found =
        project
            .state()
            .read(
                connection -> {
                  try (Statement statement = connection.createStatement();
                      ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
                    return row.next() ? row.getString(1) : "no answer";
                  }
                });
    return "ok".equals(found)
        ? Finding.ok("state", "the database is sound")
        : Finding.problem(
            "state",
            project.stateFolder() + "/state.db is damaged: " + found,
            "restore it from a backup, or move it away: the next run then begins with a snapshot");
  }

  private static Finding run(Runs.Run run, boolean held) {
    return switch (run.outcome()) {
      case UNFINISHED ->
          held
              ? Finding.ok("last run", "is under way")
              : Finding.warning("last run", "its process was killed", "start it again: it resumes");
      case COMPLETED, STOPPED ->
          Finding.ok("last run", run.outcome().name().toLowerCase(Locale.ROOT));
      case FAILED ->
          Finding.problem(
              "last run", "failed: " + run.error(), "mend the cause, then start it again");
    };
  }

  private List<Finding> source(Pipeline pipeline) {
    Map<String, String> config = project.resolved(pipeline.source());
    if (!pipeline.source().connector().toLowerCase(Locale.ROOT).contains("postgres")
        || !PostgresAddress.isIn(config)) {
      return List.of();
    }
    PostgresAddress address = PostgresAddress.of(config);
    try (PostgresInspection inspection = PostgresInspection.open(address)) {
      List<SourceTable> tables =
          inspection.tables().stream().filter(TableFilter.of(config)).toList();
      List<Finding> findings = new ArrayList<>();
      findings.add(Finding.ok("source", "connected to " + address));
      findings.addAll(
          inspection.findings(
              tables,
              config.getOrDefault("slot.name", "debezium"),
              config.getOrDefault("publication.name", "dbz_publication")));
      return findings;
    } catch (SQLException e) {
      return List.of(
          Finding.problem(
              "source",
              "cannot look at " + address + ": " + e.getMessage(),
              "check that the server runs, and host, port, user and password"));
    }
  }

  private Finding target(SinkSpec sink) {
    String check = "sink " + sink.name();
    Optional<SinkDatabase> database = SinkDatabases.of(project, sink);
    if (database.isEmpty()) {
      return Finding.ok(check, "is not a database that can be looked at from here");
    }
    if (LiveClient.find(project.stateFolder(), project.pipeline().name()).isPresent()) {
      return Finding.ok(check, "is open in the process that runs the pipeline");
    }
    try (ReadOnlyTarget target = database.get().openAlone()) {
      target.query("SELECT 1", 1);
      return Finding.ok(check, "can be read");
    } catch (MissingDatabaseException e) {
      return Finding.ok(check, String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      return Finding.problem(
          check,
          "cannot be read: " + e.getMessage(),
          "check its url, user and password, and that no other program has a DuckDB file open");
    }
  }
}
